/**
 * The audit in words: who, with which device, when, what changed from what to what, or why it was refused.
 *
 * For operators: secured values and what was refused are shown. Where operators get rights of their own, a
 * value is masked here (`isShown`) and nowhere else.
 */
import type { RecordId, UserId, Value, Values } from '../../engine/model/index.ts';
import { RELAY_DEVICE_NUMBER } from '../../engine/model/index.ts';
import type { Directory, DirectoryChange } from '../../engine/security/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import type { AuditItem, AuditQuery, Authorship, LoggedOperation } from '../store/index.ts';
import { ownerWords } from './trace-words.ts';

export interface AuditQuestion extends AuditQuery {
  /** Only what touched this record … */
  readonly record?: { readonly entity: string; readonly id: RecordId };
  /** … or what this user did. */
  readonly user?: UserId;
  /** Whether values of this attribute are shown; all are where it is absent. */
  readonly isShown?: (entity: string, attribute: string) => boolean;
}

export interface AuditWords {
  /** Of the entry in the log; `before` of the next page. */
  readonly place: { readonly batch: number; readonly position: number };
  readonly time: number;
  /** One sentence. */
  readonly what: string;
  /** One line for each thing that changed. */
  readonly details: readonly string[];
}

/** The entries that the question asks for, newest first. */
export async function* audit(
  organization: OpenOrganization,
  question: AuditQuestion,
): AsyncGenerator<AuditWords> {
  const { store } = organization;
  const { record, user, isShown = () => true, ...query } = question;
  const items =
    record !== undefined
      ? store.auditOfRecord(record.entity, record.id, query)
      : user !== undefined
        ? store.auditOfUser(user, query)
        : store.audit(query);
  for await (const item of items) yield auditWords(item, organization.directory.directory, isShown);
}

type IsShown = (entity: string, attribute: string) => boolean;

/** One entry in words. */
export function auditWords(
  { batch, position, time, entry }: AuditItem,
  directory: Directory,
  isShown: IsShown = () => true,
): AuditWords {
  const place = { batch, position };
  const said = (what: string, details: readonly string[] = []): AuditWords => ({
    place,
    time,
    what,
    details,
  });
  switch (entry.kind) {
    case 'accepted':
      return said(
        `${authorWords(entry.author, directory)} made version ${entry.sequence}.`,
        entry.operations.flatMap((operation) => operationWords(operation, directory, isShown)),
      );
    case 'refused':
      return said(
        `${authorWords(entry.author, directory)} was refused (${entry.code}): ${entry.reason}`,
        entry.attempted.flatMap(({ entity, id, values }) =>
          Object.entries(values).map(
            ([name, value]) => `${entity} ${id}: ${name} would be ${shown(entity, name, value, isShown)}`,
          ),
        ),
      );
    case 'directory':
      return said(`${byWords(entry.by, directory)}: ${changeWords(entry.change, directory)}.`);
    case 'metadata':
      return said(`${byWords(entry.by, directory)} published metadata version ${entry.metadata.version}.`);
    case 'rebuilt':
      return said(
        `The relay wrote part ${entry.part} of ${entry.entity} ${entry.id} anew; no value changed.`,
      );
    case 'enrolled':
      return said(`${nameOf(directory.users, entry.userId)} enrolled device ${entry.number}.`);
    case 'device':
      return said(`Device ${entry.number} was ${entry.revoked ? 'revoked' : 'enabled'}.`);
    case 'incarnation':
      return said(`The organization began, or was restored, as ${entry.incarnation}.`);
  }
}

function operationWords(
  { kind, entity, id, before, after, system, systemBefore }: LoggedOperation,
  directory: Directory,
  isShown: IsShown,
): readonly string[] {
  const record = `${entity} ${id}`;
  switch (kind) {
    case 'create':
      return [`${record}: created`, ...valueWords(entity, record, {}, after, isShown)];
    case 'update':
      return valueWords(entity, record, before, after, isShown);
    case 'delete':
      return [`${record}: deleted`, ...valueWords(entity, record, before, {}, isShown)];
    case 'set-state':
      return [`${record}: statecode ${systemBefore?.statecode ?? ''} → ${system?.statecode ?? ''}`];
    case 'assign': {
      const from = systemBefore === null ? '' : ownerWords(systemBefore, directory);
      const to = system === null ? '' : ownerWords(system, directory);
      return [`${record}: owner ${from} → ${to}`];
    }
  }
}

function valueWords(
  entity: string,
  record: string,
  before: Values,
  after: Values,
  isShown: IsShown,
): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => {
    const from = shown(entity, name, before[name] ?? null, isShown);
    return `${record}: ${name} ${from} → ${shown(entity, name, after[name] ?? null, isShown)}`;
  });
}

function shown(entity: string, attribute: string, value: Value, isShown: IsShown): string {
  if (!isShown(entity, attribute)) return '(secured)';
  return value === null ? 'nothing' : JSON.stringify(value);
}

function authorWords({ userId, device, number }: Authorship, directory: Directory): string {
  const name = nameOf(directory.users, userId);
  if (device === RELAY_DEVICE_NUMBER) return `${name}, by an import of the relay (change ${number}),`;
  return `${name}, on device ${device} (change ${number}),`;
}

function byWords(by: UserId | null, { users }: Directory): string {
  return by === null ? 'The operator' : nameOf(users, by);
}

function changeWords(
  change: DirectoryChange,
  { users, teams, units, roles, columnProfiles }: Directory,
): string {
  switch (change.kind) {
    case 'put-unit':
      return `business unit ${change.unit.name} below ${change.unit.parent === null ? 'nothing' : nameOf(units, change.unit.parent)}`;
    case 'put-user': {
      const { name, unit, disabled } = change.user;
      return `user ${name} in ${nameOf(units, unit)}${disabled ? ', disabled' : ''}`;
    }
    case 'put-team':
      return `${change.team.kind} team ${change.team.name} in ${nameOf(units, change.team.unit)}`;
    case 'put-role':
      return `security role ${change.role.name}`;
    case 'put-column-profile':
      return `column security profile ${change.profile.name}`;
    case 'remove-column-profile':
      return `column security profile ${nameOf(columnProfiles, change.id)} removed`;
    case 'grant-role':
      return `role ${nameOf(roles, change.role)} given to ${holderWords(change.to)}`;
    case 'revoke-role':
      return `role ${nameOf(roles, change.role)} taken from ${holderWords(change.from)}`;
    case 'set-member':
      return `${nameOf(users, change.user)} ${change.member ? 'joins' : 'leaves'} team ${nameOf(teams, change.team)}`;
  }

  function holderWords(holder: { readonly user: UserId } | { readonly team: string }): string {
    return 'user' in holder ? nameOf(users, holder.user) : `team ${nameOf(teams, holder.team)}`;
  }
}

/** As it is called now; the id where it is gone. */
function nameOf(entries: ReadonlyMap<string, { readonly name: string }>, id: string): string {
  return entries.get(id)?.name ?? id;
}
