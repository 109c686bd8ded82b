/** What each operation needs and how it is refused, one behaviour at a time. */
import { describe, expect, it } from 'vitest';
import { asId, type OwnerId, type Row } from '../model/index.ts';
import {
  type AuthorizeOperation,
  authorize,
  type Directory,
  type DirectoryChange,
  readableParts,
} from './index.ts';
import {
  aDirectory,
  aRow,
  columns,
  create,
  decide,
  entity,
  everything,
  principal,
  role,
  update,
  worldOf,
} from './security-world.fixture.ts';

describe('what may not be read', () => {
  const hidden = aRow('account', 'a', 'dora', 'south');
  const directory = aDirectory(...role('r', { account: { ...everything('organization'), read: 'user' } }));
  const ask = (operation: AuthorizeOperation) =>
    authorize(principal(directory), operation, worldOf(directory, hidden));

  it('is gone for every operation, in the words for a record that never was', () => {
    const operations = (row: Row | undefined): AuthorizeOperation[] => [
      update(row, { name: 'x', limit: 'y', unheard: 'z' }),
      { kind: 'delete', row },
      { kind: 'set-state', row, statecode: 'inactive' },
      { kind: 'assign', row, newOwner: asId<OwnerId>('nobody') },
    ];
    const absent = operations(undefined).map(ask);
    expect(operations(hidden).map(ask)).toEqual(absent);
    expect(new Set(absent.map((decision) => JSON.stringify(decision))).size).toBe(1);
    expect(absent[0]).toMatchObject({ allowed: false, code: 'record-gone' });
  });

  it('is no column: it answers like an attribute that does not exist', () => {
    const row = aRow('account', 'b', 'anna', 'north');
    const unreadable = ask(update(row, { limit: 'x' }));
    const unheard = ask(update(row, { limitx: 'x' }));
    expect(unreadable).toMatchObject({ code: 'attribute-removed', attributes: ['limit'] });
    expect({ ...unreadable, attributes: [] }).toEqual({ ...unheard, attributes: [] });
    expect(ask(create('account', 'anna', 'north', { limit: 'x' }))).toEqual(unreadable);
  });
});

