/** What an import writes, and that a second one writes nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_DEVICE_NUMBER, type Values } from '../../engine/model/index.ts';
import { clientIdOf, decodeUpdate, defaultLimits, deviceOf, readRow } from '../../engine/record/index.ts';
import {
  configured,
  deletedByDevice,
  imported,
  rowsBy,
  userNamed,
} from '../../test/world/administered-organization.ts';
import { accounts, one, solution } from '../../test/world/small-import.ts';
import { writeRecord } from './write-record.ts';

describe('importing again', () => {
  const attributes = { name: 'name', size: 'size', notes: 'notes', limit: 'limit' };
  const file = 'id,name,size,notes,limit\n1,A,1,"long\ntext",5\n2,B,2,,\n3,C,3,x,\n';

  it('changes no version, and of a changed row only what changed', async () => {
    const organization = await configured(solution);
    const tables = [accounts({ attributes })];
    await imported(organization, { tables }, { 'accounts.csv': file });
    const before = await rowsBy(organization, 'account', 'name');
    const sequence = organization.store.lastSequence;

    const again = await imported(organization, { tables }, { 'accounts.csv': file });
    expect(again.files[0]).toMatchObject({ rows: 3, unchanged: 3, created: 0, updated: 0 });
    expect(organization.store.lastSequence).toBe(sequence);

    const changed = file.replace('1,A,1,"long\ntext",5', '1,A,9,"long\nnew text",');
    const third = await imported(organization, { tables }, { 'accounts.csv': changed });
    expect(third.files[0]).toMatchObject({ updated: 1, unchanged: 2 });
    const after = await rowsBy(organization, 'account', 'name');
    expect(after.get('A')?.values).toEqual({ name: 'A', size: 9, notes: 'long\nnew text' });
    expect(after.get('B')).toEqual(before.get('B'));
    const newest = await organization.store.audit({ limit: 1 })[Symbol.asyncIterator]().next();
    const entry = newest.value?.entry;
    const [operation] = entry?.kind === 'accepted' ? entry.operations : [];
    expect(operation?.before).toEqual({ size: 1, notes: 'long\ntext', limit: '5' });
    expect(operation?.after).toEqual({ size: 9, notes: 'long\nnew text', limit: null });
  });

  it('does not bring a deleted record back, nor what would name it', async () => {
    const organization = await configured(solution);
    const tables = [accounts({ attributes: { name: 'name', parent: { table: 'account', columns: 'up' } } })];
    const rows = 'id,name,up\n1,A,\n2,B,\n';
    await imported(organization, { tables }, { 'accounts.csv': rows });
    const id = (await rowsBy(organization, 'account', 'name')).get('A')?.id;
    if (id === undefined) throw new Error('not imported');
    await deletedByDevice(organization, 'account', id);

    const index = organization.metadata?.entity('account');
    const by = userNamed(organization, 'Ada');
    if (index === undefined) throw new Error('no metadata');
    const wanted = { index, id, values: { name: 'A' }, owner: by, unit: null };
    const outcome = await organization.runJob((work) => writeRecord(work, wanted, by));
    expect(outcome).toMatchObject({ code: 'duplicate-id' });
    const again = await imported(organization, { tables }, { 'accounts.csv': `${rows}3,C,1\n` });

    expect(again.files[0]).toMatchObject({ rows: 3, unchanged: 1, created: 0, refusedCount: 2 });
    expect(again.files[0]?.refused.map(({ line, code }) => [line, code])).toEqual([
      [2, 'duplicate-id'],
      [4, 'missing-reference'],
    ]);
  });
});

it('writes under the relay’s own device number, so that authors stay known', async () => {
  const { organization, rows } = await one('id,name\n1,A\n');
  const id = rows.get('A')?.id;
  const part = id && organization.store.part('account', id, 'main');
  const decoded = decodeUpdate(part?.updates[0] ?? new Uint8Array(), defaultLimits);
  if (!decoded.ok) throw new Error(decoded.refusal.reason);
  expect(decoded.update.structs.map(({ client }) => deviceOf(client))).toEqual([4096]);
  expect(decoded.update.structs[0]?.client).toBe(clientIdOf(4096 as never, 0));
});

it('changes texts by whole characters, and writes above the stamp that is there', async () => {
  const { organization, rows } = await one('id,name,notes\n1,A,\n', {
    attributes: { name: 'name', notes: 'notes' },
  });
  const id = rows.get('A')?.id;
  const index = organization.metadata?.entity('account');
  if (id === undefined || index === undefined) throw new Error('not imported');
  const owner = userNamed(organization, 'Ada');
  const write = (values: Values) =>
    organization.runJob((work) => writeRecord(work, { index, id, values, owner, unit: null }, owner));
  const texts = ['a😀b', 'a😁b', '😁', '😁😁', '', 'x'];
  for (const notes of texts) {
    await write({ notes });
    expect(organization.store.row('account', id)?.values.notes ?? '').toBe(notes);
  }
  const stamps = await organization.runJob((work) => {
    const stampOf = () => {
      const part = work.store.part('account', id, 'main');
      const [last] = part?.updates.slice(-1) ?? [];
      const decoded = decodeUpdate(last ?? new Uint8Array(), defaultLimits);
      return decoded.ok
        ? JSON.stringify(decoded.update.structs)
            .match(/\d{12,}/g)
            ?.map(Number)
        : undefined;
    };
    return ['B', 'C', 'D'].map((name) => {
      writeRecord(work, { index, id, values: { name }, owner, unit: null }, owner);
      return Math.max(...(stampOf() ?? []));
    });
  });
  expect(new Set(stamps).size).toBe(3);
  expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
});

it('leaves no document warm that lacks what it wrote', async () => {
  const { organization, rows } = await one('id,name\n1,A\n');
  const id = rows.get('A')?.id;
  const index = organization.metadata?.entity('account');
  const layout = index?.part('main');
  if (id === undefined || index === undefined || layout === undefined) throw new Error('not imported');
  const owner = userNamed(organization, 'Ada');
  const names = await organization.runJob((work) => {
    const read = () => {
      const question = { entity: 'account', id, layout, device: FIRST_DEVICE_NUMBER };
      return readRow(work.candidates.load(question, work.store).doc, layout).name;
    };
    const before = read();
    writeRecord(work, { index, id, values: { name: 'B' }, owner, unit: null }, owner);
    return [before, read()];
  });
  expect(names).toEqual(['A', 'B']);
});

it('counts every row once, whatever the files hold', async () => {
  const hostile = fc.string({
    unit: fc.constantFrom('"', ',', '\r', '\n', '1', '2', 'A', 'é'),
    maxLength: 80,
  });
  const law = fc.asyncProperty(hostile, async (text) => {
    const { report, rows } = await one(`id,name,up\n${text}`, { attributes: { name: 'id' } });
    expect(report?.created).toBe(rows.size);
  });
  await fc.assert(law, { numRuns: 40 });
});

it('refuses a row that would make a record larger than a record may be', async () => {
  const { organization, rows } = await one('id,name\n1,A\n');
  const row = rows.get('A');
  const index = organization.metadata?.entity('account');
  if (row === undefined || index === undefined) throw new Error('not imported');
  const wanted = {
    index,
    values: { notes: 'x'.repeat(900) },
    owner: userNamed(organization, 'Ada'),
    unit: null,
  };
  const by = userNamed(organization, 'Ada');
  const write = (id: typeof row.id, maxRecordBytes: number) =>
    organization.runJob((work) => writeRecord({ ...work, maxRecordBytes }, { ...wanted, id }, by));
  const other = '01943ad7-aa80-7000-8000-0000000000ff' as typeof row.id;
  for (const id of [row.id, other]) expect(await write(id, 800)).toMatchObject({ code: 'too-large' });
  for (const id of [row.id, other]) expect(await write(id, 2_000)).toMatch(/updated|created/);
});
