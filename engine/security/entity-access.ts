/**
 * The rights of one principal on one entity, compiled to bit masks: the two gates as a few comparisons.
 *
 * Invariant: this is the only place where a decision about access is made; `decideAccess` and
 * `authorize` read it, and so does the fan-out for thousands of sessions. After the first question about
 * an entity a decision allocates nothing. Masks are kept with the principal, which never changes.
 */
import type { BusinessUnitId, Entity, EntityIndex, OwnerId } from '../model/index.ts';
import { type Grant, type Principal, type Privilege, privileges, type RecordOwner } from './principal.ts';

/** The bit of a privilege in every mask. */
export function privilegeBit(privilege: Privilege): number {
  return 1 << privileges.indexOf(privilege);
}

const READ = privilegeBit('read');

/** What reaches a record by what it belongs to; a bit for each privilege. */
export interface EntityAccess {
  /** Gate 1: what some grant gives at any level. */
  readonly held: number;
  /** Reaches every record. */
  readonly everywhere: number;
  /** Reaches what the user owns: gate 1 by a grant that covers the user's own. */
  readonly own: number;
  /** Reaches what the user's owner teams own: all of gate 1. */
  readonly team: number;
  readonly ownerTeams: ReadonlySet<OwnerId>;
  /** Reaches the records of exactly one unit. */
  readonly units: readonly { readonly unit: BusinessUnitId; readonly mask: number }[];
  /** Reaches the records of all these units. */
  readonly subtrees: readonly { readonly units: ReadonlySet<BusinessUnitId>; readonly mask: number }[];
}

/**
 * What the principal may do with a record that belongs to `owner`: bit i stands for `privileges[i]`.
 * The create bit says that a record like this could be created.
 */
export function accessMask(principal: Principal, index: EntityIndex, owner: RecordOwner): number {
  const access = entityAccess(principal, index);
  const { ownerid, owningbusinessunit } = owner;
  let mask = access.everywhere;
  if (ownerid !== null) {
    if (ownerid === principal.userId) mask |= access.own;
    if (access.ownerTeams.has(ownerid)) mask |= access.team;
  }
  if (owningbusinessunit !== null) {
    for (const reach of access.units) if (reach.unit === owningbusinessunit) mask |= reach.mask;
    for (const reach of access.subtrees) if (reach.units.has(owningbusinessunit)) mask |= reach.mask;
  }
  return mask;
}

/**
 * Whether the principal may read a record that belongs to `owner`.
 *
 * Of an entity of `none` ownership the owner says nothing: such records are reached only through a record
 * that is related to them, and may be read by whoever may read that one. So this answers yes, and the
 * caller must have come that way (scope does; `authorize` looks for the relation itself).
 */
export function canRead(principal: Principal, index: EntityIndex, owner: RecordOwner): boolean {
  return (accessMask(principal, index, owner) & READ) !== 0;
}

/**
 * Whether the grant counts for the entity at all. Where nobody owns the records, there is nothing to
 * assign or share; `organization` and `none` know only the level organization.
 */
export function countsFor(entity: Entity, grant: Grant): boolean {
  if (entity.ownership === 'user-or-team') return true;
  if (grant.privilege === 'assign' || grant.privilege === 'share') return false;
  if (entity.ownership === 'business') return true;
  return grant.level === 'organization';
}

interface Compiled {
  readonly ownerTeams: ReadonlySet<OwnerId>;
  readonly byEntity: WeakMap<EntityIndex, EntityAccess>;
}

const compiled = new WeakMap<Principal, Compiled>();

/** The compiled rights on one entity. */
export function entityAccess(principal: Principal, index: EntityIndex): EntityAccess {
  let known = compiled.get(principal);
  if (known === undefined) {
    known = { ownerTeams: new Set<OwnerId>(principal.ownerTeams), byEntity: new WeakMap() };
    compiled.set(principal, known);
  }
  let access = known.byEntity.get(index);
  if (access === undefined) {
    access = compile(principal, index.entity, known.ownerTeams);
    known.byEntity.set(index, access);
  }
  return access;
}

function compile(principal: Principal, entity: Entity, ownerTeams: ReadonlySet<OwnerId>): EntityAccess {
  let held = 0;
  let everywhere = 0;
  let own = 0;
  const units = new Map<BusinessUnitId, number>();
  const subtrees = new Map<BusinessUnitId, number>();
  for (const grant of grantsOn(principal, entity)) {
    const bit = privilegeBit(grant.privilege);
    held |= bit;
    if (grant.coversOwn) own |= bit;
    if (grant.level === 'organization') everywhere |= bit;
    if (grant.level === 'business-unit') units.set(grant.from, (units.get(grant.from) ?? 0) | bit);
    if (grant.level === 'parent-child') subtrees.set(grant.from, (subtrees.get(grant.from) ?? 0) | bit);
  }
  if (entity.ownership === 'none') {
    held |= READ;
    everywhere |= READ;
  }
  const isOwned = entity.ownership === 'user-or-team';
  return {
    held,
    everywhere,
    own: isOwned ? own : 0,
    team: isOwned ? held : 0,
    ownerTeams,
    units: [...units].map(([unit, mask]) => ({ unit, mask })),
    subtrees: [...subtrees].map(([top, mask]) => ({
      units: setOf(principal.unitsBelow[top] ?? [top]),
      mask,
    })),
  };
}

/** The grants of the principal that count for the entity, of all privileges. */
export function grantsOn(principal: Principal, entity: Entity): readonly Grant[] {
  const grants = Object.hasOwn(principal.grants, entity.name) ? principal.grants[entity.name] : undefined;
  return (grants ?? []).filter((grant) => countsFor(entity, grant));
}

const sets = new WeakMap<readonly BusinessUnitId[], ReadonlySet<BusinessUnitId>>();

/** One set per array: principals of one directory share their subtrees, so their sets are shared too. */
function setOf(units: readonly BusinessUnitId[]): ReadonlySet<BusinessUnitId> {
  const known = sets.get(units);
  if (known !== undefined) return known;
  const made = new Set(units);
  sets.set(units, made);
  return made;
}
