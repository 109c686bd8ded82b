/**
 * The one decision: may this principal do this to this record? Asked by the relay for real, and by a
 * device to say what will happen.
 *
 * Invariant: pure; equal arguments give equal decisions. Whether the record may be read is asked before
 * anything else, so that for a record that one may not read every operation has the one answer of a record
 * that never was. Order of the rest: privilege and access, columns, references, what is related.
 */
import type { EntityIndex, Refusal, Row } from '../model/index.ts';
import type {
  AuthorizeOperation,
  AuthorizeOptions,
  AuthorizeWorld,
  Decision,
  TraceStep,
} from './authorize-operation.ts';
import { refuseSecuredColumns, refuseUnknownAttributes } from './column-security.ts';
import { canRead } from './entity-access.ts';
import { judgeAccess, judgeReferences, missingReference } from './judge-references.ts';
import type { Principal, RecordOwner } from './principal.ts';
import { isReadable } from './readable-record.ts';

type Steps = TraceStep[] | undefined;
type Create = Extract<AuthorizeOperation, { kind: 'create' }>;
type OnRecord = Exclude<AuthorizeOperation, Create>;

const NO_TRACE: readonly TraceStep[] = [];
const ALLOWED: Decision = { allowed: true, trace: NO_TRACE };

/**
 * Decides one operation of a change against the rows as they are with what the change did before.
 * Refusals name attributes, never values or records; the trace is for operators and empty unless asked for.
 */
export function authorize(
  principal: Principal,
  operation: AuthorizeOperation,
  world: AuthorizeWorld,
  options: AuthorizeOptions = {},
): Decision {
  const steps: Steps = options.trace === true ? [] : undefined;
  const refusal =
    operation.kind === 'create'
      ? judgeCreate(principal, operation, world, steps)
      : judgeOnRecord(principal, operation, world, steps);
  const trace = steps ?? NO_TRACE;
  if (refusal !== undefined) return { allowed: false, ...refusal, trace };
  return steps === undefined ? ALLOWED : { allowed: true, trace };
}

function judgeCreate(
  principal: Principal,
  operation: Create,
  world: AuthorizeWorld,
  steps: Steps,
): Refusal | undefined {
  const { entity, owner, attributes, values } = operation;
  const index = world.metadata.entity(entity);
  if (index === undefined) {
    return {
      code: 'entity-not-offline',
      reason: 'The entity is not enabled for mobile offline, or does not exist.',
    };
  }
  const passed = ownerExists(index, owner, world);
  steps?.push({ rule: 'owner', entity, passed });
  if (!passed) return missingReference();
  return (
    judgeAccess({ principal, index, privilege: 'create', owner }, steps) ??
    judgeColumns(principal, index, attributes, 'create', steps) ??
    judgeReferences({ principal, index, owner, attributes, before: {}, after: values }, world, steps)
  );
}

function ownerExists(index: EntityIndex, owner: RecordOwner, world: AuthorizeWorld): boolean {
  switch (index.entity.ownership) {
    case 'user-or-team':
      return owner.ownerid !== null && world.owner(owner.ownerid) !== undefined;
    case 'business':
      return (
        owner.owningbusinessunit !== null &&
        world.lookup('businessunit', owner.owningbusinessunit) !== undefined
      );
    case 'organization':
    case 'none':
      return true;
  }
}

function judgeOnRecord(
  principal: Principal,
  operation: OnRecord,
  world: AuthorizeWorld,
  steps: Steps,
): Refusal | undefined {
  const { row } = operation;
  const readable = isReadable(principal, row, world);
  if (row !== undefined) steps?.push({ rule: 'record', entity: row.entity, passed: readable });
  const index = readable ? world.metadata.entity(row.entity) : undefined;
  if (!readable || index === undefined) {
    return { code: 'record-gone', reason: 'The record does not exist.' };
  }
  const owner = row.system;
  switch (operation.kind) {
    case 'update': {
      const { attributes, before, after } = operation;
      return (
        judgeAccess({ principal, index, privilege: 'write', owner }, steps) ??
        judgeColumns(principal, index, attributes, 'update', steps) ??
        judgeReferences({ principal, index, owner, attributes, before, after }, world, steps)
      );
    }
    case 'delete':
      return (
        judgeAccess({ principal, index, privilege: 'delete', owner }, steps) ??
        judgeChildren(row, world, steps)
      );
    case 'set-state':
      return judgeAccess({ principal, index, privilege: 'write', owner }, steps);
    case 'assign':
      return (
        judgeAccess({ principal, index, privilege: 'assign', owner }, steps) ??
        judgeNewOwner(index, operation.newOwner, world, steps)
      );
  }
}

function judgeColumns(
  principal: Principal,
  index: EntityIndex,
  attributes: readonly string[],
  right: 'update' | 'create',
  steps: Steps,
): Refusal | undefined {
  const entity = index.entity.name;
  const unknown = refuseUnknownAttributes(principal, index, attributes);
  steps?.push({ rule: 'known-columns', entity, attributes, passed: unknown === undefined });
  if (unknown !== undefined) return unknown;
  const secured = refuseSecuredColumns(principal, index, attributes, right);
  steps?.push({ rule: `column-${right}`, entity, attributes, passed: secured === undefined });
  return secured;
}

/** Relationships restrict; a cascade or a removed link would be decided here. */
function judgeChildren(row: Row, world: AuthorizeWorld, steps: Steps): Refusal | undefined {
  const isParent = world.metadata.childrenOf(row.entity).length > 0;
  const passed = !isParent || !world.hasChildren(row.entity, row.id);
  steps?.push({ rule: 'children', entity: row.entity, passed });
  if (passed) return undefined;
  return { code: 'restricted-by-children', reason: 'The record still has related records.' };
}

function judgeNewOwner(
  index: EntityIndex,
  ownerid: Extract<OnRecord, { kind: 'assign' }>['newOwner'],
  world: AuthorizeWorld,
  steps: Steps,
): Refusal | undefined {
  const entity = index.entity.name;
  const newOwner = world.owner(ownerid);
  steps?.push({ rule: 'owner', entity, passed: newOwner !== undefined });
  if (newOwner === undefined) return missingReference();
  const { principal, unit } = newOwner;
  const passed = principal === undefined || canRead(principal, index, { ownerid, owningbusinessunit: unit });
  steps?.push({ rule: 'new-owner-reads', entity, passed });
  if (passed) return undefined;
  return { code: 'access-missing', reason: 'The new owner could not read the record.' };
}
