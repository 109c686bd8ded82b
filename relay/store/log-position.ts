/**
 * Where a log stands, and whether a batch follows.
 *
 * Invariant: batches count 1, 2, 3 …, each names the hash of the one before, and sequence numbers go
 * on without a gap, except where an incarnation entry moves them ahead.
 */
import { RejoinError, type SequenceNumber } from '../../engine/model/index.ts';
import type { LogBatch, LogEntry } from './log.ts';
import { HASH_LENGTH, NO_HASH, packr } from './log-codec.ts';
import { bytes, fields, whole } from './plain-shape.ts';

export interface LogPosition {
  /** The last batch. */
  readonly batch: number;
  /** Its hash. */
  readonly hash: Uint8Array;
  /** The number that the next numbered entry takes. */
  readonly nextSequence: SequenceNumber;
}

/** Before the first batch. */
export const LOG_START: LogPosition = { batch: 0, hash: NO_HASH, nextSequence: 1 };

/**
 * The next sequence number after the entry.
 *
 * @returns undefined where the entry has another number than it must
 */
export function sequenceAfter(next: SequenceNumber, entry: LogEntry): SequenceNumber | undefined {
  if (entry.kind === 'incarnation') return entry.nextSequence >= next ? entry.nextSequence : undefined;
  if (!('sequence' in entry)) return next;
  return entry.sequence === next ? next + 1 : undefined;
}

/** The position after the batch. Throws `data-folder-damaged`, saying what is missing, where it doesn't follow. */
export function followBatch(position: LogPosition, batch: LogBatch, hash: Uint8Array): LogPosition {
  const expected = position.batch + 1;
  if (batch.batch !== expected) {
    throw damagedLog(`batch ${expected} is missing (batch ${batch.batch} stands in its place)`);
  }
  if (Buffer.compare(batch.previousHash, position.hash) !== 0) {
    throw damagedLog(`batch ${expected} does not follow batch ${position.batch}: the chain of hashes breaks`);
  }
  if (batch.firstSequence !== position.nextSequence) {
    throw damagedLog(
      `batch ${expected} begins at sequence ${batch.firstSequence} instead of ${position.nextSequence}`,
    );
  }
  let nextSequence = position.nextSequence;
  for (const entry of batch.entries) {
    const after = sequenceAfter(nextSequence, entry);
    if (after === undefined) throw damagedLog(`batch ${expected} breaks the count of sequence numbers`);
    nextSequence = after;
  }
  return { batch: expected, hash, nextSequence };
}

/** What is missing or changed; whoever catches it adds the organization and how to restore. */
export function damagedLog(what: string, cause?: unknown): RejoinError {
  return new RejoinError('data-folder-damaged', what, { cause });
}

const shape = fields<LogPosition>({ batch: whole(), hash: bytes, nextSequence: whole() });

export function encodePosition(position: LogPosition): Uint8Array {
  return packr.pack(shape.pack(position));
}

/** Throws `data-folder-damaged` on anything else. */
export function decodePosition(stored: Uint8Array): LogPosition {
  try {
    const position = shape.unpack(packr.unpack(stored));
    if (position.hash.length === HASH_LENGTH) return position;
  } catch (error) {
    throw damagedLog('the checkpoint can not be read', error);
  }
  throw damagedLog('the checkpoint can not be read');
}
