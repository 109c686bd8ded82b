/** The observer's own reading of directory changes: raw lists, as the oracle of authorization takes them. */
import type { OracleWorld, Rights } from '../model/oracle-world.ts';

type Unit = OracleWorld['units'][number];
type User = OracleWorld['users'][number];
type Team = OracleWorld['teams'][number];
type Role = OracleWorld['roles'][number];
type Profile = OracleWorld['profiles'][number] & { readonly id: string };
type Holder = { readonly user?: string; readonly team?: string };

interface Change {
  readonly kind?: string;
  readonly id?: string;
  readonly unit?: Unit;
  readonly user?: (Omit<User, 'roles'> & { readonly id: string }) | string;
  readonly team?: Pick<Team, 'id' | 'unit' | 'kind'> | string;
  readonly role?:
    | { readonly id: string; readonly inheritance: Role['inheritance']; readonly privileges: Rights }
    | string;
  readonly profile?: Profile;
  readonly to?: Holder;
  readonly from?: Holder;
  readonly member?: boolean;
}

export class ObservedDirectory {
  readonly #units = new Map<string, Unit>();
  readonly #users = new Map<string, User>();
  readonly #teams = new Map<string, Team>();
  readonly #roles = new Map<string, Role>();
  readonly #profiles = new Map<string, Profile>();

  isDisabled(user: string): boolean {
    return this.#users.get(user)?.disabled !== false;
  }

  asOracle(): Pick<OracleWorld, 'units' | 'users' | 'teams' | 'roles' | 'profiles'> {
    return {
      units: [...this.#units.values()],
      users: [...this.#users.values()],
      teams: [...this.#teams.values()],
      roles: [...this.#roles.values()],
      profiles: [...this.#profiles.values()],
    };
  }

  apply(change: Change): void {
    const { kind, unit, user, team, role, profile } = change;
    if (kind === 'put-unit' && unit !== undefined) this.#putUnit(unit);
    else if (kind === 'put-user' && typeof user === 'object') {
      this.#users.set(user.id, { ...user, roles: this.#users.get(user.id)?.roles ?? [] });
    } else if (kind === 'put-team' && typeof team === 'object') {
      const { members = [], roles = [] } = this.#teams.get(team.id) ?? {};
      this.#teams.set(team.id, { ...team, isDefault: false, members, roles });
    } else if (kind === 'put-role' && typeof role === 'object') {
      this.#roles.set(role.id, { id: role.id, inheritance: role.inheritance, rights: role.privileges });
    } else if (kind === 'put-column-profile' && profile !== undefined)
      this.#profiles.set(profile.id, profile);
    else if (kind === 'remove-column-profile') this.#profiles.delete(change.id ?? '');
    else if (kind === 'grant-role' && typeof role === 'string') this.#grant(role, change.to ?? {}, true);
    else if (kind === 'revoke-role' && typeof role === 'string') this.#grant(role, change.from ?? {}, false);
    else if (kind === 'set-member' && typeof team === 'string' && typeof user === 'string') {
      const known = this.#teams.get(team);
      if (known === undefined) return;
      const others = known.members.filter((member) => member !== user);
      this.#teams.set(team, { ...known, members: change.member === true ? [...others, user] : others });
    } else throw new Error(`a directory change of an unknown kind: ${String(kind)}`);
  }

  #putUnit(unit: Unit): void {
    this.#units.set(unit.id, unit);
    const { members = [], roles = [] } = this.#teams.get(unit.id) ?? {};
    this.#teams.set(unit.id, { id: unit.id, unit: unit.id, kind: 'owner', isDefault: true, members, roles });
  }

  #grant(role: string, { user = '', team = '' }: Holder, isGranted: boolean): void {
    const changed = (roles: readonly string[]): readonly string[] => {
      const others = roles.filter((one) => one !== role);
      return isGranted ? [...others, role] : others;
    };
    const holder = this.#users.get(user);
    if (holder !== undefined) this.#users.set(user, { ...holder, roles: changed(holder.roles) });
    const group = this.#teams.get(team);
    if (group !== undefined) this.#teams.set(team, { ...group, roles: changed(group.roles) });
  }
}
