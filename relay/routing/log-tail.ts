/**
 * The end of the change log in memory: what live sessions read, so that a commit costs no read of
 * the store for each of them.
 *
 * Invariant: holds a gapless run of numbered entries that ends with the last durable one.
 */
import type { SequenceNumber } from '../../engine/model/index.ts';
import { type LogBatch, type LogEntry, sequenceOf } from '../store/index.ts';

/** A log entry that has a sequence number, with the time of its decision. */
export interface NumberedEntry {
  readonly sequence: SequenceNumber;
  readonly entry: LogEntry;
}

/** The numbered entries of a batch, in order. */
export function numberedEntries(batch: LogBatch): readonly NumberedEntry[] {
  return batch.entries.flatMap((entry) => {
    const sequence = sequenceOf(entry);
    return sequence === undefined ? [] : [{ sequence, entry }];
  });
}

export class LogTail {
  readonly #maxEntries: number;
  #entries: NumberedEntry[] = [];

  /** @param maxEntries what it holds at the most; older ones are read from the store */
  constructor(maxEntries = 4_096) {
    this.#maxEntries = maxEntries;
  }

  /** Adds a batch that has just become durable. */
  append(batch: LogBatch): void {
    this.#entries.push(...numberedEntries(batch));
    // Cut in halves, so that an entry is moved once and not at every commit.
    if (this.#entries.length > 2 * this.#maxEntries) this.#entries = this.#entries.slice(-this.#maxEntries);
  }

  /** Entries behind the cursor, or undefined where the tail does not reach back to it. */
  after(cursor: SequenceNumber): readonly NumberedEntry[] | undefined {
    const first = this.#entries[0];
    if (first === undefined || first.sequence > cursor + 1) return undefined;
    // Sequence numbers have gaps only where an incarnation begins, and a tail does not reach over one.
    return this.#entries.slice(cursor + 1 - first.sequence);
  }
}
