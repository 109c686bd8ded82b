/**
 * A relay or a tablet that dies again and again: started, ended as planned, started again.
 *
 * Invariant: every start is timed until it serves, from the first line of the program on (what Node and
 * its modules take before is not ours); an end that was not planned is a problem.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { End } from './plan.ts';
import { type Answer, ProcessEnded, ProcessLife } from './process-life.ts';
import type { Stop } from './stop-at.ts';

export interface VictimOptions<News> {
  readonly name: string;
  readonly program: string;
  args(): readonly string[];
  onNews(news: News): void;
  /** Called when it serves again. */
  onReady(): void;
  /** Brings about what the end waits for, where the load alone does not. */
  provoke?(stop: Stop, isOver: () => boolean): Promise<void>;
  /** Looks at what an end left on the disk, before the next start. */
  afterEnd(end: End): Promise<void>;
  onProblem(problem: string): void;
  readonly restartMs: number;
  readonly random: () => number;
}

/** How long a named point may not be passed. */
const UNREACHED_MS = 60_000;
const LONGEST_PAUSE_MS = 300;

export class Victim<Request extends object, News extends { readonly kind: string }> {
  readonly name: string;
  readonly #options: VictimOptions<News>;
  #life: ProcessLife<Request, News> | undefined;
  #isReady = false;
  #isArmed = false;
  kills = 0;
  slowestStartMs = 0;
  readonly reached: string[] = [];

  constructor(options: VictimOptions<News>) {
    this.name = options.name;
    this.#options = options;
  }

  get isReady(): boolean {
    return this.#isReady && this.#life?.isOver === false;
  }

  async ask(request: Request): Promise<Answer> {
    if (this.#life === undefined) throw new ProcessEnded();
    return this.#life.ask(request);
  }

  /** Starts it; resolves when it serves, or when it ended before. */
  async start(stop?: Stop): Promise<void> {
    const { program, onNews, onReady, onProblem, restartMs } = this.#options;
    this.#isReady = false;
    this.#isArmed = stop !== undefined;
    let serve: (tookMs: number) => void = () => undefined;
    const serving = new Promise<number>((resolve) => {
      serve = resolve;
    });
    const life = new ProcessLife<Request, News>({
      ...{ program, stop, args: this.#options.args() },
      onNews: (news) => {
        onNews(news);
        if (!isReady(news)) return;
        this.#isReady = true;
        serve(news.tookMs);
      },
    });
    this.#life = life;
    void life.ended.then((problem) => {
      if (problem !== undefined) onProblem(`${this.name} ${problem}`);
    });
    const tookMs = await Promise.race([serving, life.ended.then(() => undefined)]);
    if (tookMs === undefined) return;
    this.slowestStartMs = Math.max(this.slowestStartMs, tookMs);
    if (tookMs > restartMs) onProblem(`slow: ${this.name} took ${tookMs} ms to serve again`);
    onReady();
  }

  /** Lives and dies as planned; lives in the end. */
  async liveThrough(ends: readonly End[]): Promise<void> {
    for (const end of ends) {
      if (end.kind === 'point') {
        if (this.isReady) await this.stop();
        await this.start(end.stop);
        await this.#endAt(end.stop);
      } else {
        if (!this.isReady || this.#isArmed) await this.start();
        await sleep(end.afterMs);
        await this.kill();
      }
      this.kills++;
      await this.#options.afterEnd(end);
      await sleep(this.#options.random() * LONGEST_PAUSE_MS);
    }
    if (!this.isReady) await this.start();
  }

  async kill(): Promise<void> {
    this.#isReady = false;
    await this.#life?.kill();
  }

  async stop(): Promise<void> {
    this.#isReady = false;
    await this.#life?.stop();
  }

  async #endAt(stop: Stop): Promise<void> {
    const life = this.#life;
    if (life === undefined) return;
    const timeout = new AbortController();
    const late = sleep(UNREACHED_MS, undefined, { signal: timeout.signal }).catch(() => undefined);
    const provoked = this.#options.provoke?.(stop, () => life.isOver).catch(() => undefined);
    await Promise.race([life.ended, late]);
    timeout.abort();
    if (life.isOver) this.reached.push(stop.point);
    else {
      this.#options.onProblem(`unreached: ${this.name} did not pass ${stop.point} ${stop.pass} times`);
      await this.kill();
    }
    this.#isReady = false;
    await provoked;
  }
}

interface Ready {
  readonly kind: string;
  readonly tookMs: number;
}

const isReady = (news: { readonly kind: string }): news is Ready => news.kind === 'ready';
