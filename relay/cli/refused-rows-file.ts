/**
 * The file in which an import lists every row that it refused: CSV, one line for each place that is wrong.
 *
 * Invariant: what was taken is in the file when it is closed, and at most a piece of it is in memory. It is
 * opened before anything is imported, so that an import never ends with nowhere to tell; an empty one is removed.
 */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { RejoinError } from '../../engine/model/index.ts';

export interface WrittenPlace {
  readonly file: string;
  readonly line: number;
  readonly column: string | null;
  readonly attribute: string | null;
  readonly code: string;
  readonly reason: string;
}

const columns = ['file', 'line', 'column', 'attribute', 'code', 'reason'] as const;

/** Text that is gathered before it is written, in characters. */
const PIECE = 65_536;

export class RefusedRowsFile {
  readonly path: string;
  readonly #file: FileHandle;
  #waiting = `${columns.join(',')}\n`;
  #places = 0;
  #closing: Promise<void> | undefined;

  /** @throws RejoinError `invalid-argument` where it can't be written */
  static async open(path: string): Promise<RefusedRowsFile> {
    return new RefusedRowsFile(path, await told(path, open(path, 'w')));
  }

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /** How many places are in it. */
  get places(): number {
    return this.#places;
  }

  async add(place: WrittenPlace): Promise<void> {
    this.#places += 1;
    this.#waiting += `${columns.map((name) => quoted(place[name])).join(',')}\n`;
    if (this.#waiting.length >= PIECE) await this.#write();
  }

  /** Writes what waits and closes the file; again does nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    try {
      if (this.#places > 0) await this.#write();
    } finally {
      await this.#file.close();
    }
    if (this.#places === 0) await rm(this.path, { force: true });
  }

  async #write(): Promise<void> {
    const piece = this.#waiting;
    this.#waiting = '';
    await told(this.path, this.#file.writeFile(piece));
  }
}

function quoted(value: string | number | null): string {
  if (value === null || typeof value === 'number') return String(value ?? '');
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

async function told<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const reason = `${path} can not be written (${why}); name another file with --report.`;
    throw new RejoinError('invalid-argument', reason, { cause: error });
  }
}
