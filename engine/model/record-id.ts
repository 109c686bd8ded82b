/**
 * New record ids: UUIDv7, made where the record is created, so that a tablet needs nobody to give
 * it one. They begin with the time, so records that were created together lie together.
 */
import { v7 } from 'uuid';
import type { Seams } from '../clock/index.ts';
import { asId, type RecordId } from './ids.ts';

/** A new id from the given time and 74 random bits; never used again, deleted records included. */
export function newRecordId(seams: Pick<Seams, 'now' | 'randomBytes'>): RecordId {
  const msecs = Math.max(0, Math.floor(seams.now()));
  return asId<RecordId>(v7({ msecs, random: seams.randomBytes(16) }));
}
