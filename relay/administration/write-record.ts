/**
 * Brings one record to what an import says, as one accepted change of the relay's own device.
 *
 * Invariant: a record that says the same already is not touched: no entry, no new version. What is staged
 * is the entry that a device's change would have made, so everything behind the log treats it alike.
 */
import { createHash } from 'node:crypto';
import { stampOf } from '../../engine/clock/index.ts';
import {
  asId,
  type BusinessUnitId,
  type ChangeId,
  type EntityIndex,
  type OwnerId,
  RELAY_DEVICE_NUMBER,
  type RecordId,
  type Refusal,
  type SystemColumns,
  sameValue,
  type UserId,
  type Value,
  type Values,
} from '../../engine/model/index.ts';
import { clientIdOf } from '../../engine/record/index.ts';
import { isRecordTooLarge } from '../commit/index.ts';
import type { RelayWork } from '../session/index.ts';
import type { LoggedOperation, StoredRow } from '../store/index.ts';
import { stableId } from './stable-id.ts';
import { type RecordPlace, storedText, writeParts } from './write-parts.ts';

export interface WantedRecord {
  readonly index: EntityIndex;
  readonly id: RecordId;
  /** Canonical; null clears, and what is absent stays. */
  readonly values: Values;
  readonly owner: OwnerId | null;
  /** Only where the entity has units and no owners. */
  readonly unit: BusinessUnitId | null;
}

/** Stages what is needed. Called within a job of the organization. */
export function writeRecord(
  work: RelayWork,
  wanted: WantedRecord,
  by: UserId,
): 'created' | 'updated' | 'unchanged' | Refusal {
  const { store, directory, time } = work;
  const { index, id, owner } = wanted;
  const row = store.row(index.entity.name, id);
  if (row === undefined && store.isUsed(id)) return deletedBefore;
  const unit = owner === null ? wanted.unit : directory.owner(owner)?.unit;
  if (unit === undefined) return { code: 'missing-reference', reason: 'The owner can not own records.' };
  const clientId = clientIdOf(RELAY_DEVICE_NUMBER, store.state()?.relayGeneration ?? 0);
  const place: RecordPlace = { index, id, reader: store, clientId, time };
  const sequence = store.nextSequence;
  const governed = { ownerid: owner, owningbusinessunit: unit };
  const operations =
    row === undefined
      ? [create(place, wanted.values, { ...first(sequence, time, by), ...governed })]
      : change(place, row, wanted.values, governed, { sequence, by });
  if (operations.length === 0) return 'unchanged';
  const written = operations.flatMap(({ parts }) => parts);
  const reader = row === undefined ? { part: () => undefined } : store;
  if (written.length > 0 && isRecordTooLarge({ index, id, reader }, written, work.maxRecordBytes))
    return tooLarge;
  stage(work, operations, by);
  for (const { parts } of operations) for (const { part } of parts) work.candidates.drop(id, part);
  return row === undefined ? 'created' : 'updated';
}

function create(place: RecordPlace, wanted: Values, system: SystemColumns): LoggedOperation {
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
  const { parts, after } = writeParts(place, given);
  const record = { entity: place.index.entity.name, id: place.id };
  return { kind: 'create', ...record, parts, before: {}, after, systemBefore: null, system };
}

function change(
  place: RecordPlace,
  row: StoredRow,
  wanted: Values,
  governed: Pick<SystemColumns, 'ownerid' | 'owningbusinessunit'>,
  { sequence, by }: { readonly sequence: number; readonly by: UserId },
): LoggedOperation[] {
  const changed = Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => !sameValue(stored(place, row, name), value)),
  );
  const record = { entity: row.entity, id: row.id };
  const modified = { ...row.system, versionnumber: sequence, modifiedon: place.time, modifiedby: by };
  const operations: LoggedOperation[] = [];
  if (Object.keys(changed).length > 0) {
    const { parts, after } = writeParts(place, changed);
    const before = Object.fromEntries(Object.keys(changed).map((name) => [name, row.values[name] ?? null]));
    operations.push({
      kind: 'update',
      ...record,
      parts,
      before,
      after,
      systemBefore: row.system,
      system: modified,
    });
  }
  const { ownerid, owningbusinessunit } = row.system;
  if (
    ownerid !== governed.ownerid ||
    (ownerid === null && owningbusinessunit !== governed.owningbusinessunit)
  ) {
    operations.push({
      kind: 'assign',
      ...record,
      parts: [],
      before: {},
      after: {},
      systemBefore: operations.length > 0 ? modified : row.system,
      system: { ...modified, ...governed },
    });
  }
  return operations;
}

/** The value as it is; of a text all of it. */
function stored(place: RecordPlace, row: StoredRow, name: string): Value {
  const value = row.values[name] ?? null;
  if (place.index.attribute(name)?.type !== 'memo' || value === null) return value;
  return storedText(place, name);
}

function first(
  sequence: number,
  time: number,
  by: UserId,
): Omit<SystemColumns, 'ownerid' | 'owningbusinessunit'> {
  return {
    versionnumber: sequence,
    createdon: time,
    createdby: by,
    modifiedon: time,
    modifiedby: by,
    statecode: 'active',
  };
}

function stage({ store, time }: RelayWork, operations: readonly LoggedOperation[], userId: UserId): void {
  const number = store.decisions(RELAY_DEVICE_NUMBER).highest + 1;
  const incarnation = store.state()?.incarnation ?? '';
  const uuid = asId<ChangeId>(stableId(store.organization, 'change', [incarnation, String(number)]));
  const hash = createHash('sha256').update(uuid);
  for (const { parts } of operations) for (const { update } of parts) hash.update(update);
  store.stage({
    kind: 'accepted',
    sequence: store.nextSequence,
    author: {
      device: RELAY_DEVICE_NUMBER,
      number,
      uuid,
      hash: new Uint8Array(hash.digest()),
      userId,
      stamp: stampOf(time, 0),
    },
    operations,
    consumed: [],
    dropCarryUpTo: number - 1,
  });
}

const tooLarge: Refusal = { code: 'too-large', reason: 'The record would become larger than its limit.' };
const deletedBefore: Refusal = {
  code: 'duplicate-id',
  reason: 'The record of this key was deleted, and its id is never used again.',
};
