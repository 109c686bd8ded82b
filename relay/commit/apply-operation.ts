/**
 * Judges one operation and applies it to candidates and working rows: steps four and five of the commit.
 *
 * Invariant: what can be refused before a candidate is changed is refused before; every live entry that
 * an update brings is judged, not only the one that wins.
 */
import {
  type EntityIndex,
  type Refusal,
  type Row,
  type SystemColumns,
  sameValue,
  type Value,
  type Values,
} from '../../engine/model/index.ts';
import type { Operation } from '../../engine/protocol/index.ts';
import { type AuthorizeOperation, authorize, type RecordOwner } from '../../engine/security/index.ts';
import type { LoggedOperation } from '../store/index.ts';
import { applyParts, type PartsContext } from './apply-parts.ts';
import { duplicateId, recordGone } from './inspect-change.ts';
import type { InspectedPart } from './judgement.ts';
import { missingRequired } from './required-values.ts';
import type { WorkingRecords } from './working-records.ts';

export interface OperationContext extends PartsContext {
  readonly records: WorkingRecords;
  /** The sequence number that the change takes if it is accepted. */
  readonly sequence: number;
}

export type AppliedOperation =
  | { readonly ok: true; readonly logged: LoggedOperation; readonly consumed: readonly string[] }
  | { readonly ok: false; readonly refusal: Refusal };

type Kind<K extends Operation['kind']> = Extract<Operation, { kind: K }>;

export function applyOperation(operation: Operation, context: OperationContext): AppliedOperation {
  switch (operation.kind) {
    case 'create':
      return applyCreate(operation, context);
    case 'update':
      return applyUpdate(operation, context);
    case 'delete':
    case 'set-state':
    case 'assign':
      return applyGoverned(operation, context);
  }
}

function applyCreate(operation: Kind<'create'>, context: OperationContext): AppliedOperation {
  const { judging, records, parts } = context;
  const { entity, id } = operation;
  if (judging.store.isUsed(id) || records.has(id)) return refused(duplicateId);
  const index = judging.metadata.entity(entity);
  const owner = index && ownerOf(operation, index, context);
  if (index === undefined || owner === undefined) return refused(unfitOwner);
  const attributes = parts.flatMap(({ inspected }) => inspected.touched);
  const applied = applyParts(context, index, id);
  if ('code' in applied) return refused(applied);
  const { after } = applied;
  const question: AuthorizeOperation = {
    kind: 'create',
    entity,
    id,
    owner,
    values: { ...after, ...written(parts) },
    attributes,
  };
  const decision = authorize(judging.principal, question, records);
  if (!decision.allowed) return refused(decision);
  const missing = missingRequired(judging.principal, index, after, 'create');
  if (missing !== undefined) return refused(missing);
  const { time, principal } = judging;
  const system: SystemColumns = {
    versionnumber: context.sequence,
    createdon: time,
    createdby: principal.userId,
    modifiedon: time,
    modifiedby: principal.userId,
    ...owner,
    statecode: 'active',
  };
  records.set(entity, id, { entity, id, system, values: withoutNulls(after) });
  return {
    ok: true,
    logged: {
      kind: 'create',
      entity,
      id,
      parts: applied.logged,
      before: {},
      after,
      systemBefore: null,
      system,
    },
    consumed: applied.consumed,
  };
}

function applyUpdate(operation: Kind<'update'>, context: OperationContext): AppliedOperation {
  const { judging, records, parts } = context;
  const { entity, id } = operation;
  const row = records.row(entity, id);
  const index = judging.metadata.entity(entity);
  if (row === undefined || index?.isOffline !== true) return refused(recordGone);
  const attributes = parts.flatMap(({ inspected }) => inspected.touched);
  const writes = written(parts);
  const before = row.values;
  // Before anything is applied: a refusal here leaves the candidates warm.
  const after = touchedAfter(attributes, before, writes);
  const question = { kind: 'update', row, attributes, before, after } as const;
  const decision = authorize(judging.principal, question, records);
  if (!decision.allowed) return refused(decision);
  const applied = applyParts(context, index, id);
  if ('code' in applied) return refused(applied);
  // What wins in the end may be none of what the update wrote: what it removed lay on top of another's entry.
  const isUnjudged = attributes.some(
    (name) => !sameValue(applied.after[name], after[name]) && index.attribute(name)?.type === 'lookup',
  );
  if (isUnjudged) {
    const settled = { ...before, ...applied.after };
    const again = authorize(judging.principal, { ...question, after: settled }, records);
    if (!again.allowed) return refused(again);
  }
  const missing = missingRequired(judging.principal, index, applied.after, 'update');
  if (missing !== undefined) return refused(missing);
  const system = modified(row.system, context);
  // Only a later operation of the same change reads it; most changes have one.
  if (judging.push.operations.length > 1)
    records.set(entity, id, { ...row, system, values: withoutNulls({ ...before, ...applied.after }) });
  return {
    ok: true,
    logged: {
      kind: 'update',
      entity,
      id,
      parts: applied.logged,
      before: applied.before,
      after: applied.after,
      systemBefore: row.system,
      system,
    },
    consumed: applied.consumed,
  };
}

