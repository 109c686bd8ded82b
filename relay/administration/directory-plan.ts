/**
 * A directory as a plan changes it, step by step, and the steps that it takes.
 *
 * Invariant: each step was checked against the directory after the steps before it, and a step that would
 * change nothing is left out; so a plan without problems goes through whole, and a second time is empty.
 */
import { isDeepStrictEqual } from 'node:util';
import type { OrganizationId } from '../../engine/model/index.ts';
import {
  checkDirectoryChange,
  type Directory,
  type DirectoryChange,
  DirectoryDraft,
} from '../../engine/security/index.ts';
import type { Problem } from './problem.ts';
import { type StableKind, stableId } from './stable-id.ts';

export type EntryKind = Exclude<StableKind, 'record' | 'change'>;

interface Entries {
  readonly unit: Directory['units'];
  readonly user: Directory['users'];
  readonly team: Directory['teams'];
  readonly role: Directory['roles'];
  readonly 'column-profile': Directory['columnProfiles'];
}
interface Named {
  readonly id: string;
  readonly name: string;
}
export type EntryOf<Kind extends EntryKind> =
  Entries[Kind] extends ReadonlyMap<string, infer Entry extends Named> ? Entry : never;

const mapNames = {
  unit: 'units',
  user: 'users',
  team: 'teams',
  role: 'roles',
  'column-profile': 'columnProfiles',
} as const;
const words: Readonly<Record<EntryKind, string>> = {
  unit: 'business unit',
  user: 'user',
  team: 'team',
  role: 'security role',
  'column-profile': 'column security profile',
};

export class DirectoryPlan {
  readonly organization: OrganizationId;
  readonly changes: DirectoryChange[] = [];
  readonly problems: Problem[] = [];
  readonly #draft: DirectoryDraft;

  constructor(organization: OrganizationId, directory: Directory) {
    this.organization = organization;
    this.#draft = new DirectoryDraft(directory);
  }

  /** As it is after the steps so far. */
  get directory(): Directory {
    return this.#draft.directory;
  }

  /** Takes the step, unless it changes nothing or would break something; then it is a problem. */
  take(change: DirectoryChange, path: string): void {
    const refusal = checkDirectoryChange(this.#draft.now, change);
    if (refusal !== undefined) {
      this.problems.push({ path, message: refusal.reason });
      return;
    }
    const before = touched(this.#draft.now, change);
    this.#draft.apply(change);
    if (!isDeepStrictEqual(touched(this.#draft.now, change), before)) this.changes.push(change);
  }

  /** The entry of that name; a problem where more than one has it. */
  named<Kind extends EntryKind>(kind: Kind, name: string, path: string): EntryOf<Kind> | undefined {
    const found = this.#all(kind).filter((entry: Named) => entry.name === name);
    if (found.length > 1) {
      this.problems.push({ path, message: `more than one ${words[kind]} is named ${name}` });
    }
    return found[0];
  }

  /** The same, and a problem where nobody has the name. */
  known<Kind extends EntryKind>(kind: Kind, name: string, path: string): EntryOf<Kind> | undefined {
    const before = this.problems.length;
    const found = this.named(kind, name, path);
    if (found === undefined && this.problems.length === before) {
      this.problems.push({ path, message: `there is no ${words[kind]} named ${name}` });
    }
    return found;
  }

  /** The id that the name has or gets. */
  idOf(kind: EntryKind, name: string, path: string): string {
    return this.named(kind, name, path)?.id ?? stableId(this.organization, kind, [name]);
  }

  #all<Kind extends EntryKind>(kind: Kind): readonly EntryOf<Kind>[] {
    const entries: ReadonlyMap<string, unknown> = this.#draft.now[mapNames[kind]];
    return [...entries.values()] as EntryOf<Kind>[];
  }
}

/** What of the directory the change is about. */
function touched(directory: Directory, change: DirectoryChange): unknown {
  switch (change.kind) {
    case 'put-unit':
      return directory.units.get(change.unit.id);
    case 'put-user':
      return directory.users.get(change.user.id);
    case 'put-team':
      return directory.teams.get(change.team.id);
    case 'put-role':
      return directory.roles.get(change.role.id);
    case 'put-column-profile':
      return directory.columnProfiles.get(change.profile.id);
    case 'remove-column-profile':
      return directory.columnProfiles.get(change.id);
    case 'grant-role':
      return 'user' in change.to ? directory.users.get(change.to.user) : directory.teams.get(change.to.team);
    case 'revoke-role':
      return 'user' in change.from
        ? directory.users.get(change.from.user)
        : directory.teams.get(change.from.team);
    case 'set-member':
      return directory.teams.get(change.team)?.members.has(change.user);
  }
}
