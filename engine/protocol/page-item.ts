/**
 * What a page is made of: records that are put, patched, or leave.
 *
 * Put replaces a record's base on the device, patch merges into it; both carry plain values beside
 * the documents, so that a device fills its lists without opening documents.
 */
import type { ChangeId, RecordId } from '../model/index.ts';
import { list, object, optional, union } from './composite-fields.ts';
import { enumeration, uint, type ValueOf } from './field.ts';
import { epoch, MAX_PART_BYTES, MAX_PARTS, recordFields } from './operation.ts';
import { systemColumns, values } from './row-fields.ts';
import { bytes, logicalName } from './text-fields.ts';
import { uuid } from './uuid-field.ts';

/** The whole state of a part, in V2, written by the relay. */
const putPart = object({ part: logicalName, epoch, state: bytes(MAX_PART_BYTES) });

/** What happened to a part: an update (V1), the device's own bytes of its change, or a whole state (V2). */
const patchPart = union('form', {
  update: { part: logicalName, epoch, bytes: bytes(MAX_PART_BYTES) },
  own: { part: logicalName, epoch },
  state: { part: logicalName, epoch, bytes: bytes(MAX_PART_BYTES) },
});

const governed = {
  system: systemColumns,
  values,
  /** What the user may do with the record: bit i is privilege i. */
  mask: uint,
  /** Why the record is in scope: 0 selected by a filter, else the number of the association. */
  via: uint,
};

export const pageItem = union('kind', {
  put: { ...recordFields, ...governed, parts: list(putPart, MAX_PARTS) },
  patch: {
    ...recordFields,
    /** The version that it builds on; 0 for the device's own create. */
    from: uint,
    /** The device's own change that this is the coming back of. */
    own: optional(uuid<ChangeId>()),
    ...governed,
    parts: list(patchPart, MAX_PARTS),
  },
  /** `id` absent: the whole entity. */
  leave: {
    leave: enumeration(['out-of-scope', 'gone']),
    entity: logicalName,
    id: optional(uuid<RecordId>()),
  },
});

export type PutPart = ValueOf<typeof putPart>;
export type PatchPart = ValueOf<typeof patchPart>;
export type PageItem = ValueOf<typeof pageItem>;
export type Put = Extract<PageItem, { kind: 'put' }>;
export type Patch = Extract<PageItem, { kind: 'patch' }>;
export type Leave = Extract<PageItem, { kind: 'leave' }>;
