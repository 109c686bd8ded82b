/** Changes of the directory as plain data: what is logged, sent and checked. `directory-draft.ts` makes them. */
import { asId, type BusinessUnitId, type RoleId, type TeamId, type UserId } from '../model/index.ts';
import type { BusinessUnit, ColumnProfile, Role, Team, User } from './principal.ts';

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

/** The id of a unit's default team: the unit's own id, so that every replay makes the same team. */
export function defaultTeamOf(unit: BusinessUnitId): TeamId {
  return asId(unit);
}
