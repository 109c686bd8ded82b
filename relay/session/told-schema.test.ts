/** What docs/protocol.md says is not hidden: the schema is told to everybody, and with it no value. */
import { expect, it } from 'vitest';
import { officeInput } from '../../test/world/office.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

it('[P5] tells somebody without any right the names of entities and columns, and no value of them', async () => {
  const world = await anOrganization()
    .withUser('vera')
    .withUser('nobody', [])
    .withColumn('account', 'rating', ['vera'])
    .open();
  const [vera, nobody] = [await world.client('vera'), await world.client('nobody')];
  await vera.create('account', { name: 'canary-name' }, { secured: { rating: 'canary-rating' } });
  const { metadata, principal } = nobody.the('metadata');
  expect(metadata).toEqual(vera.the('metadata').metadata);
  expect(metadata.entities.map(({ name }) => name)).toEqual(officeInput.entities.map(({ name }) => name));
  expect([principal.grants, principal.columns]).toEqual([{}, {}]);
  expect(Buffer.concat(nobody.frames).includes('canary')).toBe(false);
  expect(nobody.held.size).toBe(0);
});
