/**
 * Makes the next directory from the last, by one change or by thousands.
 *
 * Invariant: a directory that was handed out is never changed in place. A draft copies what a change touches, once,
 * and goes on in its copy until the directory is asked for again; so a batch costs as much as it has changes. It
 * trusts that `checkDirectoryChange` refused nothing; replaying a log needs no second check.
 */
import type { BusinessUnitId, RoleId, TeamId, UserId } from '../model/index.ts';
import { type DirectoryChange, defaultTeamOf, type RoleHolder } from './directory-change.ts';
import type { BusinessUnit, Directory, Team } from './principal.ts';

/** The directory after the change. The given one stays as it is. */
export function applyDirectoryChange(directory: Directory, change: DirectoryChange): Directory {
  const draft = new DirectoryDraft(directory);
  draft.apply(change);
  return draft.directory;
}

/** A directory with one unit, its default team, and nobody in it. */
export function emptyDirectory(rootUnit: { readonly id: BusinessUnitId; readonly name: string }): Directory {
  const nothing: Directory = {
    units: new Map(),
    users: new Map(),
    teams: new Map(),
    roles: new Map(),
    columnProfiles: new Map(),
  };
  return applyDirectoryChange(nothing, { kind: 'put-unit', unit: { ...rootUnit, parent: null } });
}

export class DirectoryDraft {
  /** Copied at each change: what was computed from a map of units is kept with it. */
  #units: Directory['units'];
  readonly #users;
  readonly #teams;
  readonly #roles;
  readonly #columnProfiles;
  /** Teams' members that are this draft's own. */
  #members = new Map<TeamId, Set<UserId>>();

  /** What was handed out since the last change. */
  #shared: Directory | undefined;

  constructor(directory: Directory) {
    const { units, users, teams, roles, columnProfiles } = directory;
    this.#shared = directory;
    this.#units = units;
    this.#users = new OwnedMap(users);
    this.#teams = new OwnedMap(teams);
    this.#roles = new OwnedMap(roles);
    this.#columnProfiles = new OwnedMap(columnProfiles);
  }

  /** The directory by the changes so far, for good; the same object until there is a further one. */
  get directory(): Directory {
    this.#members = new Map();
    this.#shared ??= {
      units: this.#units,
      users: this.#users.share(),
      teams: this.#teams.share(),
      roles: this.#roles.share(),
      columnProfiles: this.#columnProfiles.share(),
    };
    return this.#shared;
  }

  /** The same to be looked at and not kept: the next change shows in it. */
  get now(): Directory {
    return {
      units: this.#units,
      users: this.#users.now,
      teams: this.#teams.now,
      roles: this.#roles.now,
      columnProfiles: this.#columnProfiles.now,
    };
  }

  /** Makes a change that was checked. */
  apply(change: DirectoryChange): void {
    this.#shared = undefined;
    switch (change.kind) {
      case 'put-unit':
        this.#putUnit(change.unit);
        break;
      case 'put-user': {
        const roles = this.#users.now.get(change.user.id)?.roles ?? [];
        this.#users.put({ ...change.user, roles });
        break;
      }
      case 'put-team': {
        const { id, name, unit, kind } = change.team;
        this.#teams.put({ id, name, unit, kind, isDefault: false, ...this.#heldBy(id) });
        break;
      }
      case 'put-role':
        this.#roles.put(change.role);
        break;
      case 'put-column-profile':
        this.#columnProfiles.put(change.profile);
        break;
      case 'remove-column-profile':
        this.#columnProfiles.delete(change.id);
        break;
      case 'grant-role':
        this.#changeRoles(change.to, (roles) => [...new Set([...roles, change.role])]);
        break;
      case 'revoke-role':
        this.#changeRoles(change.from, (roles) => roles.filter((role) => role !== change.role));
        break;
      case 'set-member':
        this.#setMember(change.team, change.user, change.member);
    }
  }

  #putUnit({ id, name, parent }: BusinessUnit): void {
    this.#units = new Map(this.#units).set(id, { id, name, parent });
    const team = defaultTeamOf(id);
    this.#teams.put({ id: team, name, unit: id, kind: 'owner', isDefault: true, ...this.#heldBy(team) });
  }

  #heldBy(id: TeamId): Pick<Team, 'members' | 'roles'> {
    const { members = new Set<UserId>(), roles = [] } = this.#teams.now.get(id) ?? {};
    return { members, roles };
  }

  #changeRoles(holder: RoleHolder, change: (roles: readonly RoleId[]) => readonly RoleId[]): void {
    if ('user' in holder) {
      const user = this.#users.now.get(holder.user);
      if (user !== undefined) this.#users.put({ ...user, roles: change(user.roles) });
      return;
    }
    const team = this.#teams.now.get(holder.team);
    if (team !== undefined) this.#teams.put({ ...team, roles: change(team.roles) });
  }

  #setMember(id: TeamId, user: UserId, isMember: boolean): void {
    const team = this.#teams.now.get(id);
    if (team === undefined) return;
    const members = this.#members.get(id) ?? new Set(team.members);
    if (isMember) members.add(user);
    else members.delete(user);
    this.#members.set(id, members);
    this.#teams.put({ ...team, members });
  }
}

/** A map that is copied before its first change since it was shared. */
class OwnedMap<Id, Entry extends { readonly id: Id }> {
  #now: ReadonlyMap<Id, Entry>;
  #own: Map<Id, Entry> | undefined;

  constructor(shared: ReadonlyMap<Id, Entry>) {
    this.#now = shared;
  }

  get now(): ReadonlyMap<Id, Entry> {
    return this.#now;
  }

  share(): ReadonlyMap<Id, Entry> {
    this.#own = undefined;
    return this.#now;
  }

  put(entry: Entry): void {
    this.#writable().set(entry.id, entry);
  }

  delete(id: Id): void {
    this.#writable().delete(id);
  }

  #writable(): Map<Id, Entry> {
    this.#own ??= new Map(this.#now);
    this.#now = this.#own;
    return this.#own;
  }
}
