/** Rights that change reach every session, also where one of them can not be told. */
import { expect, it } from 'vitest';
import type { Metadata } from '../../engine/model/index.ts';
import { MAX_METADATA_BYTES } from '../../engine/protocol/index.ts';
import { putColumn } from '../../test/world/organization-builder.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

it('reviews the others where a session fails, and ends that one', async () => {
  const world = await anOrganization()
    .withUser('vera')
    .withUser('otto')
    .withColumn('account', 'rating', ['vera', 'otto'])
    .open();
  const [vera, otto] = [await world.client('vera'), await world.client('otto')];
  const id = await otto.create('account', { name: 'Harbour' }, { secured: { rating: 'canary' } });
  // Nothing that a relay sends her is taken any more.
  vera.frames.push = () => {
    vera.frames = [];
    throw new Error('this socket has met a defect');
  };
  const result = await world.organization().changeDirectory(putColumn('account', 'rating', []), null);
  await world.settle();
  expect(typeof result).toBe('number');
  expect(vera.closed).toMatchObject({ reason: 'internal-error' });
  expect(otto.held.get(id)?.values).toEqual({ name: 'Harbour' });
});

it('publishes nothing that no device could be told', async () => {
  const world = await anOrganization().withUser('vera').open();
  const vera = await world.client('vera');
  vera.clear();
  const published = world.organization().metadata?.metadata;
  const options = [{ value: 1, label: 'x'.repeat(MAX_METADATA_BYTES) }];
  const metadata = { ...published, version: 2, optionSets: [{ name: 'grades', options }] } as Metadata;
  expect(await world.organization().publish(metadata, null)).toMatchObject({
    code: 'invalid-metadata',
    reason: expect.stringContaining('bytes'),
  });
  await world.settle();
  expect(world.organization().metadata?.metadata).toBe(published);
  expect(vera.frames).toEqual([]);
  expect(vera.closed).toBeUndefined();
});
