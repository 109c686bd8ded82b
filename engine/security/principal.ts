/**
 * Who may do what, as data: the directory (units, users, teams, roles, column security profiles) and
 * what it comes to for one user, the principal.
 *
 * Invariant: both are plain and never changed in place. A directory change makes new maps
 * (`applyDirectoryChange`), so that what was computed from a map or a principal may be kept with it.
 * A principal can be cloned and shipped: a device decides with the same one as the relay.
 */
import type { BusinessUnitId, OwnerId, RoleId, TeamId, UserId } from '../model/index.ts';

/** What can be done with a record. The order is that of the bits of an access mask. */
export const privileges = [
  'create',
  'read',
  'write',
  'delete',
  'append',
  'append-to',
  'assign',
  'share',
] as const;
export type Privilege = (typeof privileges)[number];

/** How far a privilege reaches, from narrow to wide. */
export const accessLevels = ['none', 'user', 'business-unit', 'parent-child', 'organization'] as const;
export type AccessLevel = (typeof accessLevels)[number];

export interface BusinessUnit {
  readonly id: BusinessUnitId;
  readonly name: string;
  /** Null for the root, of which there is one. */
  readonly parent: BusinessUnitId | null;
}

export interface User {
  readonly id: UserId;
  readonly name: string;
  readonly unit: BusinessUnitId;
  readonly disabled: boolean;
  readonly language: string;
  readonly timeZone: string;
  readonly roles: readonly RoleId[];
}

export interface Team {
  readonly id: TeamId;
  readonly name: string;
  readonly unit: BusinessUnitId;
  /** An owner team can own records and have roles; an access team neither. */
  readonly kind: 'owner' | 'access';
  /** The team that holds all users of its unit; its members are derived, never stored. */
  readonly isDefault: boolean;
  readonly members: ReadonlySet<UserId>;
  readonly roles: readonly RoleId[];
}

export interface Role {
  readonly id: RoleId;
  readonly name: string;
  /** How a team that has the role hands it to its members; a user's own role is always direct. */
  readonly inheritance: 'direct-user-and-team' | 'team-only';
  /** By entity; a privilege that is absent is `none`. */
  readonly privileges: Readonly<Record<string, Readonly<Partial<Record<Privilege, AccessLevel>>>>>;
}

/** What may be done with one secured column. */
export interface ColumnRights {
  readonly read: boolean;
  readonly update: boolean;
  readonly create: boolean;
}

export interface ColumnProfile {
  readonly id: string;
  readonly name: string;
  readonly users: readonly UserId[];
  readonly teams: readonly TeamId[];
  readonly columns: readonly ({ readonly entity: string; readonly attribute: string } & ColumnRights)[];
}

/** The whole directory of an organization. */
export interface Directory {
  readonly units: ReadonlyMap<BusinessUnitId, BusinessUnit>;
  readonly users: ReadonlyMap<UserId, User>;
  readonly teams: ReadonlyMap<TeamId, Team>;
  readonly roles: ReadonlyMap<RoleId, Role>;
  readonly columnProfiles: ReadonlyMap<string, ColumnProfile>;
}

/** One privilege on one entity by one role, with the unit from which its level counts. */
export interface Grant {
  readonly privilege: Privilege;
  readonly level: Exclude<AccessLevel, 'none'>;
  /** The user's unit for the user's own role, the team's for a team's. */
  readonly from: BusinessUnitId;
  readonly through: { readonly role: RoleId; readonly team: TeamId | null };
  /** Whether it reaches what the user owns: not so for a team's role that is `team-only`. */
  readonly coversOwn: boolean;
}

/** A user with everything that decides their rights, resolved. Plain data. */
export interface Principal {
  readonly userId: UserId;
  readonly unitId: BusinessUnitId;
  /** The owner teams that the user is in, the default team of the unit included. Sorted. */
  readonly ownerTeams: readonly TeamId[];
  /** All teams that the user is in. Sorted. */
  readonly teams: readonly TeamId[];
  readonly grants: Readonly<Record<string, readonly Grant[]>>;
  /** For each unit that a parent-child grant counts from: itself and all below it. Sorted. */
  readonly unitsBelow: Readonly<Record<BusinessUnitId, readonly BusinessUnitId[]>>;
  /** By entity and attribute; what is absent gives no right. Update and create are never without read. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, ColumnRights>>>>;
  readonly language: string;
  readonly timeZone: string;
}

/** What of a record decides access to it. */
export interface RecordOwner {
  readonly ownerid: OwnerId | null;
  readonly owningbusinessunit: BusinessUnitId | null;
}
