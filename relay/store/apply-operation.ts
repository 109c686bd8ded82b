/**
 * What one operation of an accepted change does to row, parts and the index of who names whom.
 *
 * Invariant: a row lists its parts, so that deleting it needs no scan; a record's id stays used; for
 * each lookup in a row there is one index entry, and the counts say how many.
 */
import { type Lookup, RejoinError, type Value, type Values } from '../../engine/model/index.ts';
import type { OrganizationKeys } from './keys.ts';
import type { LoggedOperation, RecordRef } from './log.ts';
import { appendUpdate, startPart } from './part-state.ts';
import type { ViewAccess } from './view-access.ts';
import type { StoredRow } from './view-reader.ts';

const NO_VALUES: Values = {};

/** Applies one operation of an accepted change. */
export function applyOperation(operation: LoggedOperation, keys: OrganizationKeys, views: ViewAccess): void {
  const { kind, entity, id, system, after } = operation;
  const key = keys.row(entity, id);
  if (kind === 'create') {
    if (system === null) throw misfit(operation, 'a create without system columns');
    const values = merged(NO_VALUES, after);
    moveLinks(operation, after, NO_VALUES, values, keys, views);
    const row: StoredRow = { entity, id, system, values, parts: applyParts(operation, [], keys, views) };
    views.write('row', key, row);
    views.write('used', keys.used(id), entity);
    return;
  }
  const row = views.read('row', key);
  if (row === undefined) throw misfit(operation, 'its record is not there');
  if (system === null) {
    moveLinks(operation, row.values, row.values, NO_VALUES, keys, views);
    for (const part of row.parts) views.write('part', keys.part(entity, id, part), null);
    views.write('row', key, null);
    return;
  }
  const values = merged(row.values, after);
  moveLinks(operation, after, row.values, values, keys, views);
  const parts = applyParts(operation, row.parts, keys, views);
  views.write('row', key, { entity, id, system, values, parts });
}

/** Appends the updates; gives the names of all parts that the record then has. */
function applyParts(
  operation: LoggedOperation,
  known: readonly string[],
  keys: OrganizationKeys,
  views: ViewAccess,
): readonly string[] {
  let names = known;
  for (const { part, epoch, update } of operation.parts) {
    const key = keys.part(operation.entity, operation.id, part);
    const state = views.read('part', key) ?? startPart(epoch, null);
    if (state.epoch !== epoch) throw misfit(operation, `part ${part} has epoch ${state.epoch}, not ${epoch}`);
    views.write('part', key, appendUpdate(state, update));
    if (!names.includes(part)) names = [...names, part];
  }
  return names;
}

/** Keeps index and count of who names whom in step with the lookups that changed. */
function moveLinks(
  { entity, id }: RecordRef,
  changed: Values,
  from: Values,
  to: Values,
  keys: OrganizationKeys,
  views: ViewAccess,
): void {
  for (const attribute in changed) {
    const old = from[attribute];
    const next = to[attribute];
    if (old === next) continue;
    if (isLookup(old)) link(-1, old.id, attribute);
    if (isLookup(next)) link(1, next.id, attribute);
  }

  function link(step: 1 | -1, target: string, attribute: string): void {
    views.write('child', keys.childPrefix(entity, attribute, target) + id, step === 1 ? true : null);
    const key = keys.childCount(entity, attribute, target);
    const count = (views.read('childCount', key) ?? 0) + step;
    views.write('childCount', key, count > 0 ? count : null);
  }
}

/** Null means absent. */
function merged(values: Values, after: Values): Values {
  const result: Record<string, Value> = { ...values };
  for (const name in after) {
    const value = after[name];
    if (value === null || value === undefined) delete result[name];
    else result[name] = value;
  }
  return result;
}

function isLookup(value: Value | undefined): value is Lookup {
  return typeof value === 'object' && value !== null;
}

/** The entry does not fit the views: a defect, or damage. */
export function misfit({ entity, id }: RecordRef, what: string): RejoinError {
  return new RejoinError('internal-error', `log entry for ${entity} ${id} does not fit: ${what}`);
}
