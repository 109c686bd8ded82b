/**
 * What `npm start` runs, on a folder and a free port of its own, and a client that sends any header: browsers do
 * not let pages choose some of them, and attackers need no browser.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { runProgram } from '../../relay/cli/program.ts';
import { runSampleRelay } from '../../relay/cli/sample-relay.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface FeedEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

/** The folders outlive a run, as they do for a person. */
export class SampleFolder {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** @param pages built pages by path, as they lie in their folder; none are built where it is absent */
  static async make(pages: Readonly<Record<string, string>> = {}): Promise<SampleFolder> {
    const root = await mkdtemp(join(tmpdir(), 'rejoin-sample-'));
    for (const [path, text] of Object.entries(pages)) {
      const file = join(root, 'pages', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return new SampleFolder(root);
  }

  get data(): string {
    return join(this.root, 'relay');
  }

  /** Runs `npm start` with these words until it listens, or has ended. */
  async start(...words: readonly string[]): Promise<RunningSample> {
    return RunningSample.start(this, words);
  }

  /** Runs `rejoin` on the folder, as another terminal would; what it prints. */
  async rejoin(words: readonly string[]): Promise<string> {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const exit = await runProgram(words, {
      ...{ stdin: Readable.from([]), stdout, stderr, isTerminal: false },
      environment: { REJOIN_DATA: this.data },
      untilStopped: () => new Promise(() => undefined),
    });
    if (exit !== 0) throw new Error(String(stderr.read() ?? exit));
    return String(stdout.read() ?? '').trim();
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, maxRetries: 3 });
  }
}

export class RunningSample {
  readonly #exit: Promise<number>;
  readonly #end: () => void;
  readonly #stdout: PassThrough;
  readonly #stderr: PassThrough;
  #out = '';

  private constructor(folder: SampleFolder, words: readonly string[], isUp: () => void) {
    let end = (): void => undefined;
    this.#stdout = new PassThrough();
    this.#stderr = new PassThrough();
    this.#exit = runSampleRelay(
      ['--log-level', 'error', ...words],
      {
        ...{ stdin: Readable.from([]), stdout: this.#stdout, stderr: this.#stderr, isTerminal: false },
        environment: { REJOIN_DATA: folder.data, REJOIN_STOP_TIMEOUT_MS: '20000', REJOIN_PORT: '0' },
        untilStopped: () => {
          isUp();
          return new Promise((resolve) => {
            end = resolve;
          });
        },
      },
      join(folder.root, 'pages'),
    );
    this.#end = () => end();
  }

  static async start(folder: SampleFolder, words: readonly string[]): Promise<RunningSample> {
    const up: { is: () => void } = { is: () => undefined };
    const isUp = new Promise<void>((resolve) => {
      up.is = resolve;
    });
    const sample = new RunningSample(folder, words, () => up.is());
    await Promise.race([isUp, sample.#exit]);
    return sample;
  }

  /** What it has printed. */
  get out(): string {
    this.#out += String(this.#stdout.read() ?? '');
    return this.#out;
  }

  get error(): string {
    return String(this.#stderr.read() ?? '');
  }

  /** Its address, from the first line. */
  get url(): string {
    return this.out.split('\n', 1)[0] ?? '';
  }

  /** Stops it as Ctrl-C does; its exit code. */
  stop(): Promise<number> {
    this.#end();
    return this.#exit;
  }

  ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.url}${path}`, { method, headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Writes as a page of the sample does. */
  post(path: string, body: object): Promise<Answer> {
    const headers = { 'content-type': 'application/json', origin: this.url, 'sec-fetch-site': 'same-origin' };
    return this.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** The feed's events as they come; ending the loop ends the feed. */
  async *feed(lastEventId?: string): AsyncGenerator<FeedEvent, undefined> {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const response = await fetch(`${this.url}/showcase/feed`, { headers });
    let text = '';
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) {
      text += decoder.decode(piece, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) yield eventOf(block);
    }
    return undefined;
  }
}

function eventOf(block: string): FeedEvent {
  const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  return {
    event: fields.get('event') ?? 'message',
    id: fields.get('id'),
    data: JSON.parse(fields.get('data') ?? '{}'),
  };
}