/** What the relay puts in order by itself: delete, set-state, assign. */
function applyGoverned(
  operation: Kind<'delete'> | Kind<'set-state'> | Kind<'assign'>,
  context: OperationContext,
): AppliedOperation {
  const { judging, records } = context;
  const { kind, entity, id } = operation;
  const row = judging.metadata.entity(entity)?.isOffline === true ? records.row(entity, id) : undefined;
  const question: AuthorizeOperation =
    kind === 'assign'
      ? { kind, row, newOwner: operation.ownerid }
      : kind === 'set-state'
        ? { kind, row, statecode: operation.statecode }
        : { kind, row };
  const decision = authorize(judging.principal, question, records);
  if (!decision.allowed) return refused(decision);
  if (row === undefined) return refused(recordGone);
  const system = governedSystem(operation, row, context);
  records.set(entity, id, system === null ? undefined : { ...row, system });
  const before = system === null ? row.values : {};
  return {
    ok: true,
    logged: { kind, entity, id, parts: [], before, after: {}, systemBefore: row.system, system },
    consumed: [],
  };
}

function governedSystem(
  operation: Kind<'delete'> | Kind<'set-state'> | Kind<'assign'>,
  row: Row,
  context: OperationContext,
): SystemColumns | null {
  switch (operation.kind) {
    case 'delete':
      return null;
    case 'set-state':
      return { ...modified(row.system, context), statecode: operation.statecode };
    case 'assign': {
      const owner = context.records.owner(operation.ownerid);
      return {
        ...modified(row.system, context),
        ownerid: operation.ownerid,
        owningbusinessunit: owner?.unit ?? row.system.owningbusinessunit,
      };
    }
  }
}

/** Every live entry that the updates bring, by attribute: also one that an older stamp makes lose. */
function written(parts: readonly InspectedPart[]): Values {
  const values: Record<string, Value> = {};
  for (const { inspected } of parts) {
    for (const { attribute, value } of inspected.writes) values[attribute] = value;
  }
  return values;
}

function ownerOf(
  operation: Kind<'create'>,
  index: EntityIndex,
  { judging, records }: OperationContext,
): RecordOwner | undefined {
  const { principal } = judging;
  switch (index.entity.ownership) {
    case 'user-or-team': {
      const ownerid = operation.ownerid ?? principal.userId;
      return { ownerid, owningbusinessunit: records.owner(ownerid)?.unit ?? null };
    }
    case 'business':
      return operation.ownerid === null ? { ownerid: null, owningbusinessunit: principal.unitId } : undefined;
    case 'organization':
    case 'none':
      return operation.ownerid === null ? { ownerid: null, owningbusinessunit: null } : undefined;
  }
}

function modified(system: SystemColumns, { judging, sequence }: OperationContext): SystemColumns {
  return {
    ...system,
    versionnumber: sequence,
    modifiedon: judging.time,
    modifiedby: judging.principal.userId,
  };
}

function withoutNulls(values: Values): Values {
  const kept: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) if (value !== null) kept[name] = value;
  return kept;
}

/** What the touched attributes would be; of the others nothing is asked, and a row can have hundreds. */
function touchedAfter(attributes: readonly string[], before: Values, writes: Values): Values {
  const after: Record<string, Value> = {};
  for (const name of attributes) {
    const value = (Object.hasOwn(writes, name) ? writes : before)[name];
    if (value !== undefined) after[name] = value;
  }
  return after;
}

function refused({ code, reason, attributes }: Refusal): AppliedOperation {
  return { ok: false, refusal: { code, reason, ...(attributes !== undefined && { attributes }) } };
}

const unfitOwner: Refusal = {
  code: 'invalid-value',
  reason: 'Records of this entity have no owner.',
  attributes: [],
};
