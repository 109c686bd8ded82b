/** What a directory does not let happen to itself, and how changes build on each other. */
import { describe, expect, it } from 'vitest';
import { asId } from '../model/index.ts';
import {
  applyDirectoryChange,
  checkDirectoryChange,
  type DirectoryChange,
  type RoleHolder,
} from './index.ts';
import { aDirectory, role } from './security-world.fixture.ts';

const directory = aDirectory(...role('seller', {}));
const check = (change: DirectoryChange) => checkDirectoryChange(directory, change);
const unit = (id: string, name: string, parent: string | null): DirectoryChange => ({
  kind: 'put-unit',
  unit: { id: asId(id), name, parent: parent === null ? null : asId(parent) },
});
const team = (
  id: string,
  name: string,
  unitId = 'south',
  kind: 'owner' | 'access' = 'owner',
): DirectoryChange => ({
  kind: 'put-team',
  team: { id: asId(id), name, unit: asId(unitId), kind },
});
const grant = (to: RoleHolder, id = 'seller'): DirectoryChange => ({
  kind: 'grant-role',
  role: asId(id),
  to,
});

describe('checkDirectoryChange', () => {
  it('refuses a cycle of units and tells the path', () => {
    expect(check(unit('north', 'north', 'harbour'))).toEqual({
      code: 'invalid-directory',
      reason: 'The units would form a cycle: north → harbour → north.',
    });
    expect(check(unit('north', 'north', 'north'))?.reason).toContain('north → north');
    expect(check(unit('north', 'north', 'south'))).toBeUndefined();
  });

  it('keeps one root', () => {
    expect(check(unit('east', 'east', null))?.code).toBe('invalid-directory');
    expect(check(unit('hq', 'hq', 'south'))?.code).toBe('invalid-directory');
    expect(check(unit('hq', 'head office', null))).toBeUndefined();
  });

  it('refuses ids that it does not know', () => {
    const unknown: DirectoryChange[] = [
      unit('east', 'east', 'nowhere'),
      team('t', 't', 'nowhere'),
      grant({ user: asId('nobody') }),
      grant({ team: asId('nobody') }),
      grant({ user: asId('anna') }, 'nothing'),
      { kind: 'set-member', team: asId('crew'), user: asId('nobody'), member: true },
      { kind: 'remove-column-profile', id: 'nothing' },
    ];
    expect(unknown.map((change) => check(change)?.code)).toEqual(unknown.map(() => 'not-found'));
  });

  it('refuses names and ids that are taken', () => {
    const taken: DirectoryChange[] = [
      unit('east', 'north', 'hq'),
      unit('east', 'crew', 'hq'),
      team('t', 'crew'),
      team('t', 'north'),
      team('anna', 't'),
      { kind: 'put-role', role: { id: asId('x'), name: 'seller', inheritance: 'team-only', privileges: {} } },
    ];
    expect(taken.map((change) => check(change)?.code)).toEqual(taken.map(() => 'already-exists'));
  });

  it('keeps access teams without roles, and default teams as their units make them', () => {
    expect(check(grant({ team: asId('guests') }))?.code).toBe('invalid-directory');
    expect(check(team('crew', 'crew', 'south', 'access'))?.code).toBe('invalid-directory');
    expect(check(team('north', 'other'))?.code).toBe('invalid-directory');
    const joins: DirectoryChange = {
      kind: 'set-member',
      team: asId('north'),
      user: asId('dora'),
      member: true,
    };
    expect(check(joins)?.code).toBe('invalid-directory');
    expect(check(grant({ team: asId('north') }))).toBeUndefined();
  });
});

describe('applyDirectoryChange', () => {
  it('leaves the directory before it as it was and shares what it did not touch', () => {
    const before = structuredClone(directory);
    const after = applyDirectoryChange(directory, grant({ team: asId('crew') }));
    expect(directory).toEqual(before);
    expect(after.users).toBe(directory.users);
    expect(after.teams.get(asId('crew'))?.roles).toEqual(['seller']);
  });

  it('keeps roles and members when facts are put again, and grants once', () => {
    const puts: DirectoryChange[] = [
      grant({ team: asId('crew') }),
      grant({ team: asId('crew') }),
      { kind: 'set-member', team: asId('crew'), user: asId('anna'), member: true },
      team('crew', 'renamed'),
    ];
    const again = puts.reduce(applyDirectoryChange, directory);
    expect(again.teams.get(asId('crew'))).toMatchObject({ name: 'renamed', roles: ['seller'] });
    expect([...(again.teams.get(asId('crew'))?.members ?? [])]).toEqual(['anna']);
    const revoked = applyDirectoryChange(again, {
      kind: 'revoke-role',
      role: asId('seller'),
      from: { team: asId('crew') },
    });
    expect(revoked.teams.get(asId('crew'))?.roles).toEqual([]);
  });
});
