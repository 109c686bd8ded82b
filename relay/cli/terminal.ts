/**
 * Where a command runs: its arguments, streams and environment, and how it says its result.
 *
 * Invariant: with `--json` every line on stdout is one JSON value and the last one is the result (or the
 * refusal); without it they are for people. Failures also stand on stderr, in one line.
 */
import type { Readable, Writable } from 'node:stream';
import { codes, type Refusal } from '../../engine/model/index.ts';
import { printable } from './table.ts';

export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is looked at by a person. */
  readonly isTerminal: boolean;
  /** Resolves when the user or the system asks the process to end. */
  untilStopped(): Promise<void>;
}

export class Output {
  readonly #terminal: Terminal;
  readonly #form: 'text' | 'json';

  constructor(terminal: Terminal, form: 'text' | 'json') {
    this.#terminal = terminal;
    this.#form = form;
  }

  get isTerminal(): boolean {
    return this.#terminal.isTerminal;
  }

  /** What the command came to: data for programs, or a text for people. */
  result(data: object, text: string): void {
    this.#write(this.#form === 'json' ? JSON.stringify(data) : text);
  }

  /** How far the command is, or what happened meanwhile; without a text it is only for programs. */
  progress(data: object, text: string | undefined): void {
    if (this.#form === 'json' || text !== undefined) this.result(data, text ?? '');
  }

  /** Only for people. */
  note(text: string): void {
    if (this.#form === 'text') this.#write(text);
  }

  refusal({ code, reason }: Pick<Refusal, 'code' | 'reason'>): void {
    if (this.#form === 'json') this.#write(JSON.stringify({ code, reason }));
    const sentence = /[.!?]$/.test(reason) ? reason : `${reason}.`;
    this.#terminal.stderr.write(`rejoin: ${code}: ${printable(sentence)} ${codes[code].remedy}\n`);
  }

  #write(text: string): void {
    this.#terminal.stdout.write(`${text}\n`);
  }
}
