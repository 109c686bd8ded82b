/** Which grants reach which records: the two gates, one behaviour at a time. */
import { describe, expect, it } from 'vitest';
import { asId, type Row } from '../model/index.ts';
import {
  type AccessLevel,
  accessMask,
  applyDirectoryChange,
  canRead,
  type Directory,
  decideAccess,
  privilegeBit,
  privileges,
  type Role,
  resolvePrincipal,
} from './index.ts';
import {
  aDirectory,
  aRow,
  create,
  decide,
  entity,
  everything,
  member,
  principal,
  role,
  update,
} from './security-world.fixture.ts';

describe('privilege and access', () => {
  const mine = aRow('account', 'a', 'anna', 'south');
  const reads = (directory: Directory, row: Row) =>
    canRead(principal(directory), entity(row.entity), row.system);

  it('needs some grant of the privilege even on what the user owns', () => {
    const directory = aDirectory(...role('r', { account: { read: 'user' } }));
    expect(decide(directory, update(mine, { name: 'x' }))).toBe('privilege-missing');
    expect(reads(directory, mine)).toBe(true);
    expect(reads(aDirectory(), mine)).toBe(false);
  });

  it('reaches by level the own unit, the units below it, or everything', () => {
    const owned = (unit: string) => aRow('account', 'a', 'dora', unit);
    const reached = (level: AccessLevel) => {
      const directory = aDirectory(...role('r', { account: { read: level } }));
      return ['hq', 'north', 'harbour', 'south'].filter((unit) => reads(directory, owned(unit)));
    };
    expect(reached('none')).toEqual([]);
    expect(reached('user')).toEqual([]);
    expect(reached('business-unit')).toEqual(['north']);
    expect(reached('parent-child')).toEqual(['north', 'harbour']);
    expect(reached('organization')).toEqual(['hq', 'north', 'harbour', 'south']);
  });

  it('counts the role of a team from the unit of the team', () => {
    const rights = role('r', { account: { read: 'business-unit' } }, { team: 'crew' });
    const directory = aDirectory(...rights, member('crew'));
    expect(reads(directory, aRow('account', 'a', 'dora', 'south'))).toBe(true);
    expect(reads(directory, aRow('account', 'a', 'ben', 'north'))).toBe(false);
  });

  it('lets a team-only role reach what the team owns and not what its member owns', () => {
    const hand = (inheritance: Role['inheritance']) =>
      aDirectory(...role('r', { account: { read: 'user' } }, { team: 'crew' }, inheritance), member('crew'));
    expect(reads(hand('team-only'), mine)).toBe(false);
    expect(reads(hand('team-only'), aRow('account', 'a', 'crew', 'south'))).toBe(true);
    expect(reads(hand('direct-user-and-team'), mine)).toBe(true);
  });

  it('has every user of a unit in its default team, and out of it when they move', () => {
    const directory = aDirectory(...role('r', { account: { read: 'user' } }, { team: 'north' }));
    const ofUnit = aRow('account', 'a', 'north', 'north');
    expect(reads(directory, ofUnit)).toBe(true);
    const moved = applyDirectoryChange(directory, {
      kind: 'put-user',
      user: {
        id: asId('anna'),
        name: 'anna',
        unit: asId('south'),
        disabled: false,
        language: 'en',
        timeZone: 'UTC',
      },
    });
    expect(reads(moved, ofUnit)).toBe(false);
  });

  it('gives an access team nothing by its roles or as an owner', () => {
    const directory = aDirectory(...role('r', { account: { read: 'user' } }), member('guests'));
    expect(reads(directory, aRow('account', 'a', 'guests', 'south'))).toBe(false);
  });

  it('knows only organization for entities of the organization, and no owner of units', () => {
    const wide = aDirectory(
      ...role('r', { country: everything('parent-child'), depot: everything('business-unit') }),
    );
    expect(reads(wide, aRow('country', 'c', null, null))).toBe(false);
    expect(reads(wide, aRow('depot', 'd', null, 'north'))).toBe(true);
    expect(reads(wide, aRow('depot', 'd', null, 'harbour'))).toBe(false);
    expect(decide(wide, create('country', null, null))).toBe('privilege-missing');
    const all = aDirectory(...role('r', { country: everything('organization') }));
    const mask = accessMask(principal(all), entity('country'), { ownerid: null, owningbusinessunit: null });
    expect(privileges.filter((name) => (mask & privilegeBit(name)) === 0)).toEqual(['assign', 'share']);
  });

  it('says by which ground access was found', () => {
    const directory = aDirectory(...role('r', { account: { read: 'organization' } }));
    const ask = (owner: string) =>
      decideAccess({
        principal: principal(directory),
        index: entity('account'),
        privilege: 'read',
        owner: aRow('account', 'a', owner, 'south').system,
      });
    expect(ask('anna')).toEqual({ allowed: true, ground: 'ownership' });
    expect(ask('dora')).toEqual({ allowed: true, ground: 'level' });
  });

  it('resolves nobody for an unknown or disabled user', () => {
    expect(resolvePrincipal(aDirectory(), asId('gone'))).toBeUndefined();
    expect(resolvePrincipal(aDirectory(), asId('nobody'))).toBeUndefined();
  });
});
