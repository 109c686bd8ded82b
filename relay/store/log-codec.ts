/**
 * The bytes of a log value: hash, previous hash, body. Entries are arrays packed by msgpackr.
 *
 * Invariant: hash = SHA-256(previous hash + body), and the previous hash is that of the batch before,
 * so a byte that changed anywhere, or a batch that is missing, breaks the chain from there on.
 */
import { hash as hashOf } from 'node:crypto';
import { Packr } from 'msgpackr';
import { RejoinError } from '../../engine/model/index.ts';
import { logEntry } from './entry-shapes.ts';
import type { LogBatch, LogEntry } from './log.ts';
import { fields, list, ShapeError, whole } from './plain-shape.ts';

export const HASH_LENGTH = 32;
/** Stands before the first batch. */
export const NO_HASH: Uint8Array = new Uint8Array(HASH_LENGTH);

/** Packs plain data; every call gives bytes that stand for themselves. */
export const packr = new Packr({ useRecords: false });

interface Body {
  readonly batch: number;
  readonly firstSequence: number;
  readonly time: number;
  readonly entries: readonly LogEntry[];
}
const body = fields<Body>({ batch: whole(), firstSequence: whole(), time: whole(), entries: list(logEntry) });

/** The stored value of a batch and its hash. */
export function encodeBatch(batch: LogBatch): { readonly value: Uint8Array; readonly hash: Uint8Array } {
  const packed = packr.pack(body.pack(batch));
  const value = new Uint8Array(HASH_LENGTH * 2 + packed.length);
  value.set(batch.previousHash, HASH_LENGTH);
  value.set(packed, HASH_LENGTH * 2);
  const hash = hashOf('sha256', value.subarray(HASH_LENGTH), 'buffer');
  value.set(hash, 0);
  return { value, hash: value.subarray(0, HASH_LENGTH) };
}

/** Throws `internal-error` for an entry that no batch could hold: a defect of whoever made it. */
export function assertWritable(entry: LogEntry): void {
  try {
    packr.pack(logEntry.pack(entry));
  } catch (cause) {
    throw new RejoinError('internal-error', `the ${entry.kind} entry can not be written`, { cause });
  }
}

/**
 * Reads a stored value back, checking its hash and shape.
 *
 * @throws RejoinError `data-folder-damaged` with what is wrong; the caller says where and how to restore
 */
export function decodeBatch(value: Uint8Array): { readonly batch: LogBatch; readonly hash: Uint8Array } {
  if (value.length <= HASH_LENGTH * 2) throw damaged('it is cut off');
  const hash = new Uint8Array(value.subarray(0, HASH_LENGTH));
  const computed = hashOf('sha256', value.subarray(HASH_LENGTH), 'buffer');
  if (Buffer.compare(computed, hash) !== 0) throw damaged('its bytes do not match its hash');
  const previousHash = new Uint8Array(value.subarray(HASH_LENGTH, HASH_LENGTH * 2));
  try {
    return { batch: { ...body.unpack(packr.unpack(value.subarray(HASH_LENGTH * 2))), previousHash }, hash };
  } catch (error) {
    if (error instanceof ShapeError)
      throw damaged(`its content does not follow the format (${error.message})`);
    throw damaged('its content can not be read', error);
  }
}

function damaged(what: string, cause?: unknown): RejoinError {
  return new RejoinError('data-folder-damaged', what, { cause });
}
