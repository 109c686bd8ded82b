/**
 * Keeps the directory sane: says what a change would break before it is made.
 *
 * Invariant: a directory on which every change was checked has one root and no cycle of units, every
 * id that it names is in it, names are unique among units, among teams, among roles and among column
 * profiles (people may share a name), an id never means both a user and a team, access teams have no
 * roles, and each unit has its default team. Reasons name directory entries: only operators make such changes.
 */
import { asId, type BusinessUnitId, type Refusal, type TeamId, type UserId } from '../model/index.ts';
import { type DirectoryChange, defaultTeamOf } from './directory-change.ts';
import type { BusinessUnit, ColumnProfile, Directory, Team, User } from './principal.ts';
import { pathUp } from './unit-tree.ts';

/** What is wrong with the change, or undefined where it may be applied. */
export function checkDirectoryChange(directory: Directory, change: DirectoryChange): Refusal | undefined {
  switch (change.kind) {
    case 'put-unit':
      return checkUnit(directory, change.unit);
    case 'put-user':
      return checkUser(directory, change.user);
    case 'put-team':
      return checkTeam(directory, change.team);
    case 'put-role':
      return duplicate(directory.roles, change.role, 'security role');
    case 'put-column-profile':
      return checkColumnProfile(directory, change.profile);
    case 'remove-column-profile':
      return directory.columnProfiles.has(change.id)
        ? undefined
        : unknown('column security profile', change.id);
    case 'grant-role':
      if (!directory.roles.has(change.role)) return unknown('security role', change.role);
      return checkHolder(directory, change.to);
    case 'revoke-role':
      if (!directory.roles.has(change.role)) return unknown('security role', change.role);
      return checkHolder(directory, change.from);
    case 'set-member':
      return checkMember(directory, change.team, change.user);
  }
}

function checkUnit(directory: Directory, unit: BusinessUnit): Refusal | undefined {
  const known = directory.units.get(unit.id);
  const team = directory.teams.get(defaultTeamOf(unit.id));
  if (known === undefined && (team !== undefined || directory.users.has(asId<UserId>(unit.id)))) {
    return {
      code: 'already-exists',
      reason: `The id ${unit.id} is in use, and the unit's default team needs it.`,
    };
  }
  if (unit.parent === null) {
    const root = [...directory.units.values()].find(({ parent }) => parent === null);
    if (root !== undefined && root.id !== unit.id) {
      return inconsistent(`Only ${root.name} has no parent unit; name the parent of ${unit.name}.`);
    }
  } else {
    if (known?.parent === null)
      return inconsistent(`${known.name} is the root of the units and stays there.`);
    if (unit.parent !== unit.id && !directory.units.has(unit.parent)) {
      return unknown('business unit', unit.parent);
    }
    const cycle = cycleThrough(directory, unit);
    if (cycle !== undefined) return cycle;
  }
  const sameName = duplicate(directory.units, unit, 'business unit');
  return sameName ?? duplicate(directory.teams, { id: defaultTeamOf(unit.id), name: unit.name }, 'team');
}

function cycleThrough(directory: Directory, { id, name, parent }: BusinessUnit): Refusal | undefined {
  if (parent === null) return undefined;
  const up = parent === id ? [] : pathUp(directory.units, parent);
  const end = up.findIndex((unit) => unit.id === id);
  if (parent !== id && end < 0) return undefined;
  const path = [name, ...up.slice(0, Math.max(end, 0)).map((unit) => unit.name), name];
  return inconsistent(`The units would form a cycle: ${path.join(' → ')}.`);
}

function checkUser(directory: Directory, user: Pick<User, 'id' | 'unit'>): Refusal | undefined {
  if (directory.teams.has(asId<TeamId>(user.id))) {
    return { code: 'already-exists', reason: `The id ${user.id} is a team's.` };
  }
  return directory.units.has(user.unit) ? undefined : unknown('business unit', user.unit);
}

function checkTeam(
  directory: Directory,
  team: Pick<Team, 'id' | 'name' | 'unit' | 'kind'>,
): Refusal | undefined {
  const known = directory.teams.get(team.id);
  if (known?.isDefault === true) {
    return inconsistent(`${known.name} is the default team of its unit and follows it; change the unit.`);
  }
  if (known !== undefined && known.kind !== team.kind) {
    return inconsistent(`${known.name} is an ${known.kind} team and stays one; make another team.`);
  }
  if (directory.users.has(asId<UserId>(team.id)) || directory.units.has(asId<BusinessUnitId>(team.id))) {
    return {
      code: 'already-exists',
      reason: `The id ${team.id} is that of a user or of a unit's default team.`,
    };
  }
  if (!directory.units.has(team.unit)) return unknown('business unit', team.unit);
  return duplicate(directory.teams, team, 'team');
}

function checkColumnProfile(directory: Directory, profile: ColumnProfile): Refusal | undefined {
  const user = profile.users.find((id) => !directory.users.has(id));
  if (user !== undefined) return unknown('user', user);
  const team = profile.teams.find((id) => !directory.teams.has(id));
  if (team !== undefined) return unknown('team', team);
  return duplicate(directory.columnProfiles, profile, 'column security profile');
}

function checkHolder(
  directory: Directory,
  holder: { readonly user: UserId } | { readonly team: TeamId },
): Refusal | undefined {
  if ('user' in holder) {
    return directory.users.has(holder.user) ? undefined : unknown('user', holder.user);
  }
  const team = directory.teams.get(holder.team);
  if (team === undefined) return unknown('team', holder.team);
  return team.kind === 'owner' ? undefined : inconsistent(`${team.name} is an access team and has no roles.`);
}

function checkMember(directory: Directory, teamId: TeamId, userId: UserId): Refusal | undefined {
  const team = directory.teams.get(teamId);
  if (team === undefined) return unknown('team', teamId);
  if (!directory.users.has(userId)) return unknown('user', userId);
  if (!team.isDefault) return undefined;
  return inconsistent(
    `${team.name} is the default team of its unit: it holds the unit's users, and them only.`,
  );
}

function duplicate<Id>(
  map: ReadonlyMap<Id, { readonly id: Id; readonly name: string }>,
  entry: { readonly id: Id; readonly name: string },
  kind: string,
): Refusal | undefined {
  for (const other of map.values()) {
    if (other.id !== entry.id && other.name === entry.name) {
      return { code: 'already-exists', reason: `There is a ${kind} named ${entry.name} already.` };
    }
  }
  return undefined;
}

function unknown(kind: string, id: string): Refusal {
  return { code: 'not-found', reason: `There is no ${kind} ${id}.` };
}

function inconsistent(reason: string): Refusal {
  return { code: 'invalid-directory', reason };
}
