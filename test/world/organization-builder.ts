/**
 * An organization for tests, described as a story before a relay serves it: units, roles, users, column
 * rights. Everything is named; an id follows from its name, so it is the same in every test.
 */
import {
  asId,
  type BusinessUnitId,
  type Metadata,
  type OrganizationId,
  type OwnerId,
  type RoleId,
  type UserId,
} from '../../engine/model/index.ts';
import type { DirectoryChange, Role } from '../../engine/security/index.ts';
import { idOfName, userIdOf } from './id-of-name.ts';
import { everything, officeMetadata } from './office.ts';

/** The id of whatever bears the name: the same in every test. */
export function idOf<T extends string>(name: string): T {
  return asId<T>(idOfName(name));
}

export const ROOT_UNIT = idOf<BusinessUnitId>('unit root');
export const unit = (name: string) => idOf<BusinessUnitId>(`unit ${name}`);
export const user = (name: string) => asId<UserId>(userIdOf(name));
export const role = (name: string) => idOf<RoleId>(`role ${name}`);

export type Privileges = Role['privileges'];

/** An organization that is still being described. */
export class OrganizationBuilder {
  readonly id: OrganizationId;
  metadata: Metadata = officeMetadata();
  readonly changes: DirectoryChange[] = [];

  constructor(id: string) {
    this.id = asId<OrganizationId>(id);
    this.withRole('everything', everything());
  }

  withMetadata(metadata: Metadata): this {
    this.metadata = metadata;
    return this;
  }

  withUnit(name: string, parent = ROOT_UNIT): this {
    return this.#with({ kind: 'put-unit', unit: { id: unit(name), name, parent } });
  }

  withRole(name: string, privileges: Privileges): this {
    return this.#with(putRole(name, privileges));
  }

  /** A user with these roles; `everything` gives every privilege on every entity. */
  withUser(name: string, roles: readonly string[] = ['everything'], inUnit = ROOT_UNIT): this {
    this.#with(putUser(name, inUnit));
    for (const held of roles) {
      this.#with({ kind: 'grant-role', role: role(held), to: { user: user(name) } });
    }
    return this;
  }

  /** Gives users rights on a secured column. */
  withColumn(
    entity: string,
    attribute: string,
    users: readonly string[],
    rights = { read: true, update: true, create: true },
  ): this {
    return this.#with(putColumn(entity, attribute, users, rights));
  }

  #with(change: DirectoryChange): this {
    this.changes.push(change);
    return this;
  }
}

export const putUser = (name: string, inUnit = ROOT_UNIT, disabled = false): DirectoryChange => ({
  kind: 'put-user',
  user: { id: user(name), name, unit: inUnit, disabled, language: 'en', timeZone: 'UTC' },
});

export const putRole = (name: string, privileges: Privileges): DirectoryChange => ({
  kind: 'put-role',
  role: { id: role(name), name, inheritance: 'direct-user-and-team', privileges },
});

export const putColumn = (
  entity: string,
  attribute: string,
  users: readonly string[],
  rights = { read: true, update: true, create: true },
): DirectoryChange => ({
  kind: 'put-column-profile',
  profile: {
    id: idOf(`columns ${entity}.${attribute}`),
    name: `${entity}.${attribute}`,
    users: users.map(user),
    teams: [],
    columns: [{ entity, attribute, ...rights }],
  },
});

/** A user as the owner of records. */
export const owner = (name: string): OwnerId => user(name);
