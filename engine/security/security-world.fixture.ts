/**
 * A small world for the tests of security: five entities of every ownership, four units, four users, two
 * teams. Tests say which roles and profiles it has besides.
 */
import {
  asId,
  type BusinessUnitId,
  indexMetadata,
  type OwnerId,
  type Row,
  type Values,
} from '../model/index.ts';
import { parseMetadata } from '../model/parse-metadata.ts';
import {
  type AccessLevel,
  type AuthorizeOperation,
  type AuthorizeWorld,
  applyDirectoryChange,
  authorize,
  type Directory,
  type DirectoryChange,
  emptyDirectory,
  ownerIn,
  type Principal,
  type Privilege,
  privileges,
  type Role,
  resolvePrincipal,
} from './index.ts';

const text = (name: string, secured = false) => ({ name, type: 'string', secured });
const lookup = (name: string, ...targets: string[]) => ({ name, type: 'lookup', targets });
const parsed = parseMetadata({
  version: 1,
  entities: [
    { name: 'account', primaryName: 'name', attributes: [text('name'), text('limit', true)] },
    {
      name: 'visit',
      primaryName: 'name',
      attributes: [
        text('name'),
        lookup('customer', 'account'),
        lookup('guide', 'user'),
        lookup('remark', 'note'),
      ],
    },
    { name: 'country', ownership: 'organization', primaryName: 'name', attributes: [text('name')] },
    { name: 'depot', ownership: 'business', primaryName: 'name', attributes: [text('name')] },
    {
      name: 'note',
      ownership: 'none',
      primaryName: 'name',
      attributes: [text('name'), lookup('about', 'account')],
    },
  ],
  relationships: [{ name: 'visit_customer', parent: 'account', child: 'visit', attribute: 'customer' }],
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
export const metadata = indexMetadata(parsed.metadata);
export const entity = (name: string) => {
  const index = metadata.entity(name);
  if (index === undefined) throw new Error(`no entity ${name}`);
  return index;
};

type Levels = Partial<Record<Privilege, AccessLevel>>;
export const everything = (level: AccessLevel): Levels =>
  Object.fromEntries(privileges.map((name) => [name, level]));

/** hq over north (over harbour) and south; anna and ben in north, carl in harbour, dora in south. */
export function aDirectory(...changes: DirectoryChange[]): Directory {
  const unit = (id: string, parent: string): DirectoryChange => ({
    kind: 'put-unit',
    unit: { id: asId(id), name: id, parent: asId(parent) },
  });
  const user = (id: string, unitId: string, disabled = false): DirectoryChange => ({
    kind: 'put-user',
    user: { id: asId(id), name: id, unit: asId(unitId), disabled, language: 'en', timeZone: 'UTC' },
  });
  const team = (id: string, kind: 'owner' | 'access'): DirectoryChange => ({
    kind: 'put-team',
    team: { id: asId(id), name: id, unit: asId('south'), kind },
  });
  return [
    unit('north', 'hq'),
    unit('harbour', 'north'),
    unit('south', 'hq'),
    ...[user('anna', 'north'), user('ben', 'north'), user('carl', 'harbour'), user('dora', 'south')],
    user('gone', 'north', true),
    ...[team('crew', 'owner'), team('guests', 'access')],
    ...changes,
  ].reduce(applyDirectoryChange, emptyDirectory({ id: asId('hq'), name: 'hq' }));
}

export const role = (
  id: string,
  rights: Record<string, Levels>,
  to: Record<'user', string> | Record<'team', string> = { user: 'anna' },
  inheritance: Role['inheritance'] = 'direct-user-and-team',
): DirectoryChange[] => [
  { kind: 'put-role', role: { id: asId(id), name: id, inheritance, privileges: rights } },
  {
    kind: 'grant-role',
    role: asId(id),
    to: 'user' in to ? { user: asId(to.user) } : { team: asId(to.team) },
  },
];
export const member = (team: string, user = 'anna'): DirectoryChange => ({
  kind: 'set-member',
  team: asId(team),
  user: asId(user),
  member: true,
});
export const columns = (rights: { read: boolean; update: boolean; create: boolean }): DirectoryChange => ({
  kind: 'put-column-profile',
  profile: {
    id: JSON.stringify(rights),
    name: JSON.stringify(rights),
    users: [asId('anna')],
    teams: [],
    columns: [{ entity: 'account', attribute: 'limit', ...rights }],
  },
});

export function aRow(
  entityName: string,
  id: string,
  ownerid: string | null,
  unit: string | null,
  values: Values = {},
): Row {
  return {
    entity: entityName,
    id: asId(id),
    values,
    system: {
      versionnumber: 1,
      createdon: 0,
      createdby: asId('anna'),
      modifiedon: 0,
      modifiedby: asId('anna'),
      ownerid: ownerid === null ? null : asId<OwnerId>(ownerid),
      owningbusinessunit: unit === null ? null : asId<BusinessUnitId>(unit),
      statecode: 'active',
    },
  };
}

export function worldOf(directory: Directory, ...rows: Row[]): AuthorizeWorld {
  return {
    metadata,
    lookup: (name, id) =>
      name === 'user' && directory.users.has(asId(id))
        ? aRow('user', id, null, null)
        : name === 'businessunit' && directory.units.has(asId(id))
          ? aRow('businessunit', id, null, null)
          : rows.find((row) => row.entity === name && row.id === id),
    hasChildren: (_, id) => rows.some((row) => JSON.stringify(row.values.customer ?? null).includes(id)),
    owner: (id) => ownerIn(directory, id),
    referrers: (_, id) => rows.filter((row) => JSON.stringify(row.values).includes(id)),
  };
}

export function principal(directory: Directory, user = 'anna'): Principal {
  const found = resolvePrincipal(directory, asId(user));
  if (found === undefined) throw new Error(`no principal ${user}`);
  return found;
}

/** The code of the decision for anna, or `allowed`. */
export function decide(directory: Directory, operation: AuthorizeOperation, ...rows: Row[]): string {
  const decision = authorize(principal(directory), operation, worldOf(directory, ...rows));
  return decision.allowed ? 'allowed' : decision.code;
}
export const update = (row: Row | undefined, after: Values): AuthorizeOperation => ({
  kind: 'update',
  row,
  attributes: Object.keys(after),
  before: row?.values ?? {},
  after,
});
export const create = (
  entityName: string,
  ownerid: string | null,
  unit: string | null,
  values: Values = {},
) => ({
  kind: 'create' as const,
  entity: entityName,
  id: asId<Row['id']>('new'),
  owner: aRow(entityName, 'new', ownerid, unit).system,
  values,
  attributes: Object.keys(values),
});
