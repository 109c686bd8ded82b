/** A command line of its own for each test: a folder, and commands that run on it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { type OpenRelay, openRelay, readConfiguration } from '../server/index.ts';
import { runProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly error: string;
  /** The last line, where it is JSON. */
  readonly last: Record<string, unknown>;
}

type Run = (words: readonly string[], terminal: Terminal) => Promise<number>;

export class CommandLine {
  readonly root: string;
  readonly #endings: (() => void)[] = [];

  private constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<CommandLine> {
    return new CommandLine(await mkdtemp(join(tmpdir(), 'rejoin-cli-')));
  }

  get data(): string {
    return join(this.root, 'relay');
  }

  /** How many commands wait to be stopped. */
  get waiting(): number {
    return this.#endings.length;
  }

  /** Tells every command that waits to stop. */
  stop(): void {
    for (const end of this.#endings.splice(0)) end();
  }

  async remove(): Promise<void> {
    this.stop();
    await rm(this.root, { recursive: true, maxRetries: 3 });
  }

  /** Runs `rejoin` on the data folder of the test. */
  async rejoin(
    words: readonly string[],
    { input = '', environment = {}, run = runProgram }: RunOptions = {},
  ): Promise<Ran> {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const exit = await run([...words, '--data', this.data], {
      stdin: Readable.from([input]),
      stdout,
      stderr,
      environment,
      isTerminal: false,
      untilStopped: () => new Promise((resolve) => void this.#endings.push(resolve)),
    });
    const out = String(stdout.read() ?? '');
    const last = out.trimEnd().split('\n').at(-1) ?? '';
    return {
      exit,
      out,
      error: String(stderr.read() ?? ''),
      last: last.startsWith('{') ? JSON.parse(last) : {},
    };
  }

  /** The organization `harbour` with one user, Ada. */
  async anOrganization(): Promise<void> {
    await this.rejoin(['org', 'create', 'harbour']);
    await this.rejoin(['user', 'add', 'Ada']);
  }

  /** The organization `harbour` made of a solution, which `solution.json` in the test's folder then has. */
  async anOrganizationOf(solution: object): Promise<void> {
    const file = join(this.root, 'solution.json');
    await writeFile(file, JSON.stringify(solution));
    await this.rejoin(['org', 'create', 'harbour']);
    await this.rejoin(['import', file]);
  }

  /** A relay that runs over the data folder of the test. */
  async aRunningRelay(): Promise<OpenRelay> {
    const file = { data: this.data, port: 0, stopTimeoutMs: 200 };
    const relay = await openRelay(readConfiguration({ file }), { ifMissing: 'create', report: () => {} });
    await relay.listen();
    return relay;
  }
}

interface RunOptions {
  readonly input?: string;
  readonly environment?: Record<string, string>;
  readonly run?: Run;
}
