/**
 * Both gates for one privilege on one record, as an answer with its ground or its refusal.
 *
 * Invariant: it says what the compiled masks say (`entity-access`), and only puts it into words. A reason
 * names no record and no value: what one may not read must look absent.
 */
import type { Code, EntityIndex } from '../model/index.ts';
import type { Ground, TraceStep } from './authorize-operation.ts';
import { decidePrivilege } from './decide-privilege.ts';
import { accessMask, entityAccess, privilegeBit } from './entity-access.ts';
import type { Grant, Principal, Privilege, RecordOwner } from './principal.ts';

export interface AccessQuestion {
  readonly principal: Principal;
  readonly index: EntityIndex;
  readonly privilege: Privilege;
  /** What the record belongs to, or will belong to when it is created. */
  readonly owner: RecordOwner;
}

export type Access =
  | { readonly allowed: true; readonly ground: Ground }
  | {
      readonly allowed: false;
      readonly code: Extract<Code, 'privilege-missing' | 'access-missing'>;
      readonly reason: string;
    };

/** May the principal do this with such a record? Shares and hierarchies will be further grounds here. */
export function decideAccess(question: AccessQuestion): Access {
  const { principal, index, privilege, owner } = question;
  const access = entityAccess(principal, index);
  const bit = privilegeBit(privilege);
  if ((access.held & bit) === 0) {
    return {
      allowed: false,
      code: 'privilege-missing',
      reason: `No role gives the privilege ${privilege} on this kind of record.`,
    };
  }
  if ((accessMask(principal, index, owner) & bit) === 0) {
    return {
      allowed: false,
      code: 'access-missing',
      reason: `The privilege ${privilege} does not reach this record.`,
    };
  }
  return { allowed: true, ground: groundOf(question) };
}

/** The step of the trace for a question: which grants were held, which of them reach the record. */
export function explainAccess(question: AccessQuestion): TraceStep {
  const { principal, index, privilege } = question;
  const held = decidePrivilege(principal, index, privilege);
  const access = decideAccess(question);
  return {
    rule: 'access',
    privilege,
    entity: index.entity.name,
    held,
    reaching: access.allowed ? held.filter((grant) => reaches(grant, question)) : [],
    ground: access.allowed ? access.ground : null,
  };
}

function groundOf({ principal, index, privilege, owner }: AccessQuestion): Ground {
  const access = entityAccess(principal, index);
  const bit = privilegeBit(privilege);
  if (index.entity.ownership === 'none' && privilege === 'read') return 'relation';
  if (owner.ownerid === principal.userId && (access.own & bit) !== 0) return 'ownership';
  if (owner.ownerid !== null && access.ownerTeams.has(owner.ownerid) && (access.team & bit) !== 0) {
    return 'ownership';
  }
  return 'level';
}

function reaches(grant: Grant, { principal, owner }: AccessQuestion): boolean {
  const { ownerid, owningbusinessunit } = owner;
  if (ownerid === principal.userId && grant.coversOwn) return true;
  if (principal.ownerTeams.some((team) => team === ownerid)) return true;
  if (grant.level === 'organization') return true;
  if (owningbusinessunit === null || grant.level === 'user') return false;
  if (grant.level === 'business-unit') return grant.from === owningbusinessunit;
  return principal.unitsBelow[grant.from]?.includes(owningbusinessunit) ?? false;
}
