/**
 * What a change does: operations on records, and the content that its hash covers.
 *
 * Invariant: the content of a push (`changeFields`) stands last in the message and has one encoding,
 * so its bytes in the frame are the bytes that are hashed.
 */
import type { Stamp } from '../clock/index.ts';
import type { ChangeId, OwnerId, RecordId, StateCode } from '../model/index.ts';
import { list, nullable, type ObjectOf, object, union } from './composite-fields.ts';
import { enumeration, type Field, uint, uintUpTo, type ValueOf } from './field.ts';
import { bytes, fixedBytes, logicalName } from './text-fields.ts';
import { uuid } from './uuid-field.ts';

/** As many parts as a record can have: `main`, and each attribute alone. */
export const MAX_PARTS = 501;
/** Above what any relay allows; a relay names its own limit in `welcome`. */
export const MAX_OPERATIONS = 10_000;
/** Length of a content hash (SHA-256). */
export const HASH_BYTES = 32;
/** The frame bounds the bytes of an update or state; this only bounds what an encoder takes. */
export const MAX_PART_BYTES = 64 * 1_048_576;

/** The state of a record that set-state gives it. */
export const statecode: Field<StateCode> = enumeration(['active', 'inactive']);
/** A record's epoch of a part, from 1. */
export const epoch: Field<number> = uintUpTo(Number.MAX_SAFE_INTEGER, 1);
/** Where a record is. */
export const recordFields = { entity: logicalName, id: uuid<RecordId>() };

/** A Yjs update (V1) of one part, made in the named epoch. */
export const partUpdate = object({ part: logicalName, epoch, update: bytes(MAX_PART_BYTES) });
export type PartUpdate = ValueOf<typeof partUpdate>;

/** One operation on one record; new kinds are added at the end. */
export const operation = union('kind', {
  /** `ownerid` null: the author owns it (or nobody, by the entity's ownership type). */
  create: { ...recordFields, ownerid: nullable(uuid<OwnerId>()), parts: list(partUpdate, MAX_PARTS) },
  update: { ...recordFields, parts: list(partUpdate, MAX_PARTS) },
  delete: recordFields,
  'set-state': { ...recordFields, statecode },
  assign: { ...recordFields, ownerid: uuid<OwnerId>() },
});
export type Operation = ValueOf<typeof operation>;

/** What the hash of a change covers. */
export const changeFields = {
  metadataVersion: uint,
  stamp: uintUpTo<Stamp>(Number.MAX_SAFE_INTEGER),
  operations: list(operation, MAX_OPERATIONS),
};
export type ChangeContent = ObjectOf<typeof changeFields>;

/** A change as it is sent: its number and identity in front of its content. */
export const pushFields = {
  /** Counts 1, 2, 3 … per device number. */
  number: uintUpTo(Number.MAX_SAFE_INTEGER, 1),
  uuid: uuid<ChangeId>(),
  hash: fixedBytes(HASH_BYTES),
  /** The number of the last verdict that the device knew when it formed the change; 0 for none. */
  lastVerdict: uint,
  ...changeFields,
};
export type Push = ObjectOf<typeof pushFields>;
