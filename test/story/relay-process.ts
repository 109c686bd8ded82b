/**
 * A relay as a process of its own on a data folder, and the operator's commands against it: all through
 * `rejoin`, as a person would.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { STOP_VARIABLE, type Stop, stopText } from '../crash/stop-at.ts';

/** The built command; stories run what is shipped. */
export const REJOIN = fileURLToPath(new URL('../../../dist/relay/cli/main.js', import.meta.url));
const STOPPING = fileURLToPath(new URL('../../../dist/test/story/stopping-relay.js', import.meta.url));

export type Json = Readonly<Record<string, unknown>>;

export class RelayProcess {
  readonly folder: string;
  readonly organization: string;
  #child: ChildProcess | undefined;
  #port = 0;

  constructor(folder: string, organization: string) {
    this.folder = folder;
    this.organization = organization;
  }

  /** Where devices connect. */
  get url(): string {
    return `ws://127.0.0.1:${this.#port}/sync`;
  }

  /** Starts the process and waits until it listens; on the port that it had before, if any. */
  start(): Promise<void> {
    const flags = ['--data', this.folder, '--port', String(this.#port), '--log-level', 'error', '--json'];
    return this.#run([REJOIN, 'relay', ...flags]);
  }

  /** The same, of a relay that is killed at the nth pass of a named point. */
  startUntil(stop: Stop): Promise<void> {
    return this.#run([STOPPING, this.folder, String(this.#port)], { [STOP_VARIABLE]: stopText(stop) });
  }

  /** Waits until the process has ended; what signal ended it. */
  async ended(): Promise<NodeJS.Signals | null> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return null;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.signalCode;
  }

  /** Whether it takes commits. */
  async isReady(): Promise<boolean> {
    return (await fetch(`http://127.0.0.1:${this.#port}/readyz`)).ok;
  }

  async #run(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<void> {
    const child = spawn(process.execPath, words, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    this.#child = child;
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) {
      const said = JSON.parse(line) as { readonly port?: number; readonly url?: string };
      if (said.url === undefined) continue;
      this.#port = said.port ?? Number(new URL(said.url).port);
      child.stdout.resume();
      return;
    }
    throw new Error('the relay ended before it listened');
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as an operator would. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** An operator's command; what its last line says. */
  async operate(...words: readonly string[]): Promise<Json> {
    const flags = ['--data', this.folder, '--org', this.organization, '--json'];
    const child = spawn(process.execPath, [REJOIN, ...words, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`rejoin ${words.join(' ')} ended with ${code}: ${said}${out}`);
    return JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as Json;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  }
}
