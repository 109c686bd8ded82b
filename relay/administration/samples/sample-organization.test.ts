/** The sample organization: whole, plausible, and the rights that the demo page plays with. */
import { expect, it } from 'vitest';
import { anOrganization, rowsBy, userNamed } from '../../../test/world/administered-organization.ts';
import { type Action, SAMPLE_PAIR, sampleOrganization, why } from '../index.ts';
import { meridianMetadata } from './meridian-entities.ts';
import { meridianFiles } from './meridian-files.ts';
import { customers } from './meridian-words.ts';

const textOf = async (name: string, seed?: number) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of meridianFiles(seed).open(name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

it('is made without a refusal, of 300 to 500 records, and again without a change', async () => {
  const organization = await anOrganization();

  const { report } = await sampleOrganization(organization);

  const created = report.files.reduce((sum, file) => sum + file.created, 0);
  expect(report.files.flatMap(({ refused }) => refused)).toEqual([]);
  expect(report.unmappedFiles).toEqual([]);
  expect(report.files.flatMap(({ unmappedColumns }) => unmappedColumns)).toEqual([]);
  expect(created).toBe(472);
  const sequence = organization.store.lastSequence;
  const again = await sampleOrganization(organization);
  expect(again.report.files.every(({ rows, unchanged }) => rows === unchanged)).toBe(true);
  expect(organization.store.lastSequence).toBe(sequence);
});

it('follows from its seed', async () => {
  await expect(textOf('accounts.csv')).resolves.toBe(await textOf('accounts.csv', 1));
  await expect(textOf('accounts.csv')).resolves.not.toBe(await textOf('accounts.csv', 2));
});

it('has every type of attribute that people edit, and a label for each', () => {
  const attributes = (meridianMetadata.entities ?? []).flatMap(
    (entity) => entity.attributes as { readonly type: string; readonly label?: string }[],
  );
  const types = new Set(attributes.map(({ type }) => type));
  const edited = 'boolean choice date datetime decimal integer lookup memo money string'.split(' ');
  expect([...types].sort()).toEqual(edited);
  expect(attributes.filter(({ label = '' }) => label === '')).toEqual([]);
});

it('lets Ana and Ben work on the same accounts, both see credit limits, and only Ana change them', async () => {
  const organization = await anOrganization();
  await sampleOrganization(organization);
  const accounts = await rowsBy(organization, 'account', 'name');
  const may = (name: string, account: string, action: Action) => {
    const user = userNamed(organization, name);
    const id = accounts.get(account)?.id;
    if (id === undefined) throw new Error(`no account ${account}`);
    const explained = why(organization, { user, entity: 'account', id, action });
    if ('allowed' in explained) return explained.code ?? 'allowed';
    throw new Error(explained.reason);
  };
  const edit = (...attributes: string[]): Action => ({ operation: 'update', attributes });
  const { left, right } = SAMPLE_PAIR;

  for (const account of customers.slice(0, 2)) {
    for (const name of [left, right])
      expect(may(name, account, edit('phone', 'description'))).toBe('allowed');
    expect(may(left, account, edit('creditlimit'))).toBe('allowed');
    expect(may(right, account, edit('creditlimit'))).toBe('column-secured');
    expect(may('Carla Dahl', account, { privilege: 'read' })).toBe('allowed');
    expect(may('Carla Dahl', account, edit('creditlimit'))).toBe('attribute-removed');
  }
});
