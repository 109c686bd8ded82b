import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

it('[P4] shows nothing of a sent change any more when a record that it uses was refused', async () => {
  const { device, relay, time } = await aDevice();
  const known = await device.create('account', { name: 'known' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'known' });
  await time.advance(10);
  const created = await device.create('account', { name: 'new' });
  await time.advance(10);
  const refused = relay.push;
  await device.transact((tx) => {
    tx.set('account', known, { name: 'both' });
    tx.set('account', created, { name: 'both' });
  });
  await time.advance(10);
  relay.reject(refused);
  await time.advance(10);
  expect([known, created].map((id) => device.get('account', id)?.values.name)).toEqual(['known', undefined]);
  relay.reject(relay.push, { code: 'depends-on-rejected' });
  await time.advance(10);
  expect(device.drafts()).toHaveLength(2);
  expect(device.get('account', known)?.values.name).toBe('known');
});
