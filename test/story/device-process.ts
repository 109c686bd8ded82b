/**
 * A tablet as a process of its own: `rejoin device` on a LevelDB folder, one command at a time as JSON on
 * its input, results as JSON on its output.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type Json, REJOIN, type RelayProcess } from './relay-process.ts';

export interface SeenRecord {
  readonly id: string;
  readonly values: Json;
  readonly system: { readonly ownerid: string | null; readonly owningbusinessunit: string | null };
  /** Bit i stands for privilege i. */
  readonly mask: number;
  readonly isPending: boolean;
}

export interface SeenDraft {
  readonly draft: string;
  readonly code: string;
  readonly reason: string;
  readonly dependsOn?: string | null;
}

export class DeviceProcess {
  readonly name: string;
  readonly folder: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  #waiting: ((result: Json) => void)[] = [];

  private constructor(name: string, folder: string, child: ChildProcessByStdio<Writable, Readable, null>) {
    this.name = name;
    this.folder = folder;
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as Json;
      if (said.event === 'result') this.#waiting.shift()?.(said);
    });
  }

  /** Starts the tablet of a user; it connects by itself. */
  static start(name: string, folder: string, relay: RelayProcess, token: string): DeviceProcess {
    const flags = ['--org', relay.organization, '--url', relay.url, '--token', token, '--json'];
    const child = spawn(process.execPath, [REJOIN, 'device', 'run', folder, ...flags], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return new DeviceProcess(name, folder, child);
  }

  /** What the tablet answers; throws when it refuses. */
  async do(command: Json): Promise<Json> {
    const result = await this.try(command);
    if (result.ok !== true) {
      throw new Error(
        `${this.name}: ${JSON.stringify(command)} gave ${String(result.code)}: ${String(result.reason)}`,
      );
    }
    return result;
  }

  /** What the tablet answers, a refusal too. */
  try(command: Json): Promise<Json> {
    return new Promise((resolve, reject) => {
      if (this.#child.exitCode !== null) reject(new Error(`${this.name} has ended`));
      this.#waiting.push(resolve);
      this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    });
  }

  async list(entity: string, where: Json = {}): Promise<readonly SeenRecord[]> {
    const { records } = await this.do({ do: 'list', entity, where, limit: 5_000 });
    return records as readonly SeenRecord[];
  }

  async show(entity: string, id: string): Promise<SeenRecord> {
    const { record } = await this.do({ do: 'show', entity, id });
    return record as SeenRecord;
  }

  async drafts(): Promise<readonly SeenDraft[]> {
    const { drafts } = await this.do({ do: 'drafts' });
    return drafts as readonly SeenDraft[];
  }

  /** How many of its changes are not part of what the relay has confirmed. */
  async pending(): Promise<number> {
    const { status } = await this.do({ do: 'status' });
    return (status as { readonly pending: number }).pending;
  }

  /** Ends it in order; everything that was typed is stored. */
  async quit(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end(`${JSON.stringify({ do: 'quit' })}\n`);
    await closed;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }
}
