/**
 * From what a change did, or from a record as it is, to what one session is told of it.
 *
 * Invariant: a value, part or system column goes into an item only through a `ScopeView` that says the
 * user may read it; what the view does not show leaves no trace in the item.
 */
import type { ChangeId, RecordId, SequenceNumber, SystemColumns, Values } from '../../engine/model/index.ts';
import type { PageItem, PatchPart } from '../../engine/protocol/index.ts';
import { storedBytes } from '../../engine/record/index.ts';
import type { LoggedOperation, PartRef, RebuiltEntry, StoredRow, ViewReader } from '../store/index.ts';
import { mergePart, mergeSmallest } from './merge-part.ts';
import type { ScopeView } from './scope-view.ts';

/** Of `via`: the record was selected itself, and not brought along by an association. */
const VIA_SELECTED = 0;

/**
 * Above this, what was written and removed again is left out of a put, which costs opening documents: a record is
 * stored with several times what its limit counts, and a device gets it in one frame.
 */
const LARGE_RECORD_BYTES = 4 * 1024 * 1024;

/** The whole record as it is now, for a device that does not hold it (or holds too old a version). */
export function putItem(view: ScopeView, reader: ViewReader, row: StoredRow): PageItem {
  const parts = row.parts
    .filter((part) => view.mayReadPart(row.entity, part))
    .flatMap((part) => {
      const stored = reader.part(row.entity, row.id, part);
      return stored ? [{ part, stored }] : [];
    });
  const bytes = parts.reduce((sum, { stored }) => sum + storedBytes(stored), 0);
  const merge = bytes > LARGE_RECORD_BYTES ? mergeSmallest : mergePart;
  return {
    kind: 'put',
    entity: row.entity,
    id: row.id,
    system: row.system,
    values: readable(view, row.entity, row.values),
    mask: view.mask(row.entity, row.system),
    via: VIA_SELECTED,
    parts: parts.map(({ part, stored }) => ({ part, epoch: stored.epoch, state: merge(stored) })),
  };
}

/** How a session is told of a change: whose it was decides whether bytes are left out. */
export interface PatchQuestion {
  readonly operation: LoggedOperation;
  readonly system: SystemColumns;
  /** The version that it builds on; 0 for a create. */
  readonly from: SequenceNumber;
  /** The change's uuid where this session's device made it. */
  readonly own: ChangeId | undefined;
}

/** What a change did to one record, for a device that holds the version before. */
export function patchItem(view: ScopeView, question: PatchQuestion): PageItem {
  const { operation, system, from, own } = question;
  const parts = operation.parts
    .filter((part) => view.mayReadPart(operation.entity, part.part))
    .map(
      (part): PatchPart =>
        own !== undefined && part.own
          ? { part: part.part, epoch: part.epoch, form: 'own' }
          : { part: part.part, epoch: part.epoch, form: 'update', bytes: part.update },
    );
  const patch: PageItem = {
    kind: 'patch',
    entity: operation.entity,
    id: operation.id,
    from,
    system,
    values: readable(view, operation.entity, operation.after),
    mask: view.mask(operation.entity, system),
    via: VIA_SELECTED,
    parts,
  };
  return own === undefined ? patch : { ...patch, own };
}

/** A part begun anew: the same values under the next epoch. */
export function rebuiltItem(view: ScopeView, entry: RebuiltEntry): PageItem {
  return {
    kind: 'patch',
    entity: entry.entity,
    id: entry.id,
    from: entry.from,
    system: entry.system,
    values: {},
    mask: view.mask(entry.entity, entry.system),
    via: VIA_SELECTED,
    parts: view.mayReadPart(entry.entity, entry.part) ? [statePart(entry)] : [],
  };
}

/** The record has left the device: it is deleted, or may no longer be read. One answer for both. */
export function goneItem(entity: string, id?: RecordId): PageItem {
  return { kind: 'leave', leave: 'gone', entity, ...(id !== undefined && { id }) };
}

function statePart(entry: PartRef & { epoch: number; snapshot: Uint8Array }): PatchPart {
  return { part: entry.part, epoch: entry.epoch, form: 'state', bytes: entry.snapshot };
}

function readable(view: ScopeView, entity: string, values: Values): Values {
  const names = Object.keys(values);
  if (names.every((name) => view.mayReadAttribute(entity, name))) return values;
  return Object.fromEntries(Object.entries(values).filter(([name]) => view.mayReadAttribute(entity, name)));
}
