/**
 * From the directory to one principal: the teams somebody is in, what their roles grant and from which
 * unit, and what their column profiles add up to.
 *
 * Invariant: roles and profiles only add; nothing subtracts. The result depends on the directory's
 * content alone, not on the order of its maps: grants follow the roles of the user, then of the teams by id.
 */
import {
  asId,
  type BusinessUnitId,
  type OwnerId,
  type RoleId,
  type TeamId,
  type UserId,
} from '../model/index.ts';
import type { Owner } from './authorize-operation.ts';
import type { ColumnRights, Directory, Grant, Principal, Team } from './principal.ts';
import { privileges } from './principal.ts';
import { unitsBelow } from './unit-tree.ts';

/** What the user may do; undefined for a user that is unknown or disabled. */
export function resolvePrincipal(directory: Directory, userId: UserId): Principal | undefined {
  const user = directory.users.get(userId);
  if (user === undefined || user.disabled) return undefined;
  const teams = [...directory.teams.values()].filter((team) =>
    team.isDefault ? team.unit === user.unit : team.members.has(userId),
  );
  const own = { id: userId, unit: user.unit, roles: user.roles };
  return resolve(directory, own, teams, user);
}

/**
 * A team as a principal: what it may do with what it owns, by its own roles. It answers whether a
 * team could read a record that is assigned to it. Undefined for what is not an owner team.
 */
export function resolveTeamPrincipal(directory: Directory, teamId: TeamId): Principal | undefined {
  const team = directory.teams.get(teamId);
  if (team === undefined || team.kind !== 'owner') return undefined;
  const nobody = { id: asId<UserId>(team.id), unit: team.unit, roles: [] };
  return resolve(directory, nobody, [team], { language: '', timeZone: 'UTC' });
}

/** An enabled user or an owner team, as `AuthorizeWorld.owner` wants it. Its rights are resolved when asked for. */
export function ownerIn(directory: Directory, id: OwnerId): Owner | undefined {
  const user = directory.users.get(asId<UserId>(id));
  if (user !== undefined) {
    if (user.disabled) return undefined;
    return owner('user', user.unit, () => resolvePrincipal(directory, user.id));
  }
  const team = directory.teams.get(asId<TeamId>(id));
  if (team === undefined || team.kind !== 'owner') return undefined;
  return owner('team', team.unit, () => resolveTeamPrincipal(directory, team.id));
}

function owner(kind: Owner['kind'], unit: BusinessUnitId, resolved: () => Principal | undefined): Owner {
  return {
    kind,
    unit,
    get principal() {
      const principal = resolved();
      if (principal === undefined) throw new Error('an owner of the directory always resolves');
      return principal;
    },
  };
}

interface Holder {
  readonly id: UserId;
  readonly unit: BusinessUnitId;
  readonly roles: readonly RoleId[];
}

function resolve(
  directory: Directory,
  user: Holder,
  teams: readonly Team[],
  { language, timeZone }: { readonly language: string; readonly timeZone: string },
): Principal {
  const sorted = [...teams].sort((a, b) => (a.id < b.id ? -1 : 1));
  const ownerTeams = sorted.filter((team) => team.kind === 'owner');
  const grants = new Map<string, Grant[]>();
  for (const role of user.roles) addGrants(grants, directory, role, user.unit, null);
  for (const team of ownerTeams) {
    for (const role of team.roles) addGrants(grants, directory, role, team.unit, team.id);
  }
  const tops = new Set<BusinessUnitId>();
  for (const list of grants.values()) {
    for (const grant of list) if (grant.level === 'parent-child') tops.add(grant.from);
  }
  const teamIds = sorted.map((team) => team.id);
  return {
    userId: user.id,
    unitId: user.unit,
    ownerTeams: ownerTeams.map((team) => team.id),
    teams: teamIds,
    grants: Object.fromEntries(grants),
    unitsBelow: Object.fromEntries([...tops].map((unit) => [unit, unitsBelow(directory.units, unit)])),
    columns: columnsOf(directory, user.id, teamIds),
    language,
    timeZone,
  };
}

function addGrants(
  grants: Map<string, Grant[]>,
  directory: Directory,
  roleId: RoleId,
  from: BusinessUnitId,
  team: TeamId | null,
): void {
  const role = directory.roles.get(roleId);
  if (role === undefined) return;
  const coversOwn = team === null || role.inheritance === 'direct-user-and-team';
  for (const [entity, levels] of Object.entries(role.privileges)) {
    for (const privilege of privileges) {
      const level = levels[privilege];
      if (level === undefined || level === 'none') continue;
      const list = grants.get(entity) ?? [];
      list.push({ privilege, level, from, through: { role: role.id, team }, coversOwn });
      grants.set(entity, list);
    }
  }
}

/** Profiles add up first; then update and create hold only where read does. */
function columnsOf(directory: Directory, userId: UserId, teams: readonly TeamId[]): Principal['columns'] {
  const sums = new Map<string, Map<string, ColumnRights>>();
  for (const profile of directory.columnProfiles.values()) {
    if (!profile.users.includes(userId) && !profile.teams.some((team) => teams.includes(team))) continue;
    for (const { entity, attribute, read, update, create } of profile.columns) {
      const columns = sums.get(entity) ?? new Map<string, ColumnRights>();
      const sum = columns.get(attribute) ?? { read: false, update: false, create: false };
      columns.set(attribute, {
        read: sum.read || read,
        update: sum.update || update,
        create: sum.create || create,
      });
      sums.set(entity, columns);
    }
  }
  const readable = (columns: Map<string, ColumnRights>) =>
    Object.fromEntries([...columns].filter(([, rights]) => rights.read));
  return Object.fromEntries([...sums].map(([entity, columns]) => [entity, readable(columns)]));
}
