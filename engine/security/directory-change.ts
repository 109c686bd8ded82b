/**
 * Changes of the directory as plain data, and how they make the next directory from the last.
 *
 * Invariant: a directory is never changed in place. `applyDirectoryChange` copies the one map that the
 * change is about and shares the others, so a copy costs well under a millisecond for 2,000 users. It
 * trusts that `checkDirectoryChange` refused nothing; replaying a log needs no second check.
 */
import { asId, type BusinessUnitId, type RoleId, type TeamId, type UserId } from '../model/index.ts';
import type { BusinessUnit, ColumnProfile, Directory, Role, Team, User } from './principal.ts';

/** Who a role is given to. */
export type RoleHolder = { readonly user: UserId } | { readonly team: TeamId };

export type DirectoryChange =
  /** A new unit (with its default team), or a known one renamed or moved. */
  | { readonly kind: 'put-unit'; readonly unit: BusinessUnit }
  /** A new user, or a known one's facts. Disabling and enabling are this too. Roles stay. */
  | { readonly kind: 'put-user'; readonly user: Omit<User, 'roles'> }
  /** A new team, or a known one's facts. Members and roles stay. */
  | { readonly kind: 'put-team'; readonly team: Pick<Team, 'id' | 'name' | 'unit' | 'kind'> }
  | { readonly kind: 'put-role'; readonly role: Role }
  | { readonly kind: 'put-column-profile'; readonly profile: ColumnProfile }
  | { readonly kind: 'remove-column-profile'; readonly id: string }
  | { readonly kind: 'grant-role'; readonly role: RoleId; readonly to: RoleHolder }
  | { readonly kind: 'revoke-role'; readonly role: RoleId; readonly from: RoleHolder }
  | {
      readonly kind: 'set-member';
      readonly team: TeamId;
      readonly user: UserId;
      readonly member: boolean;
    };

/** A directory with one unit, its default team, and nobody in it. */
export function emptyDirectory(rootUnit: { readonly id: BusinessUnitId; readonly name: string }): Directory {
  const nothing: Directory = {
    units: new Map(),
    users: new Map(),
    teams: new Map(),
    roles: new Map(),
    columnProfiles: new Map(),
  };
  return withUnit(nothing, { ...rootUnit, parent: null });
}

/** The id of a unit's default team: the unit's own id, so that every replay makes the same team. */
export function defaultTeamOf(unit: BusinessUnitId): TeamId {
  return asId(unit);
}

/** The directory after the change. The given one stays as it is. */
export function applyDirectoryChange(directory: Directory, change: DirectoryChange): Directory {
  switch (change.kind) {
    case 'put-unit':
      return withUnit(directory, change.unit);
    case 'put-user': {
      const roles = directory.users.get(change.user.id)?.roles ?? [];
      return { ...directory, users: put(directory.users, { ...change.user, roles }) };
    }
    case 'put-team': {
      const { id, name, unit, kind } = change.team;
      const known = directory.teams.get(id);
      const { members, roles } = known ?? { members: new Set<UserId>(), roles: [] };
      const team = { id, name, unit, kind, isDefault: false, members, roles };
      return { ...directory, teams: put(directory.teams, team) };
    }
    case 'put-role':
      return { ...directory, roles: put(directory.roles, change.role) };
    case 'put-column-profile':
      return { ...directory, columnProfiles: put(directory.columnProfiles, change.profile) };
    case 'remove-column-profile': {
      const columnProfiles = new Map(directory.columnProfiles);
      columnProfiles.delete(change.id);
      return { ...directory, columnProfiles };
    }
    case 'grant-role':
      return withRoles(directory, change.to, (roles) => [...new Set([...roles, change.role])]);
    case 'revoke-role':
      return withRoles(directory, change.from, (roles) => roles.filter((role) => role !== change.role));
    case 'set-member':
      return withMember(directory, change.team, change.user, change.member);
  }
}

function withUnit(directory: Directory, { id, name, parent }: BusinessUnit): Directory {
  const team = directory.teams.get(defaultTeamOf(id));
  const { members, roles } = team ?? { members: new Set<UserId>(), roles: [] };
  return {
    ...directory,
    units: put(directory.units, { id, name, parent }),
    teams: put(directory.teams, {
      id: defaultTeamOf(id),
      name,
      unit: id,
      kind: 'owner',
      isDefault: true,
      members,
      roles,
    }),
  };
}

function withRoles(
  directory: Directory,
  holder: RoleHolder,
  change: (roles: readonly RoleId[]) => readonly RoleId[],
): Directory {
  if ('user' in holder) {
    const user = directory.users.get(holder.user);
    if (user === undefined) return directory;
    return { ...directory, users: put(directory.users, { ...user, roles: change(user.roles) }) };
  }
  const team = directory.teams.get(holder.team);
  if (team === undefined) return directory;
  return { ...directory, teams: put(directory.teams, { ...team, roles: change(team.roles) }) };
}

function withMember(directory: Directory, id: TeamId, user: UserId, member: boolean): Directory {
  const team = directory.teams.get(id);
  if (team === undefined) return directory;
  const members = new Set(team.members);
  if (member) members.add(user);
  else members.delete(user);
  return { ...directory, teams: put(directory.teams, { ...team, members }) };
}

function put<Id, Entry extends { readonly id: Id }>(
  map: ReadonlyMap<Id, Entry>,
  entry: Entry,
): Map<Id, Entry> {
  return new Map(map).set(entry.id, entry);
}
