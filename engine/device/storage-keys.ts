/**
 * Where everything lies in a device's storage. `docs/storage.md` has the same table for readers that
 * share no code with this.
 *
 * Keys are UTF-8 text, their segments joined by `/`, which no segment can contain. Everything of one
 * record in one table is one contiguous range.
 */
import type { RecordId } from '../model/index.ts';

/** Names a record everywhere in this folder: `entity/id`. */
export type RecordKey = string;
/** Names a document of a record everywhere in this folder: `entity/id/part`. */
export type PartKey = string;

export const tables = {
  state: 'state',
  metadata: 'metadata',
  principal: 'principal',
  rows: 'row',
  parts: 'part',
  refused: 'refused',
  outbox: 'outbox',
  drafts: 'draft',
} as const;

/** Stands in a storage that is being cleared. */
export const WIPING = 'wiping';

/** Stands in a storage whose files may still hold bytes of what was removed. It comes before every table. */
export const REMOVED = '!removed';
/** Comes behind every table: with the other it spans them all, while they are compacted. */
export const LAST = '~last';

export function recordKey(entity: string, id: string): RecordKey {
  return `${entity}/${id}`;
}

/** The entity and id of a record key. */
export function splitRecordKey(key: RecordKey): { entity: string; id: RecordId } {
  const at = key.indexOf('/');
  return { entity: key.slice(0, at), id: key.slice(at + 1) as RecordId };
}

/** The key of one document of a record. */
export function partKey(key: RecordKey, part: string): PartKey {
  return `${key}/${part}`;
}

/** The record and part of a part key. */
export function splitPartKey(place: PartKey): { key: RecordKey; part: string } {
  const at = place.lastIndexOf('/');
  return { key: place.slice(0, at), part: place.slice(at + 1) };
}

/** The state (V2) of a part's base. */
export function partStateKey(entity: string, id: string, part: string): string {
  return `${tables.parts}/${entity}/${id}/${part}/state`;
}

/** The `n`th update (V1) that arrived since the state was written. */
export function partUpdateKey(entity: string, id: string, part: string, n: number): string {
  return `${tables.parts}/${entity}/${id}/${part}/update/${String(n).padStart(4, '0')}`;
}

/** Orders count up, and sixteen digits keep their text in the same order. */
export function orderKey(order: number): string {
  return String(order).padStart(16, '0');
}
