/**
 * One life of a process that may end at any moment: started, asked things, and dead in the end.
 *
 * Invariant: a request is answered, or fails with `ProcessEnded`; nothing waits for a dead process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { STOP_VARIABLE, type Stop, stopText } from './stop-at.ts';

/** What ended before it could answer. */
export class ProcessEnded extends Error {}

export interface Answer {
  readonly ok: boolean;
  readonly code?: string;
  readonly result?: unknown;
}

export interface LifeOptions<News> {
  readonly program: string;
  readonly args: readonly string[];
  /** Where it ends by itself. */
  readonly stop: Stop | undefined;
  readonly onNews: (news: News) => void;
}

type Said<News> = News | ({ readonly kind: 'answer'; readonly id: number } & Answer);

export class ProcessLife<Request extends object, News extends { readonly kind: string }> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer | undefined) => void>();
  #requests = 0;
  #complaint = '';
  readonly #onNews: (news: News) => void;
  /** Resolves when it is dead: undefined for a kill, else what is wrong with its end. */
  readonly ended: Promise<string | undefined>;
  isOver = false;

  constructor({ program, args, stop, onNews }: LifeOptions<News>) {
    this.#onNews = onNews;
    const env = { ...process.env, [STOP_VARIABLE]: stop === undefined ? '' : stopText(stop) };
    this.#child = fork(program, [...args], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = `${this.#complaint}${text}`.slice(-2_000);
    });
    this.#child.on('message', (message) => this.#take(message as Said<News>));
    // What cannot be sent any more fails when the end is noticed.
    this.#child.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        this.isOver = true;
        for (const give of this.#waiting.values()) give(undefined);
        this.#waiting.clear();
        const isFine = signal === 'SIGKILL' || code === 0;
        resolve(isFine ? undefined : `ended with ${code ?? signal}: ${this.#complaint.trim()}`);
      });
    });
  }

  async ask(request: Request): Promise<Answer> {
    if (this.isOver || !this.#child.connected) throw new ProcessEnded();
    const id = ++this.#requests;
    const answer = new Promise<Answer | undefined>((resolve) => this.#waiting.set(id, resolve));
    this.#child.send({ id, ...request }, () => undefined);
    const given = await answer;
    if (given === undefined) throw new ProcessEnded();
    return given;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Ends it in order. */
  async stop(): Promise<string | undefined> {
    this.#child.kill('SIGTERM');
    return this.ended;
  }

  #take(said: Said<News>): void {
    if (said.kind !== 'answer') {
      this.#onNews(said as News);
      return;
    }
    const { id, ...answer } = said as { readonly id: number } & Answer;
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}
