/** A draft that is given up takes none of those along that hang under it. */
import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

it('keeps what hangs under a draft that is discarded, as a draft of its own', async () => {
  // Given a refused account, and a contact in it that became a draft with it
  const { device, relay, time } = await aDevice();
  relay.maxUnanswered = 1;
  device.goOffline();
  device.goOnline();
  await time.advance(50);
  const parent = await device.create('account', { name: 'P' });
  await time.advance(10);
  await device.create('contact', { name: 'C', parent: { entity: 'account', id: parent } });
  relay.reject(relay.push);
  await time.advance(10);
  const [first, second] = device.drafts();
  expect(second?.dependsOn).toBe(first?.id);

  // When the account is given up
  await first?.discard();

  // Then what was written of the contact is still there
  expect(device.drafts()).toMatchObject([{ id: second?.id, dependsOn: null }]);
  expect(device.drafts()[0]?.operations).toMatchObject([{ kind: 'create', wanted: { name: 'C' } }]);
});
