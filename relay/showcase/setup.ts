/** What a page has to know before it can begin: the organization, who is in it, and what the play is about. */
import type { OrganizationId, RecordId, UserId } from '../../engine/model/index.ts';
import type { Directory, User } from '../../engine/security/index.ts';
import type { OpenOrganization } from '../session/index.ts';

/** A record that *Play the minute* works on. */
export interface StageRecord {
  readonly entity: string;
  readonly id: RecordId;
}

/** Who and what stands on the stage when the page is opened. */
export interface Stage {
  /** By name. */
  readonly left: string;
  readonly right: string;
  /** The record that both edit, and the one with the column that only one may change. */
  readonly shared: StageRecord;
  readonly guarded: StageRecord;
}

export interface Setup {
  readonly organization: OrganizationId;
  readonly app: string;
  readonly syncPath: string;
  readonly users: readonly { readonly id: UserId; readonly name: string; readonly title: string }[];
  readonly start: { readonly left: UserId | null; readonly right: UserId | null };
  /** The names are those of now; null for a record that is gone. */
  readonly stage: { readonly shared: NamedRecord | null; readonly guarded: NamedRecord | null };
  /** The last sequence number given. */
  readonly sequence: number;
}

interface NamedRecord extends StageRecord {
  readonly name: string;
}

/** @param app the app that the pages' devices are of */
export function setupOf(
  organization: OpenOrganization,
  { app, syncPath, stage }: { readonly app: string; readonly syncPath: string; readonly stage: Stage },
): Setup {
  const { directory } = organization.directory;
  const users = [...directory.users.values()].filter(({ disabled }) => !disabled);
  const idOf = (name: string): UserId | null => users.find((user) => user.name === name)?.id ?? null;
  return {
    ...{ organization: organization.store.organization, app, syncPath },
    users: users
      .map((user) => ({ id: user.id, name: user.name, title: titleOf(user, directory) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    start: { left: idOf(stage.left), right: idOf(stage.right) },
    stage: { shared: named(organization, stage.shared), guarded: named(organization, stage.guarded) },
    sequence: organization.store.lastSequence,
  };
}

/** The roles of a user and where they work. */
function titleOf({ roles, unit }: User, directory: Directory): string {
  const names = roles.flatMap((role) => directory.roles.get(role)?.name ?? []);
  return [...names, directory.units.get(unit)?.name ?? ''].join(', ');
}

function named({ store, metadata }: OpenOrganization, { entity, id }: StageRecord): NamedRecord | null {
  const row = store.durable.row(entity, id);
  const primary = metadata?.entity(entity)?.entity.primaryName;
  const name = primary === undefined ? undefined : row?.values[primary];
  return typeof name === 'string' ? { entity, id, name } : null;
}
