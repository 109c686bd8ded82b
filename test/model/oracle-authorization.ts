/**
 * The rules of security said a second time, slowly, from raw directory data: the oracle for `authorize`.
 *
 * Invariant: it imports nothing of the product, and precomputes nothing. Every answer walks the whole
 * world again, sentence by sentence as the rules are written, so that an error would have to be made twice.
 */

import type { OracleOperation, OracleRecord, OracleWorld, Privilege } from './oracle-world.ts';

/** `allowed`, or the code with the attributes that it is about. */
export function oracleAuthorize(world: OracleWorld, user: string, operation: OracleOperation): string {
  const { record } = operation;
  if (operation.kind === 'create') {
    if (!canOwn(world, record)) return 'missing-reference';
    return (
      lacks(world, user, 'create', record) ??
      columnProblem(world, user, record.entity, operation.touched, 'create') ??
      lookupProblem(world, user, record, operation.touched, {}, record.values) ??
      'allowed'
    );
  }
  const exists = world.records.includes(record);
  if (!exists || !oracleReads(world, user, record)) return 'record-gone';
  if (operation.kind === 'set-state') return lacks(world, user, 'write', record) ?? 'allowed';
  if (operation.kind === 'delete') {
    const refused = lacks(world, user, 'delete', record);
    if (refused !== undefined) return refused;
    const children = world.records.filter((child) =>
      world.relationships.some(
        (relationship) =>
          relationship.parent === record.entity &&
          relationship.child === child.entity &&
          names(child.values[relationship.attribute], record),
      ),
    );
    return children.length > 0 ? 'restricted-by-children' : 'allowed';
  }
  if (operation.kind === 'assign') {
    const refused = lacks(world, user, 'assign', record);
    if (refused !== undefined) return refused;
    return assignProblem(world, record, operation.newOwner) ?? 'allowed';
  }
  return (
    lacks(world, user, 'write', record) ??
    columnProblem(world, user, record.entity, operation.touched, 'update') ??
    lookupProblem(world, user, record, operation.touched, record.values, operation.after) ??
    'allowed'
  );
}

/** Whether the user may read the record: by a grant, or, where nobody owns it, by a related record. */
export function oracleReads(
  world: OracleWorld,
  user: string,
  record: OracleRecord,
  on: readonly OracleRecord[] = [],
): boolean {
  if (ownership(world, record) !== 'none') return lacks(world, user, 'read', record) === undefined;
  if (on.includes(record)) return false;
  return world.records.some(
    (other) =>
      (linked(world, user, record, other) || linked(world, user, other, record)) &&
      oracleReads(world, user, other, [...on, record]),
  );
}

/** Undefined where both gates let the user do it; else the code of the gate that does not. */
export function lacks(
  world: OracleWorld,
  user: string,
  privilege: Privilege,
  record: OracleRecord,
): string | undefined {
  const kind = ownership(world, record);
  const isOwnable = kind === 'user-or-team';
  if (!isOwnable && (privilege === 'assign' || privilege === 'share')) return 'privilege-missing';
  const grants = grantsOf(world, user).flatMap((grant) => {
    const level = grant.rights[record.entity]?.[privilege] ?? 'none';
    const exists = kind === 'user-or-team' || kind === 'business' || level === 'organization';
    return level !== 'none' && exists ? [{ ...grant, level }] : [];
  });
  if (grants.length === 0) return 'privilege-missing';
  if (isOwnable && record.ownerid === user && grants.some((grant) => grant.reachesOwn)) return undefined;
  if (isOwnable && ownerTeamsOf(world, user).some((team) => team.id === record.ownerid)) return undefined;
  for (const { level, from } of grants) {
    if (level === 'organization') return undefined;
    if (level === 'business-unit' && record.unit === from) return undefined;
    if (level === 'parent-child' && upwards(world, record.unit).includes(from)) return undefined;
  }
  return 'access-missing';
}

/** The right on a secured column: what the profiles of the user and of the user's teams add up to. */
export function columnRight(
  world: OracleWorld,
  user: string,
  entity: string,
  attribute: string,
  right: string,
) {
  const teams = teamsOf(world, user).map((team) => team.id);
  const columns = world.profiles
    .filter((profile) => profile.users.includes(user) || profile.teams.some((team) => teams.includes(team)))
    .flatMap((profile) => profile.columns)
    .filter((column) => column.entity === entity && column.attribute === attribute);
  const some = (name: string) =>
    columns.some((column) => Object.entries(column).some(([k, v]) => k === name && v === true));
  return some('read') && some(right);
}

