import { expect, it } from 'vitest';
import { aDevice, officeMetadata } from '../../test/world/device-world.ts';
import { powerfulPrincipal } from '../../test/world/scripted-relay.ts';

/** The metadata without contacts. */
const fewer = {
  ...officeMetadata,
  version: 2,
  entities: officeMetadata.entities.filter(({ name }) => name !== 'contact'),
};

it('an entity that the metadata has no more takes its unsent changes to the drafts, and nothing else', async () => {
  const world = await aDevice();
  const { device, relay, time } = world;
  const sent = await device.create('contact', { name: 'sent', notes: 'words' });
  await time.advance(10);
  relay.maxUnanswered = 1;
  relay.drop();
  await time.advance(40_000);
  await device.create('contact', { name: 'unsent', notes: 'more words' });
  const kept = await device.create('account', { name: 'kept' });
  const principal = powerfulPrincipal(fewer);
  relay.say({ type: 'metadata', version: 2, filterVersion: 1, metadata: fewer, principal });
  await time.advance(10);
  expect(device.drafts()).toMatchObject([
    { why: { code: 'entity-not-offline' }, operations: [{ wanted: { notes: 'more words' } }] },
  ]);
  expect(device.status.state).toBe('ready');
  expect(device.get('contact', sent)).toBeUndefined();
  const again = await world.reopen();
  expect(again.get('account', kept)?.values).toEqual({ name: 'kept' });
  relay.reject(relay.pushes.findLast(({ number }) => number === 1) ?? relay.push);
  await time.advance(10);
  expect(again.drafts()).toHaveLength(2);
  expect(again.status.state).toBe('ready');
});
