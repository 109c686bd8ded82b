/**
 * A list that stays right by itself: filtered, ordered, limited, and moved by what changed instead of
 * being run again.
 *
 * Invariant: all matches are held in order (behind the limit too, so that a row that leaves is followed
 * by the next one); a changed row is taken out and put in by binary search. Subscribers hear of a step
 * once, and only when rows that they see changed.
 */
import type { ViewChange } from './device-core.ts';
import { type ReportError, tellListeners } from './tell-listeners.ts';
import type { ViewRow } from './view-row.ts';

export interface LiveQueryOptions {
  /** Every entity where absent. */
  readonly entity?: string;
  readonly matches: (row: ViewRow) => boolean;
  /** Total: two rows are never equal in it. */
  readonly compare: (left: ViewRow, right: ViewRow) => number;
  readonly limit: number;
  readonly rows: Iterable<ViewRow>;
  /** Takes what subscribers throw. */
  readonly report: ReportError;
  readonly onClose: (query: LiveQuery) => void;
}

export class LiveQuery {
  readonly #options: LiveQueryOptions;
  readonly #prefix: string;
  readonly #listeners = new Set<(rows: readonly ViewRow[]) => void>();
  readonly #matches: ViewRow[];
  #rows: readonly ViewRow[];

  constructor(options: LiveQueryOptions) {
    this.#options = options;
    this.#prefix = options.entity === undefined ? '' : `${options.entity}/`;
    this.#matches = [...options.rows].filter(options.matches).sort(options.compare);
    this.#rows = this.#matches.slice(0, options.limit);
  }

  /** The rows now; a new array whenever one of them changed. */
  get rows(): readonly ViewRow[] {
    return this.#rows;
  }

  /** How many rows match, those beyond the limit too. */
  get total(): number {
    return this.#matches.length;
  }

  /** Calls `listener` now and whenever the rows or their total change. Returns what ends it. */
  subscribe(listener: (rows: readonly ViewRow[]) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#rows);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#options.onClose(this);
  }

  /** Takes in what a step changed. Returns what tells the subscribers, where they see other rows now. */
  take(changes: readonly ViewChange[]): (() => void) | undefined {
    const { matches, limit } = this.#options;
    const { total } = this;
    for (const { key, before, after } of changes) {
      if (!key.startsWith(this.#prefix)) continue;
      if (before !== undefined && matches(before)) this.#remove(before);
      if (after !== undefined && matches(after)) this.#matches.splice(this.#placeOf(after), 0, after);
    }
    const rows = this.#matches.slice(0, limit);
    const isSame = rows.length === this.#rows.length && rows.every((row, at) => row === this.#rows[at]);
    if (isSame && this.total === total) return undefined;
    const shown = isSame ? this.#rows : rows;
    this.#rows = shown;
    // Whoever subscribes before it is told has these rows already.
    const subscribed = [...this.#listeners];
    return () => {
      const listeners = subscribed.filter((listener) => this.#listeners.has(listener));
      tellListeners(listeners, shown, this.#options.report);
    };
  }

  #remove(row: ViewRow): void {
    const at = this.#placeOf(row);
    if (this.#matches[at]?.id === row.id) this.#matches.splice(at, 1);
  }

  /** Where the row stands, or would stand. */
  #placeOf(row: ViewRow): number {
    const { compare } = this.#options;
    let low = 0;
    let high = this.#matches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#matches[middle];
      if (other !== undefined && compare(other, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
