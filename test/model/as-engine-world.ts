/**
 * A raw world of the oracle in the product's terms. It only renames; every rule is left to the two sides.
 */
import {
  asId,
  type BusinessUnitId,
  type EntityIndex,
  indexMetadata,
  type OwnerId,
  type RoleId,
  type Row,
  type TeamId,
  type UserId,
} from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';
import {
  type AuthorizeOperation,
  type AuthorizeWorld,
  type Directory,
  ownerIn,
} from '../../engine/security/index.ts';
import type { OracleOperation, OracleRecord, OracleWorld } from './oracle-world.ts';
import { entities, relationships } from './random-security-world.ts';

const parsed = parseMetadata({
  version: 1,
  entities: entities.map((entity) => ({ ...entity, primaryName: 'name' })),
  relationships,
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const metadata = indexMetadata(parsed.metadata);
/** The index of an entity of the random worlds. */
export const indexOf = (entity: string): EntityIndex => {
  const index = metadata.entity(entity);
  if (index === undefined) throw new Error(`no entity ${entity}`);
  return index;
};

/** The raw world as the product's directory: the same data under the product's types. */
export function directoryOf(world: OracleWorld): Directory {
  const units = world.units.map((unit) => ({
    id: asId<BusinessUnitId>(unit.id),
    name: unit.id,
    parent: unitId(unit.parent),
  }));
  const users = world.users.map((user) => ({
    id: asId<UserId>(user.id),
    name: user.id,
    unit: asId<BusinessUnitId>(user.unit),
    disabled: user.disabled,
    language: 'en',
    timeZone: 'UTC',
    roles: user.roles.map((role) => asId<RoleId>(role)),
  }));
  const teams = world.teams.map((team) => ({
    id: asId<TeamId>(team.id),
    name: team.id,
    unit: asId<BusinessUnitId>(team.unit),
    kind: team.kind,
    isDefault: team.isDefault,
    members: new Set(team.members.map((user) => asId<UserId>(user))),
    roles: team.roles.map((role) => asId<RoleId>(role)),
  }));
  const roles = world.roles.map((role) => ({
    id: asId<RoleId>(role.id),
    name: role.id,
    inheritance: role.inheritance,
    privileges: role.rights,
  }));
  const columnProfiles = world.profiles.map((profile, i) => ({
    id: `profile-${i}`,
    name: `profile-${i}`,
    users: profile.users.map((user) => asId<UserId>(user)),
    teams: profile.teams.map((team) => asId<TeamId>(team)),
    columns: profile.columns,
  }));
  return {
    units: byId(units),
    users: byId(users),
    teams: byId(teams),
    roles: byId(roles),
    columnProfiles: byId(columnProfiles),
  };
}

function byId<Id, Entry extends { readonly id: Id }>(entries: readonly Entry[]): Map<Entry['id'], Entry> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function unitId(id: string | null): BusinessUnitId | null {
  return id === null ? null : asId(id);
}

/** A raw record as a row. */
export function rowOf({ entity, id, ownerid, unit, values }: OracleRecord): Row {
  return {
    entity,
    id: asId(id),
    values,
    system: {
      versionnumber: 1,
      createdon: 0,
      createdby: asId('user-0'),
      modifiedon: 0,
      modifiedby: asId('user-0'),
      ownerid: ownerid === null ? null : asId<OwnerId>(ownerid),
      owningbusinessunit: unitId(unit),
      statecode: 'active',
    },
  };
}

/** What `authorize` may look up, found by walking the raw world. */
export function worldOf(world: OracleWorld, directory: Directory): AuthorizeWorld {
  const rows = world.records.map(rowOf);
  const pointsTo = (row: Row, entity: string, id: string) =>
    Object.values(row.values).some((value) => JSON.stringify(value) === JSON.stringify({ entity, id }));
  const entry = (id: string) => rowOf({ entity: 'directory', id, ownerid: null, unit: null, values: {} });
  return {
    metadata,
    lookup(entity, id) {
      if (entity === 'user') return directory.users.has(asId(id)) ? entry(id) : undefined;
      if (entity === 'businessunit') return directory.units.has(asId(id)) ? entry(id) : undefined;
      return rows.find((row) => row.entity === entity && row.id === id);
    },
    hasChildren: (entity, id) =>
      metadata
        .childrenOf(entity)
        .some((relationship) =>
          rows.some(
            (row) =>
              row.entity === relationship.child &&
              JSON.stringify(row.values[relationship.attribute]) === JSON.stringify({ entity, id }),
          ),
        ),
    owner: (id) => ownerIn(directory, id),
    referrers: (entity, id) => rows.filter((row) => pointsTo(row, entity, id)),
  };
}

/** A raw question as the operation of a change. */
export function operationOf(world: OracleWorld, operation: OracleOperation): AuthorizeOperation {
  const { record } = operation;
  const { entity, id, system, values } = rowOf(record);
  if (operation.kind === 'create') {
    return { kind: 'create', entity, id, owner: system, values, attributes: operation.touched };
  }
  const row = world.records.includes(record) ? { entity, id, system, values } : undefined;
  switch (operation.kind) {
    case 'update':
      return { kind: 'update', row, attributes: operation.touched, before: values, after: operation.after };
    case 'delete':
      return { kind: 'delete', row };
    case 'set-state':
      return { kind: 'set-state', row, statecode: 'inactive' };
    case 'assign':
      return { kind: 'assign', row, newOwner: asId<OwnerId>(operation.newOwner) };
  }
}
