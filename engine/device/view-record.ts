/**
 * A record as people see it: base + pending, as a plain row.
 *
 * Invariant: a pure function of the base, what refused changes left, and the pending changes; so it
 * never shows a state that no order of events produces. Documents are opened only for parts that
 * have pending updates, and not for a text that is on screen as it is.
 */
import type { SystemColumns, Value } from '../model/index.ts';
import { conflictsOf, readRow } from '../record/index.ts';
import { accessMask } from '../security/index.ts';
import type { BaseRow } from './base-row.ts';
import { type PendingOperation, partsOf, pendingOn } from './outbox-entry.ts';
import { type OpenPart, openView } from './part-doc.ts';
import type { Step } from './step.ts';
import { partKey, type RecordKey, splitRecordKey } from './storage-keys.ts';
import type { ViewRow } from './view-row.ts';

/** Makes the views of all records that the step touched anew. */
export async function refreshViews(step: Step): Promise<void> {
  for (const key of step.touched) {
    const view = await viewRecord(step, key);
    if (view === undefined) step.holdings.views.delete(key);
    else step.holdings.views.set(key, view);
  }
}

/** The record as it is seen; undefined where there is none, or where it is deleted here. */
export async function viewRecord(step: Step, key: RecordKey): Promise<ViewRow | undefined> {
  if (isUnknown(step, key)) return undefined;
  const base = step.row(key);
  const pending = step.entriesOn(key).flatMap((entry) => pendingOn(entry, key));
  if (pending.length === 0) return base === undefined ? undefined : confirmed(base);
  if (pending.some(({ operation }) => operation.kind === 'delete')) return undefined;
  const created = pending.find(({ operation }) => operation.kind === 'create');
  if (base === undefined && created === undefined) return undefined;
  const { values, conflicts } = await overlay(step, key, base, pending);
  const system = governed(step, key, base?.system, pending);
  const { entity, id } = splitRecordKey(key);
  const mask = base?.mask ?? accessMask(step.principal, step.entity(entity), system);
  return { entity, id, values, system, mask, isPending: true, conflicts };
}

/** Whether the metadata has the record's entity no more: until the relay takes it away it is not shown. */
function isUnknown(step: Step, key: RecordKey): boolean {
  const isProvisioned = step.holdings.metadata.get('') !== undefined;
  return isProvisioned && step.metadata.entity(splitRecordKey(key).entity) === undefined;
}

function confirmed({ entity, id, values, system, mask, conflicts = NONE }: BaseRow): ViewRow {
  return { entity, id, values, system, mask, isPending: false, conflicts };
}

const NONE: readonly string[] = [];

async function overlay(
  step: Step,
  key: RecordKey,
  base: BaseRow | undefined,
  pending: readonly PendingOperation[],
): Promise<Pick<ViewRow, 'values' | 'conflicts'>> {
  const values: Record<string, Value> = { ...base?.values };
  const conflicts = new Set(base?.conflicts);
  const parts = new Set(pending.flatMap(({ operation }) => partsOf(operation).map(({ part }) => part)));
  for (const part of parts) {
    const { doc, layout } = shownPart(step, key, part) ?? (await openView(step, key, part));
    for (const attribute of layout.roots.keys()) {
      delete values[attribute];
      conflicts.delete(attribute);
    }
    Object.assign(values, readRow(doc, layout));
    for (const { attribute } of conflictsOf(doc, layout)) conflicts.add(attribute);
  }
  return { values, conflicts: conflicts.size === 0 ? NONE : [...conflicts].sort() };
}

/** A text that is on screen as it is; there is no need to build it again. */
function shownPart(step: Step, key: RecordKey, part: string): Pick<OpenPart, 'doc' | 'layout'> | undefined {
  const doc = step.shownText(partKey(key, part));
  const layout = step.entity(splitRecordKey(key).entity).part(part);
  return doc === undefined || layout === undefined ? undefined : { doc, layout };
}

function governed(
  step: Step,
  key: RecordKey,
  base: SystemColumns | undefined,
  pending: readonly PendingOperation[],
): SystemColumns {
  let system = base ?? provisional(step, key, pending);
  for (const { operation } of pending) {
    if (operation.kind === 'set-state') system = { ...system, statecode: operation.statecode };
    if (operation.kind === 'assign') system = { ...system, ownerid: operation.ownerid };
  }
  return system;
}

/** What the relay will govern of a record that it does not know yet, as far as can be told here. */
function provisional(step: Step, key: RecordKey, pending: readonly PendingOperation[]): SystemColumns {
  const { userId, unitId } = step.principal;
  const { ownership } = step.entity(splitRecordKey(key).entity).entity;
  const created = pending.find(({ operation }) => operation.kind === 'create')?.operation;
  const chosen = created?.kind === 'create' ? created.ownerid : null;
  const now = Math.floor(step.clock.now());
  return {
    versionnumber: 0,
    createdon: step.holdings.views.before(key)?.system.createdon ?? now,
    createdby: userId,
    modifiedon: now,
    modifiedby: userId,
    ownerid: ownership === 'user-or-team' ? (chosen ?? userId) : null,
    owningbusinessunit: ownership === 'user-or-team' || ownership === 'business' ? unitId : null,
    statecode: 'active',
  };
}
