/** What operators change meanwhile: roles, teams, units, column rights, accounts. */
import { asId, type DeviceNumber } from '../../engine/model/index.ts';
import type { Directory, DirectoryChange } from '../../engine/security/index.ts';
import type { FaultKind } from './faults.ts';
import { columnProfile, roles, teams, units, userId } from './organization.ts';
import type { World } from './world.ts';

export type OperatorStep = (world: World) => Promise<void>;

/** The first user keeps every right, so that somebody can always work. */
const someUser = (world: World) => userId(1 + Math.floor(world.random() * (world.users - 1)));

async function change(
  world: World,
  kind: FaultKind,
  make: (directory: Directory) => DirectoryChange | undefined,
): Promise<void> {
  if (world.relay === undefined || world.isRelayDiskTroubled) return;
  const { organization } = world.relay;
  const wanted = make(organization.directory.directory);
  if (wanted === undefined) return;
  await world.attempt(async () => {
    const result = await organization.changeDirectory(wanted, null);
    if (typeof result === 'number') world.faults.count(kind);
  });
}

export const changeRoles: OperatorStep = (world) =>
  change(world, 'role-change', (directory) => {
    const user = someUser(world);
    const role = world.pick(roles).id;
    if (world.chance(0.2)) {
      const known = world.pick(roles.slice(1));
      const { account = {}, contact = {} } = known.privileges;
      const { delete: _none, ...less } = contact;
      return {
        kind: 'put-role',
        role: { ...known, privileges: { ...known.privileges, contact: world.chance(0.5) ? less : account } },
      };
    }
    const holds = directory.users.get(user)?.roles.includes(role) === true;
    return holds ? { kind: 'revoke-role', role, from: { user } } : { kind: 'grant-role', role, to: { user } };
  });

export const changeTeams: OperatorStep = (world) =>
  change(world, 'team-change', (directory) => {
    const team = asId<never>(world.pick(teams));
    const user = someUser(world);
    const isMember = directory.teams.get(team)?.members.has(user) === true;
    return { kind: 'set-member', team, user, member: !isMember };
  });

export const changeUnits: OperatorStep = (world) =>
  change(world, 'unit-change', (directory) => {
    if (world.chance(0.2)) {
      const unit = directory.units.get(asId(units[3] ?? ''));
      const parent = asId<never>(world.pick(units.slice(0, 3)));
      return unit && { kind: 'put-unit', unit: { ...unit, parent } };
    }
    const user = directory.users.get(someUser(world));
    if (user === undefined) return undefined;
    const { roles: _kept, ...facts } = user;
    return { kind: 'put-user', user: { ...facts, unit: asId(world.pick(units)) } };
  });

export const changeColumnRights: OperatorStep = (world) =>
  change(world, 'column-right-change', () => columnProfile(world.users, world.random));

/** Something of each kind that decides what people may read. */
export const changeRights: OperatorStep = async (world) => {
  for (const step of [changeRoles, changeTeams, changeUnits, changeColumnRights]) await step(world);
};

export const disableUser: OperatorStep = (world) =>
  change(world, 'user-disabled', (directory) => {
    const user = directory.users.get(someUser(world));
    if (user === undefined) return undefined;
    const { roles: _kept, ...facts } = user;
    return { kind: 'put-user', user: { ...facts, disabled: !facts.disabled } };
  });

/** A tablet was lost or stolen. Whoever has it finds nothing on it once it has met the relay. */
export const revokeDevice: OperatorStep = async (world) => {
  const { name } = world.pick(world.devices);
  const number = world.watch.deviceNumbers.get(name);
  if (number === undefined || world.relay === undefined || world.isRelayDiskTroubled) return;
  const { organization } = world.relay;
  const tablet = `${name} ${world.ledger.eraOf(name)}`;
  if (world.ledger.revoked.has(tablet)) return;
  await world.attempt(async () => {
    const result = await organization.revokeDevice(number as DeviceNumber);
    if (typeof result === 'number') world.faults.count('device-revoked');
  });
  // Whether it came to that or not: from now on the tablet may lose what it has not sent.
  world.ledger.revoked.add(tablet);
};

/** Everybody may work again. */
export async function enableUsers(world: World): Promise<void> {
  const { organization } = world.runningRelay;
  for (const { roles: _kept, ...facts } of organization.directory.directory.users.values()) {
    if (facts.disabled)
      await organization.changeDirectory({ kind: 'put-user', user: { ...facts, disabled: false } }, null);
  }
}