function grantsOf(world: OracleWorld, user: string) {
  const rightsOf = (id: string) => world.roles.filter((role) => role.id === id);
  const own = world.users
    .filter((one) => one.id === user)
    .flatMap((one) =>
      one.roles.flatMap(rightsOf).map((role) => ({ rights: role.rights, from: one.unit, reachesOwn: true })),
    );
  const byTeam = ownerTeamsOf(world, user).flatMap((team) =>
    team.roles.flatMap(rightsOf).map((role) => ({
      rights: role.rights,
      from: team.unit,
      reachesOwn: role.inheritance !== 'team-only',
    })),
  );
  return [...own, ...byTeam];
}

/** The teams of a user; a team that is asked about as an owner is in itself. */
function teamsOf(world: OracleWorld, user: string) {
  const unit = world.users.find((one) => one.id === user)?.unit;
  return world.teams.filter(
    (team) => team.id === user || (team.isDefault ? team.unit === unit : team.members.includes(user)),
  );
}

function ownerTeamsOf(world: OracleWorld, user: string) {
  return teamsOf(world, user).filter((team) => team.kind === 'owner');
}

function upwards(world: OracleWorld, unit: string | null): readonly string[] {
  if (unit === null) return [];
  return [unit, ...upwards(world, world.units.find((one) => one.id === unit)?.parent ?? null)];
}

function ownership(world: OracleWorld, record: OracleRecord): string | undefined {
  return world.entities.find((entity) => entity.name === record.entity)?.ownership;
}

function unitOfOwner(world: OracleWorld, id: string | null): string | undefined {
  const user = world.users.find((one) => one.id === id && !one.disabled);
  return user?.unit ?? world.teams.find((team) => team.id === id && team.kind === 'owner')?.unit;
}

function canOwn(world: OracleWorld, record: OracleRecord): boolean {
  const kind = ownership(world, record);
  if (kind === 'user-or-team') return unitOfOwner(world, record.ownerid) !== undefined;
  return kind !== 'business' || world.units.some((unit) => unit.id === record.unit);
}

function assignProblem(world: OracleWorld, record: OracleRecord, newOwner: string): string | undefined {
  const unit = unitOfOwner(world, newOwner);
  if (unit === undefined) return 'missing-reference';
  return lacks(world, newOwner, 'read', { ...record, ownerid: newOwner, unit }) && 'access-missing';
}

function columnProblem(
  world: OracleWorld,
  user: string,
  entity: string,
  touched: readonly string[],
  right: string,
): string | undefined {
  const attributes = world.entities.find((one) => one.name === entity)?.attributes ?? [];
  const attribute = (name: string) => attributes.find((one) => one.name === name);
  const may = (name: string, what: string) =>
    attribute(name)?.secured !== true || columnRight(world, user, entity, name, what);
  const unseen = touched.filter((name) => attribute(name) === undefined || !may(name, 'read'));
  if (unseen.length > 0) return `attribute-removed ${unseen.join()}`;
  const refused = touched.filter((name) => !may(name, right));
  return refused.length > 0 ? `column-secured ${refused.join()}` : undefined;
}

function lookupProblem(
  world: OracleWorld,
  user: string,
  record: OracleRecord,
  touched: readonly string[],
  before: OracleRecord['values'],
  after: OracleRecord['values'],
): string | undefined {
  const attributes = world.entities.find((one) => one.name === record.entity)?.attributes ?? [];
  const changed = touched.filter(
    (name) =>
      attributes.some((one) => one.name === name && one.type === 'lookup') &&
      JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
  if (changed.length === 0) return undefined;
  const append = lacks(world, user, 'append', record);
  if (append !== undefined) return `${append} ${changed.join()}`;
  for (const name of changed) {
    const problem = targetProblem(world, user, after[name] ?? null);
    if (problem !== undefined) return `${problem} ${name}`;
  }
  return undefined;
}

function targetProblem(
  world: OracleWorld,
  user: string,
  value: OracleRecord['values'][string],
): string | undefined {
  if (value === null || value === undefined || typeof value === 'string') return undefined;
  if (value.entity === 'user')
    return world.users.some((one) => one.id === value.id) ? undefined : 'missing-reference';
  const target = world.records.find((record) => names(value, record));
  if (target === undefined || !oracleReads(world, user, target)) return 'missing-reference';
  return lacks(world, user, 'append-to', target);
}

/** Whether a lookup of `from` that the user may see names `to`. */
function linked(world: OracleWorld, user: string, from: OracleRecord, to: OracleRecord): boolean {
  const attributes = world.entities.find((one) => one.name === from.entity)?.attributes ?? [];
  return attributes.some(
    (one) =>
      names(from.values[one.name], to) &&
      (!one.secured || columnRight(world, user, from.entity, one.name, 'read')),
  );
}

function names(value: OracleRecord['values'][string] | undefined, record: OracleRecord): boolean {
  if (value === null || value === undefined || typeof value === 'string') return false;
  return value.entity === record.entity && value.id === record.id;
}