describe('operations', () => {
  const all = { account: everything('organization'), visit: everything('organization') };
  const whole = aDirectory(...role('r', all));
  const account = aRow('account', 'a', 'dora', 'south');
  const visit = aRow('visit', 'v', 'anna', 'north');
  const without = (entityName: 'account' | 'visit', privilege: string, level: 'none' | 'user' = 'none') =>
    aDirectory(...role('r', { ...all, [entityName]: { ...all[entityName], [privilege]: level } }));

  it('create for the owner that the record will have', () => {
    const own = without('account', 'create', 'user');
    expect(decide(own, create('account', 'anna', 'north'))).toBe('allowed');
    expect(decide(own, create('account', 'north', 'north'))).toBe('allowed');
    expect(decide(own, create('account', 'ben', 'north'))).toBe('access-missing');
    expect(decide(whole, create('account', 'ben', 'north'))).toBe('allowed');
    expect(decide(without('account', 'create'), create('account', 'anna', 'north'))).toBe(
      'privilege-missing',
    );
  });

  it('create needs an owner that can own', () => {
    for (const owner of ['nobody', 'gone', 'guests', null]) {
      expect(decide(whole, create('account', owner, 'north'))).toBe('missing-reference');
    }
  });

  it('set-state needs write, delete needs delete', () => {
    const state: AuthorizeOperation = { kind: 'set-state', row: account, statecode: 'inactive' };
    expect(decide(whole, state)).toBe('allowed');
    expect(decide(without('account', 'write', 'user'), state)).toBe('access-missing');
    expect(decide(without('account', 'delete'), { kind: 'delete', row: account })).toBe('privilege-missing');
  });

  it('delete stops at related records', () => {
    const child = aRow('visit', 'v', 'anna', 'north', { customer: { entity: 'account', id: 'a' } });
    expect(decide(whole, { kind: 'delete', row: account }, account)).toBe('allowed');
    expect(decide(whole, { kind: 'delete', row: account }, account, child)).toBe('restricted-by-children');
  });

  it('assign needs an enabled user or owner team that could read the record', () => {
    const assign = (directory: Directory, newOwner: string) =>
      decide(directory, { kind: 'assign', row: account, newOwner: asId<OwnerId>(newOwner) });
    for (const owner of ['nobody', 'gone', 'guests']) expect(assign(whole, owner)).toBe('missing-reference');
    expect(assign(whole, 'ben')).toBe('access-missing');
    expect(assign(whole, 'crew')).toBe('access-missing');
    expect(assign(aDirectory(...role('r', all), ...role('s', all, { user: 'ben' })), 'ben')).toBe('allowed');
    expect(assign(aDirectory(...role('r', all), ...role('s', all, { team: 'crew' })), 'crew')).toBe(
      'allowed',
    );
    expect(assign(without('account', 'assign', 'user'), 'anna')).toBe('access-missing');
  });

  describe('lookups', () => {
    const link = (directory: Directory) =>
      decide(directory, update(visit, { customer: { entity: 'account', id: 'a' } }), account, visit);

    it('are set with append here and append-to there', () => {
      expect(link(whole)).toBe('allowed');
      expect(link(without('visit', 'append'))).toBe('privilege-missing');
      expect(link(without('account', 'append-to', 'user'))).toBe('access-missing');
    });

    it('miss a target that may not be read just as one that is absent', () => {
      expect(link(without('account', 'read'))).toBe('missing-reference');
      expect(link(without('account', 'read', 'user'))).toBe('missing-reference');
      expect(decide(whole, update(visit, { customer: { entity: 'account', id: 'b' } }))).toBe(
        'missing-reference',
      );
    });

    it('are cleared with append alone, and left alone with nothing', () => {
      const linked = aRow('visit', 'v', 'anna', 'north', { customer: { entity: 'account', id: 'a' } });
      expect(decide(without('account', 'append-to'), update(linked, { customer: null }))).toBe('allowed');
      expect(decide(without('visit', 'append'), update(linked, { customer: null }))).toBe(
        'privilege-missing',
      );
      expect(decide(without('visit', 'append'), update(linked, linked.values))).toBe('allowed');
    });

    it('are judged on the record as it will be when it is created', () => {
      const own = without('visit', 'append', 'user');
      const values = { customer: { entity: 'account', id: 'a' } };
      expect(decide(own, create('visit', 'anna', 'north', values), account)).toBe('allowed');
      expect(decide(own, create('visit', 'ben', 'north', values), account)).toBe('access-missing');
    });

    it('to the directory need only that it has the entry', () => {
      const guide = (id: string) => update(visit, { guide: { entity: 'user', id } });
      expect(decide(whole, guide('dora'))).toBe('allowed');
      expect(decide(whole, guide('nobody'))).toBe('missing-reference');
    });
  });

  it('touch secured columns only with the right for it, which needs read', () => {
    const may = (read: boolean, updates: boolean, creates: boolean) =>
      columns({ read, update: updates, create: creates });
    const both = (...profiles: DirectoryChange[]) => {
      const directory = aDirectory(...role('r', all), ...profiles);
      return [
        decide(directory, update(account, { limit: 'x' })),
        decide(directory, create('account', 'anna', 'north', { limit: 'x' })),
        [...readableParts(principal(directory), entity('account'))].join(),
      ];
    };
    expect(both(may(true, false, true))).toEqual(['column-secured', 'allowed', 'main,limit']);
    expect(both(may(true, true, false))).toEqual(['allowed', 'column-secured', 'main,limit']);
    expect(both(may(false, true, true))).toEqual(['attribute-removed', 'attribute-removed', 'main']);
    expect(both(may(false, true, true), may(true, false, false))).toEqual([
      'allowed',
      'allowed',
      'main,limit',
    ]);
  });

  it('reach a record that nobody owns through a related one that may be read', () => {
    const rights = { note: everything('organization'), account: { read: 'business-unit' as const } };
    const directory = aDirectory(...role('r', rights));
    const note = aRow('note', 'n', null, null, { about: { entity: 'account', id: 'a' } });
    const near = aRow('account', 'a', 'ben', 'north');
    expect(decide(directory, update(note, { name: 'x' }), note, near)).toBe('allowed');
    expect(decide(directory, update(note, { name: 'x' }), note, account)).toBe('record-gone');
    const seen = aDirectory(...role('r', { ...rights, visit: { read: 'organization' } }));
    const pointing = aRow('visit', 'v', 'ben', 'north', { remark: { entity: 'note', id: 'n' } });
    const alone = aRow('note', 'n', null, null);
    expect(decide(seen, update(alone, { name: 'x' }), alone, pointing)).toBe('allowed');
    expect(decide(seen, update(alone, { name: 'x' }), alone)).toBe('record-gone');
  });

  it('leave a trace only when asked', () => {
    const operation: AuthorizeOperation = { kind: 'set-state', row: account, statecode: 'inactive' };
    const quiet = authorize(principal(whole), operation, worldOf(whole));
    const told = authorize(principal(whole), operation, worldOf(whole), { trace: true });
    expect(quiet.trace).toEqual([]);
    expect(told.trace).toMatchObject([
      { rule: 'record', passed: true },
      {
        rule: 'access',
        privilege: 'write',
        ground: 'level',
        reaching: [{ through: { role: 'r', team: null } }],
      },
    ]);
  });
});
