/** The made sample: 300 records that fit the sample's own mapping, the same each time. */
import { expect, it } from 'vitest';
import { anOrganization } from '../../../test/world/administered-organization.ts';
import { sampleOrganization, sampleSource } from '../index.ts';

const textOf = async (name: string, seed?: number) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of sampleSource(seed).open(name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

it('is imported without a refusal, 300 records, and again without a change', async () => {
  const organization = await anOrganization();

  const { report } = await sampleOrganization(organization);

  const created = report.files.reduce((sum, file) => sum + file.created, 0);
  expect(report.files.flatMap(({ refused }) => refused)).toEqual([]);
  expect(created).toBe(300);
  const again = await sampleOrganization(organization);
  expect(again.report.files.every(({ rows, unchanged }) => rows === unchanged)).toBe(true);
});

it('follows from its seed', async () => {
  await expect(textOf('customers.csv')).resolves.toBe(await textOf('customers.csv', 1));
  await expect(textOf('customers.csv')).resolves.not.toBe(await textOf('customers.csv', 2));
});
