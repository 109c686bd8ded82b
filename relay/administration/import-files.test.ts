/** How files and keys are read, each rule as an import of a small folder. */
import { describe, expect, it } from 'vitest';
import { isUuid } from '../../engine/model/index.ts';
import { configured, imported } from '../../test/world/administered-organization.ts';
import { accounts, one, solution } from '../../test/world/small-import.ts';

describe('files', () => {
  it('are read with or without byte order mark, with every end of line, with or without a last one', async () => {
    for (const mark of ['', '\ufeff'])
      for (const end of ['\n', '\r\n', '\r'])
        for (const last of ['', end]) {
          const { report, rows } = await one(`${mark}id,name${end}1,Ä${end}2,B${last}`);
          expect(report).toMatchObject({ rows: 2, created: 2, refusedCount: 0, separator: ',' });
          expect([...rows.keys()].sort()).toEqual(['B', 'Ä']);
        }
  });

  it.each([',', ';', '\t', '|'])('with the separator %j are told by their header', async (separator) => {
    const file = ['id,name', '1,A'].join('\n').replaceAll(',', separator);
    expect((await one(file)).report).toMatchObject({ separator, created: 1 });
  });

  it('whose header fits no separator, lacks a column or has one twice are not read', async () => {
    for (const file of ['id/name\n1/A', 'id,nom\n1,A', 'id,name,name\n1,A,A', '', '\n\n']) {
      const { report } = await one(file);
      expect(report).toMatchObject({ rows: 0, created: 0, problem: { line: 1 } });
    }
  });

  it('under whose header more than one separator fits are not read until one is named', async () => {
    const only = { attributes: { name: 'id' } };
    const reason = 'more than one separator fits; name it in the mapping';
    expect((await one('id\n1\n', only)).report).toMatchObject({ created: 0, problem: { line: 1, reason } });
    expect((await one('id\n1\n', { ...only, separator: ',' })).report).toMatchObject({ created: 1 });
  });

  it('that are missing are said to be', async () => {
    const organization = await configured(solution);
    const report = await imported(organization, { tables: [accounts()] }, { 'other.csv': 'a\n' });
    expect(report.files[0]?.problem?.reason).toBe(
      'under no separator does the header have the columns id, name',
    );
    expect(report.unmappedFiles).toEqual(['other.csv']);
  });

  it('list the columns that are not mapped', async () => {
    expect((await one('id,name,x,y\n1,A,,\n')).report?.unmappedColumns).toEqual(['x', 'y']);
  });

  it('with bytes that are no UTF-8 lose only the rows that have them, by line', async () => {
    const bytes = Buffer.concat([
      Buffer.from('id,name\n1,A\n2,'),
      Buffer.from([0xe4]),
      Buffer.from('\n3,C\n'),
    ]);
    const { report, rows } = await one(bytes);
    expect(report).toMatchObject({ rows: 3, created: 2, refusedCount: 1, refused: [{ line: 3 }] });
    expect([...rows.keys()].sort()).toEqual(['A', 'C']);
  });

  it('with a quote that is never closed say where it opened', async () => {
    const { report } = await one('id,name\n1,A\n2,"B\n3,C\n');
    expect(report).toMatchObject({ rows: 2, created: 1, refused: [{ line: 3, column: 'name' }] });
  });

  it('keep quotes over lines, and lines are counted through them', async () => {
    const { report, rows } = await one('id,name\n1,"A\r\nB ""C"""\n2,B,x\n');
    expect([...rows.keys()]).toEqual(['A\r\nB "C"']);
    expect(report?.refused).toMatchObject([{ line: 4, reason: 'the row has 3 fields, and the header 2' }]);
  });
});

describe('keys', () => {
  it('stay byte for byte', async () => {
    const keys = [
      '1e3',
      '1000',
      '0010',
      '10',
      '1234567890123456789',
      '1234567890123456788',
      'É',
      'E\u0301',
      ' a',
      'a',
    ];
    const file = ['id,name', ...keys.map((key) => `${key},${JSON.stringify(key)}`)].join('\n');
    const { report, rows } = await one(file, { attributes: { name: 'id', code: 'id' } });
    expect(report).toMatchObject({ created: keys.length, refusedCount: 0 });
    expect(new Set([...rows.values()].map(({ id }) => id)).size).toBe(keys.length);
    expect(new Set(rows.keys())).toEqual(new Set(keys));
  });

  it('of several columns do not run together', async () => {
    const { report } = await one('a,b,name\nx,yz,A\nxy,z,B\nx,"y,z",C\n"x,y",z,D\n', { key: ['a', 'b'] });
    expect(report).toMatchObject({ created: 4 });
  });

  it('that are UUIDs are the ids, in lower case; others get the same one each time', async () => {
    const uuid = '0199c0de-AAAA-7000-8000-000000000001';
    const first = await one(`id,name\n${uuid},A\n7,B\n`);
    expect(first.rows.get('A')?.id).toBe(uuid.toLowerCase());
    const second = await one('id,name\n7,B\n');
    expect(second.rows.get('B')?.id).toBe(first.rows.get('B')?.id);
    expect(isUuid(second.rows.get('B')?.id)).toBe(true);
  });

  it('that stand twice are refused with both lines, and so are UUIDs in two cases', async () => {
    const uuid = '0199c0de-aaaa-7000-8000-000000000001';
    const { report, rows } = await one(`id,name\n1,A\n2,B\n1,C\n${uuid},D\n${uuid.toUpperCase()},E\n1,F\n`);
    expect([...rows.keys()]).toEqual(['B']);
    expect(report).toMatchObject({ rows: 6, created: 1, refusedCount: 5 });
    expect(report?.refused.map(({ line, code }) => [line, code])).toEqual(
      [2, 4, 5, 6, 7].map((line) => [line, 'duplicate-id']),
    );
    expect(report?.refused[0]?.reason).toContain('line 4');
    expect(report?.refused[1]?.reason).toContain('line 2');
  });

  it('that are empty or a null word are refused', async () => {
    const { report } = await one('id,name\n,A\nNULL,B\n', { null: 'NULL' });
    expect(report).toMatchObject({ created: 0, refused: [{ line: 2, column: 'id' }, { line: 3 }] });
  });
});
