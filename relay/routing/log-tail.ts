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

/** The numbered entries of a batch, or of a piece of one, in order. */
export function numberedEntries(batch: Pick<LogBatch, 'entries'>): readonly NumberedEntry[] {
  return batch.entries.flatMap((entry) => {
    const sequence = sequenceOf(entry);
    return sequence === undefined ? [] : [{ sequence, entry }];
  });
}

export interface LogTailLimits {
  readonly entries: number;
  /** Bytes of the updates in them, about. */
  readonly bytes: number;
}

const DEFAULT_LIMITS: LogTailLimits = { entries: 4_096, bytes: 16 * 1024 * 1024 };

export class LogTail {
  readonly #limits: LogTailLimits;
  #entries: NumberedEntry[] = [];
  #bytes = 0;

  /** @param limits what it holds at the most, twice over; older entries are read from the store */
  constructor(limits: LogTailLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** Adds a batch that has just become durable. */
  append(batch: LogBatch): void {
    const begins = batch.entries.findLastIndex(({ kind }) => kind === 'incarnation');
    // Numbers jump there, and what is held has no gap.
    if (begins >= 0) this.#entries = [];
    if (begins >= 0) this.#bytes = 0;
    for (const numbered of numberedEntries({ entries: batch.entries.slice(begins + 1) })) {
      this.#entries.push(numbered);
      this.#bytes += entryBytes(numbered);
    }
    // Cut in halves, so that an entry is moved once and not at every commit.
    const { entries, bytes } = this.#limits;
    if (this.#entries.length > 2 * entries || this.#bytes > 2 * bytes) this.#cut();
  }

  /** Entries behind the cursor, or undefined where the tail does not reach back to it. */
  after(cursor: SequenceNumber): readonly NumberedEntry[] | undefined {
    const first = this.#entries[0];
    if (first === undefined || first.sequence > cursor + 1) return undefined;
    // Sequence numbers have gaps only where an incarnation begins, and a tail does not reach over one.
    return this.#entries.slice(cursor + 1 - first.sequence);
  }

  #cut(): void {
    const { entries, bytes } = this.#limits;
    let first = this.#entries.length;
    this.#bytes = 0;
    while (first > 0 && this.#entries.length - first < entries) {
      const before = this.#entries[first - 1];
      const size = before === undefined ? 0 : entryBytes(before);
      if (this.#bytes + size > bytes) break;
      this.#bytes += size;
      first -= 1;
    }
    this.#entries = this.#entries.slice(first);
  }
}

/** What an entry holds in memory, about. */
function entryBytes({ entry }: NumberedEntry): number {
  if (entry.kind === 'rebuilt') return 500 + entry.snapshot.length;
  if (entry.kind !== 'accepted') return 500;
  let bytes = 500;
  for (const { parts } of entry.operations) for (const { update } of parts) bytes += 300 + update.length;
  return bytes;
}
