/**
 * What an import did, row by row counted and each refused row named.
 *
 * Invariant: rows = created + updated + unchanged + refused, for every table. The list of refusals in the
 * report is capped; their count is not, and neither is what the listener of refusals gets.
 */
import { type Code, RejoinError } from '../../engine/model/index.ts';

/** How many places of refused rows the report lists for a table. */
export const MAX_LISTED = 1_000;

export interface RefusedRow {
  /** The line of the file in which the row begins, or of the place that is wrong. */
  readonly line: number;
  /** The column of the file; null where it is not about one. */
  readonly column: string | null;
  readonly attribute: string | null;
  readonly code: Code;
  /** One sentence; never the value. */
  readonly reason: string;
}

/** A place of a refused row, with the file and table that it stands in. */
export interface RefusedPlace extends RefusedRow {
  readonly file: string;
  readonly table: string;
}

/** Takes every place of every refused row, in the order in which they are found out. */
export interface RefusalListener {
  take(place: RefusedPlace): void;
  /** Resolves when it can take more; asked between pieces of the work, so that memory stays bounded. */
  ready(): Promise<void>;
}

export const deafListener: RefusalListener = { take: () => undefined, ready: async () => undefined };

export interface FileReport {
  readonly file: string;
  /** The table of the mapping. */
  readonly table: string;
  /** `user` for tables that only name users. */
  readonly entity: string;
  /** Named or detected; null where the file could not be read. */
  readonly separator: string | null;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refusedCount: number;
  /** The first 1,000 places in the order in which they were found out, by line. */
  readonly refused: readonly RefusedRow[];
  readonly unmappedColumns: readonly string[];
  /** Why nothing of the file was read; it counts no rows then. */
  readonly problem: { readonly line: number; readonly reason: string } | null;
}

export interface ImportReport {
  readonly files: readonly FileReport[];
  /** Files of the folder that no table names. */
  readonly unmappedFiles: readonly string[];
}

export class FileTally {
  readonly #facts: Pick<FileReport, 'file' | 'table' | 'entity'>;
  readonly #listener: RefusalListener;
  readonly #refused: RefusedRow[] = [];
  readonly #counts = { rows: 0, created: 0, updated: 0, unchanged: 0, refusedCount: 0 };
  #separator: string | null = null;
  #unmapped: readonly string[] = [];
  #problem: FileReport['problem'] = null;

  constructor(facts: Pick<FileReport, 'file' | 'table' | 'entity'>, listener: RefusalListener) {
    this.#facts = facts;
    this.#listener = listener;
  }

  opened(separator: string, unmappedColumns: readonly string[]): void {
    this.#separator = separator;
    this.#unmapped = unmappedColumns;
  }
  unreadable(problem: { readonly line: number; readonly reason: string }): void {
    this.#problem = problem;
  }
  row(): void {
    this.#counts.rows += 1;
  }
  count(outcome: 'created' | 'updated' | 'unchanged'): void {
    this.#counts[outcome] += 1;
  }
  /** One row, with everything that is wrong with it. */
  refuse(places: readonly RefusedRow[]): void {
    this.#counts.refusedCount += 1;
    this.note(places);
  }

  /** Lists what is wrong with a row that counts as what became of it. */
  note(places: readonly RefusedRow[]): void {
    this.#refused.push(...places.slice(0, MAX_LISTED - this.#refused.length));
    const { file, table } = this.#facts;
    for (const place of places) this.#listener.take({ file, table, ...place });
  }

  get rows(): number {
    return this.#counts.rows;
  }

  report(): FileReport {
    const { rows, created, updated, unchanged, refusedCount } = this.#counts;
    if (rows !== created + updated + unchanged + refusedCount) {
      throw new RejoinError('internal-error', `the import of ${this.#facts.file} lost count of its rows`);
    }
    return {
      ...this.#facts,
      separator: this.#separator,
      ...this.#counts,
      refused: [...this.#refused].sort((a, b) => a.line - b.line),
      unmappedColumns: this.#unmapped,
      problem: this.#problem,
    };
  }
}
