/**
 * The database that a store is handed: any abstract-level one with text keys and byte values.
 *
 * Safe: a write with `SYNCED` that resolved survives a crash, with all writes before it.
 */
import type { AbstractLevel } from 'abstract-level';

export type LevelDatabase = AbstractLevel<string | Buffer | Uint8Array, string, Uint8Array>;

/** How databases for a store are made: text keys, byte values. */
export const DATABASE_ENCODINGS = { keyEncoding: 'utf8', valueEncoding: 'view' } as const;

interface WriteOptions {
  readonly keyEncoding: 'utf8';
  readonly sync: true;
}
/** Options of a write that must survive a crash. */
export const SYNCED: WriteOptions = { keyEncoding: 'utf8', sync: true };
