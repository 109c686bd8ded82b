/**
 * Whether a record is larger than a record may be: all of its parts together, as a device gets them in one piece.
 *
 * Invariant: a part that is within its even share of the limit is asked for nothing more, because parts that all
 * are can not exceed it together. So an ordinary change reads no other part, and a record whose small parts grow
 * behind its large ones ends at twice the limit at the most.
 */
import type { EntityIndex, RecordId } from '../../engine/model/index.ts';
import { storedBytes } from '../../engine/record/index.ts';
import { compactPart, type LoggedPart, type StoredPart, type ViewReader } from '../store/index.ts';

export interface RecordPlace {
  readonly index: EntityIndex;
  readonly id: RecordId;
  /** Of what is stored without the parts that are being written. */
  readonly reader: Pick<ViewReader, 'part'>;
}

/** What each part of a record of the entity may take without a look at the others, in bytes. */
export function evenShare({ parts }: EntityIndex, maxRecordBytes: number): number {
  return maxRecordBytes / parts.length;
}

/** Whether the record with these updates takes more bytes than it may: as stored, and then as a put sends it. */
export function isRecordTooLarge(
  { index, id, reader }: RecordPlace,
  written: readonly LoggedPart[],
  maxRecordBytes: number,
): boolean {
  const parts = index.parts.flatMap(({ name }): StoredPart[] => {
    const stored = reader.part(index.entity.name, id, name);
    const updates = written.filter(({ part }) => part === name).map(({ update }) => update);
    if (stored === undefined) return updates.length === 0 ? [] : [{ epoch: 1, snapshot: null, updates }];
    return [{ ...stored, updates: [...stored.updates, ...updates] }];
  });
  return sum(parts, storedBytes) > maxRecordBytes && sum(parts, sentBytes) > maxRecordBytes;
}

function sentBytes(part: StoredPart): number {
  return compactPart(part)?.snapshot.length ?? storedBytes(part);
}

function sum(parts: readonly StoredPart[], bytesOf: (part: StoredPart) => number): number {
  return parts.reduce((bytes, part) => bytes + bytesOf(part), 0);
}
