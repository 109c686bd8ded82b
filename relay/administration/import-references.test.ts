/** References and owners: what is taken, in whatever order it comes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configured, imported, userNamed } from '../../test/world/administered-organization.ts';
import { accounts, one, solution, type Table, type UserTable } from '../../test/world/small-import.ts';

describe('references', () => {
  const linked = { attributes: { name: 'name', parent: { table: 'account', columns: 'up' } } } as const;

  it('may come before what they name, to oneself and in a circle', async () => {
    const { report, rows } = await one('id,name,up\n1,A,3\n2,B,2\n3,C,1\n', linked);
    expect(report).toMatchObject({ created: 3, refusedCount: 0 });
    const parent = (name: string) => rows.get(name)?.values;
    expect(parent('A')).toMatchObject({ parent: { entity: 'account', id: rows.get('C')?.id } });
    expect(parent('B')).toMatchObject({ parent: { entity: 'account', id: rows.get('B')?.id } });
  });

  it('to nothing refuse the row, and every row that needs it, in any order', async () => {
    const { report, rows } = await one('id,name,up\n1,A,2\n2,B,3\n3,C,9\n4,D,\n5,E,4\n', linked);
    expect([...rows.keys()].sort()).toEqual(['D', 'E']);
    expect(
      report?.refused.map(({ line, column, attribute, code }) => [line, column, attribute, code]),
    ).toEqual([2, 3, 4].map((line) => [line, 'up', 'parent', 'missing-reference']));
  });

  it('hold across files in whatever order the mapping names them', async () => {
    const visit: Table = {
      entity: 'visit',
      file: 'visits.csv',
      key: 'id',
      attributes: { name: 'name', account: { table: 'account', columns: 'account' } },
      unit: { column: 'unit', otherwise: 'North' },
    };
    const files = {
      'accounts.csv': 'id,name\n1,A\n',
      'visits.csv': 'id,name,account,unit\n7,V,1,Head office\n8,W,2,North\n',
    };
    for (const tables of [
      [visit, accounts()],
      [accounts(), visit],
    ]) {
      const organization = await configured(solution);
      const report = await imported(organization, { tables }, files);
      const sum = report.files
        .map(({ table, created, refusedCount }) => [table, created, refusedCount])
        .sort();
      expect(sum).toEqual([
        ['account', 1, 0],
        ['visit', 1, 1],
      ]);
      for await (const { system } of organization.store.rows('visit')) {
        const unit = system.owningbusinessunit;
        expect(unit && organization.directory.directory.units.get(unit)?.name).toBe('Head office');
      }
    }
  });

  it('to a refused row that is stored already are kept', async () => {
    const organization = await configured(solution);
    const tables = [accounts(linked)];
    await imported(organization, { tables }, { 'accounts.csv': 'id,name,up\n1,A,\n' });
    const report = await imported(organization, { tables }, { 'accounts.csv': 'id,name,up\n1,,\n2,B,1\n' });
    expect(report.files[0]).toMatchObject({ created: 1, refusedCount: 1, refused: [{ line: 2 }] });
  });

  it('to what an earlier import brought are found', async () => {
    const organization = await configured(solution);
    await imported(organization, { tables: [accounts()] }, { 'accounts.csv': 'id,name\n1,A\n' });
    const report = await imported(
      organization,
      { tables: [accounts(linked)] },
      { 'accounts.csv': 'id,name,up\n2,B,1\n' },
    );
    expect(report.files[0]).toMatchObject({ created: 1, refusedCount: 0 });
  });
});

describe('owners', () => {
  const people: UserTable = { name: 'person', file: 'people.csv', key: 'nr', user: 'first' };
  const files = {
    'people.csv': 'nr,first\n1,Ada\n2,Bo\n3,Old\n4,Nobody\n',
    'accounts.csv': 'id,name,who\n1,A,1\n2,B,2\n3,C,3\n4,D,4\n5,E,\n',
  };
  const owned = (otherwise?: { team: string }) =>
    accounts({ owner: { table: 'person', columns: 'who', ...(otherwise && { otherwise }) } });

  it('are users by a key; who is unknown or disabled owns nothing', async () => {
    const organization = await configured(solution);
    const report = await imported(organization, { tables: [owned(), people] }, files);
    expect(
      report.files.map(({ refused }) => refused.map(({ line, attribute }) => [line, attribute])),
    ).toEqual([
      [
        [4, 'ownerid'],
        [5, 'ownerid'],
        [6, 'ownerid'],
      ],
      [[5, null]],
    ]);
    const rows: unknown[] = [];
    for await (const { values, system } of organization.store.rows('account'))
      rows.push([values.name, system.ownerid]);
    expect(new Map(rows as [string, string][])).toEqual(
      new Map([
        ['A', userNamed(organization, 'Ada')],
        ['B', userNamed(organization, 'Bo')],
      ]),
    );
  });

  it('fall to whom the mapping names otherwise', async () => {
    const organization = await configured(solution);
    const report = await imported(organization, { tables: [people, owned({ team: 'Crew' })] }, files);
    expect(report.files[1]).toMatchObject({ created: 4, refusedCount: 1 });
  });

  it('are those of the record that a lookup names, through several; in a circle there is none', async () => {
    const like = accounts({
      file: 'below.csv',
      name: 'below',
      attributes: { name: 'name', parent: { table: 'below', columns: 'up' } },
      owner: { like: 'parent' },
    });
    const organization = await configured(solution);
    const report = await imported(
      organization,
      { tables: [like] },
      { 'below.csv': 'id,name,up\n1,A,2\n2,B,1\n3,C,\n' },
    );
    expect(report.files[0]).toMatchObject({ created: 0, refusedCount: 3 });
  });
});

it('takes exactly the rows that are right and whose references are taken, over two files', async () => {
  const row = fc.record({
    id: fc.integer({ min: 1, max: 12 }),
    name: fc.constantFrom('A', 'A', 'A', ''),
    up: fc.option(fc.integer({ min: 1, max: 14 })),
  });
  const law = fc.asyncProperty(
    fc.array(row, { maxLength: 14 }),
    fc.array(row, { maxLength: 14 }),
    async (a, b) => {
      const organization = await configured(solution);
      const up = (table: string) => ({ name: 'name', code: 'id', parent: { table, columns: 'up' } });
      const tables = [
        accounts({ attributes: up('other') }),
        accounts({ name: 'other', file: 'other.csv', attributes: up('account') }),
      ];
      const csv = (rows: typeof a) =>
        rows.map(({ id, name, up: above }) => `${id},${name},${above ?? ''}\n`).join('');
      const files = { 'accounts.csv': `id,name,up\n${csv(a)}`, 'other.csv': `id,name,up\n${csv(b)}` };

      const report = await imported(organization, { tables }, files);

      const single = (rows: typeof a) =>
        rows.filter(({ id, name }) => name !== '' && rows.filter((other) => other.id === id).length === 1);
      let taken = [single(a), single(b)] as const;
      for (let size = -1; size !== taken[0].length + taken[1].length; ) {
        size = taken[0].length + taken[1].length;
        const has = (rows: typeof a, id: number | null) =>
          id === null || rows.some((other) => other.id === id);
        const [first, second] = taken;
        taken = [first.filter((r) => has(second, r.up)), second.filter((r) => has(first, r.up))];
      }
      expect(report.files.map(({ rows, created }) => [rows, created])).toEqual([
        [a.length, taken[0].length],
        [b.length, taken[1].length],
      ]);
    },
  );
  await fc.assert(law, { numRuns: 40 });
});
