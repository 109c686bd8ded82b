import { expect, it } from 'vitest';
import { aDevice, type DeviceWorld } from '../../test/world/device-world.ts';

const LARGE = 'x'.repeat(2_000);

/** An offline device whose relay takes little at once. */
async function withLimits(): Promise<DeviceWorld> {
  const world = await aDevice();
  world.relay.maxChangeBytes = 2_000;
  world.relay.maxOperations = 3;
  world.device.goOffline();
  world.device.goOnline();
  await world.time.advance(10);
  world.device.goOffline();
  return world;
}

it('a change over the limits of the relay becomes a draft unsent, and holds up nothing', async () => {
  const { device, relay, time } = await withLimits();
  const large = await device.create('account', { name: 'A', notes: LARGE });
  await device.create('contact', { name: 'B', parent: { entity: 'account', id: large } });
  await device.transact(async (transaction) => {
    for (const name of ['1', '2', '3', '4']) transaction.create('account', { name });
  });
  const small = await device.create('account', { name: 'C' });
  device.goOnline();
  await time.advance(40_000);
  expect(relay.pushes).toMatchObject([{ number: 1, operations: [{ kind: 'create', id: small }] }]);
  expect(device.drafts()).toMatchObject([
    { why: { code: 'too-large' }, operations: [{ wanted: { notes: LARGE } }] },
    { why: { code: 'depends-on-rejected' } },
    { why: { code: 'too-large' } },
  ]);
  expect(device.status.pending).toBe(1);
});

it('edits fold into a change only up to half of the limit', async () => {
  const { device, relay, time } = await withLimits();
  const id = await device.create('account', { name: 'A', notes: 'x'.repeat(600) });
  await device.update('account', id, { phone: '1' });
  await device.update('account', id, { notes: 'y'.repeat(600) });
  await device.update('account', id, { notes: 'z'.repeat(1_200) });
  device.goOnline();
  await time.advance(40_000);
  expect(relay.pushes.map(({ operations }) => operations[0]?.kind)).toEqual(['create', 'update', 'update']);
  expect(device.drafts()).toEqual([]);
});
