/** Rows that turn out not to fit only when they are written: nothing is left that names them. */
import { expect, it } from 'vitest';
import {
  configured,
  deletedByDevice,
  imported,
  rowsBy,
  userNamed,
} from '../../test/world/administered-organization.ts';
import { accounts, solution } from '../../test/world/small-import.ts';
import { memorySource } from './file-source.ts';
import { importFolder } from './import-folder.ts';
import { parseMapping } from './import-mapping.ts';
import type { SolutionInput } from './solution-schema.ts';

const memo = { type: 'memo', maxLength: 1_048_576 } as const;
/** Accounts with two memos that together are more than a record may take. */
const wordy: SolutionInput = {
  ...solution,
  metadata: {
    entities: [
      {
        ...{ name: 'account', primaryName: 'name' },
        attributes: [
          { name: 'name', type: 'string' },
          { name: 'parent', type: 'lookup', targets: ['account'] },
          { name: 'notes', ...memo },
          { name: 'history', ...memo },
        ],
      },
    ],
  },
};
const attributes = {
  ...{ name: 'name', notes: 'notes', history: 'history' },
  parent: { table: 'account', columns: 'up' },
} as const;
const long = '漢'.repeat(1_000_000);

it('a row that becomes too large takes along what names it', async () => {
  const organization = await configured(wordy);
  const file = `id,name,notes,history,up\n1,A,${long},${long},\n2,B,,,1\n`;
  const report = await imported(
    organization,
    { tables: [accounts({ attributes })] },
    { 'accounts.csv': file },
  );
  expect(report.files[0]).toMatchObject({
    ...{ rows: 2, created: 0, refusedCount: 2 },
    refused: [
      { line: 2, code: 'too-large' },
      { line: 3, column: 'up', attribute: 'parent', code: 'missing-reference' },
    ],
  });
  expect((await rowsBy(organization, 'account', 'name')).size).toBe(0);
});

it('a row that stood before the one that it names comes in without it, and that is said', async () => {
  const organization = await configured(wordy);
  const file = `id,name,notes,history,up\n2,B,,,1\n1,A,${long},${long},\n3,C,,,2\n`;
  const report = await imported(
    organization,
    { tables: [accounts({ attributes })] },
    { 'accounts.csv': file },
  );
  expect(report.files[0]).toMatchObject({
    ...{ rows: 3, created: 2, refusedCount: 1 },
    refused: [
      { line: 2, column: 'up', attribute: 'parent', code: 'missing-reference' },
      { line: 3, code: 'too-large' },
    ],
  });
  const rows = await rowsBy(organization, 'account', 'name');
  expect(rows.get('B')?.values).toEqual({ name: 'B' });
  expect(rows.get('C')?.values).toMatchObject({ parent: { id: rows.get('B')?.id } });
});

it('a record that somebody deletes between the two readings is named by nothing', async () => {
  // Given an account, and a file whose row names it
  const organization = await configured(solution);
  const tables = [accounts({ attributes: { name: 'name', parent: attributes.parent } })];
  await imported(organization, { tables }, { 'accounts.csv': 'id,name,up\n1,A,\n' });
  const id = (await rowsBy(organization, 'account', 'name')).get('A')?.id;
  const mapping = parseMapping(JSON.stringify({ tables }));
  if (!mapping.ok || id === undefined) throw new Error('not imported');

  // When a device deletes it after the file was judged, before it is written
  let isJudged = false;
  const outcome = await importFolder(organization, {
    ...{ source: memorySource({ 'accounts.csv': 'id,name,up\n2,B,1\n' }), mapping: mapping.mapping },
    by: userNamed(organization, 'Ada'),
    onProgress: ({ phase }) => {
      isJudged = phase === 'check';
    },
    refusals: {
      take: () => undefined,
      async ready() {
        if (isJudged && organization.store.row('account', id) !== undefined) {
          await deletedByDevice(organization, 'account', id);
        }
      },
    },
  });

  // Then the row is refused
  expect(outcome).toMatchObject({
    report: { files: [{ created: 0, refused: [{ line: 2, code: 'missing-reference' }] }] },
  });
  expect((await rowsBy(organization, 'account', 'name')).size).toBe(0);
});
