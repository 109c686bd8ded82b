/**
 * Names in requests: people write the name of a user, team, unit or role, or its id.
 *
 * Invariant: what is found is one entry; a name that two people share is refused, never guessed.
 */
import { isOrganizationId, isUuid, RejoinError } from '../../engine/model/index.ts';
import type {
  BusinessUnit,
  ColumnProfile,
  Directory,
  Role,
  Team,
  User,
} from '../../engine/security/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import type { ApiHost } from './host.ts';

/** Throws `not-found`. */
export function findOrganization(host: ApiHost, id: string): OpenOrganization {
  const found = isOrganizationId(id) ? host.organization(id) : undefined;
  if (found === undefined) throw new RejoinError('not-found', 'There is no organization of that name.');
  return found;
}

export const findUser = (directory: Directory, text: string): User => find(directory.users, text, 'user');
export const findTeam = (directory: Directory, text: string): Team => find(directory.teams, text, 'team');
export const findUnit = (directory: Directory, text: string): BusinessUnit =>
  find(directory.units, text, 'business unit');
export const findRole = (directory: Directory, text: string): Role =>
  find(directory.roles, text, 'security role');
export const findColumnProfile = (directory: Directory, text: string): ColumnProfile =>
  find(directory.columnProfiles, text, 'column security profile');

function find<Entry extends { readonly id: string; readonly name: string }>(
  entries: ReadonlyMap<string, Entry>,
  text: string,
  kind: string,
): Entry {
  const all = [...entries.values()];
  const found = isUuid(text) ? all.filter(({ id }) => id === text) : all.filter(({ name }) => name === text);
  const [entry, another] = found.length > 0 ? found : all.filter(({ id }) => id === text);
  if (entry === undefined) throw new RejoinError('not-found', `There is no ${kind} ${text}.`);
  if (another !== undefined) {
    throw new RejoinError('invalid-argument', `More than one ${kind} is called ${text}; use the id.`);
  }
  return entry;
}

/** The unit without a parent; every organization has one from its beginning. */
export function rootUnit(directory: Directory): BusinessUnit {
  const root = [...directory.units.values()].find(({ parent }) => parent === null);
  if (root === undefined) throw new RejoinError('not-found', 'The organization has no root business unit.');
  return root;
}
