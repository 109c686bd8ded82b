import { expect, it } from 'vitest';
import { aDevice, type DeviceWorld } from '../../test/world/device-world.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import type { RecordHandle } from './record-handle.ts';

async function anOpenRecord(world: DeviceWorld): Promise<RecordHandle> {
  const id = await world.device.create('account', { name: 'Harbour Supplies' });
  return world.device.open('account', id);
}

it('tells who flushes while the device closes that the words are stored, as they are', async () => {
  const world = await aDevice();
  const record = await anOpenRecord(world);
  record.text('notes').insert(0, 'call back');

  const closing = world.device.close();
  await expect(record.flush()).resolves.toBeUndefined();
  await closing;
  await expect(record.flush()).resolves.toBeUndefined();

  const again = await world.reopen();
  expect(again.get('account', record.id)?.values.notes).toBe('call back');
});

it('tells who flushes words typed after the end that they are not stored', async () => {
  const world = await aDevice();
  const record = await anOpenRecord(world);
  await world.device.close();
  record.text('notes').insert(0, 'too late');
  await expect(record.flush()).rejects.toMatchObject({ code: 'storage-failed' });
});

it('lets a record be closed while its device closes', async () => {
  const world = await aDevice();
  const record = await anOpenRecord(world);
  record.text('notes').insert(0, 'call back');
  const closing = world.device.close();
  await expect(record.close()).resolves.toBeUndefined();
  await closing;
});

it('stores every edit that was asked for before the close, and says of later ones that they are not', async () => {
  const world = await aDevice();
  const edits = ['A', 'B', 'C'].map((name) => world.device.create('account', { name }));
  const closing = world.device.close();
  const late = world.device.create('account', { name: 'D' });
  await expect(late).rejects.toMatchObject({ code: 'storage-failed' });
  const ids = await Promise.all(edits);
  await closing;

  const again = await world.reopen();
  expect(ids.map((id) => again.get('account', id)?.values.name)).toEqual(['A', 'B', 'C']);
  expect(again.query('account').rows).toHaveLength(3);
});

it('stays open when what was typed can not be stored, and closes when it can', async () => {
  const database = new LossyLevel(() => 0.5);
  const world = await aDevice({ database });
  const record = await anOpenRecord(world);
  record.text('notes').insert(0, 'call back');
  database.failWrites('lost');

  const closing = world.device.close();
  const flushing = record.flush();
  await expect(flushing).rejects.toMatchObject({ code: 'storage-failed' });
  await expect(closing).rejects.toMatchObject({ code: 'storage-failed' });

  database.recover();
  await database.close();
  await database.open();
  const again = await world.reopen();
  expect(again.get('account', record.id)?.values.notes).toBe('call back');
});

it('closes once, however often it is asked to', async () => {
  const world = await aDevice();
  await Promise.all([world.device.close(), world.device.close()]);
  await expect(world.device.close()).resolves.toBeUndefined();
});

it('carries out no edit that was waiting when a wipe was asked for', async () => {
  const world = await aDevice();
  const edits = ['A', 'B'].map((name) => world.device.create('account', { name }));
  const outcomes = Promise.allSettled(edits);
  await world.device.wipe();
  const [, second] = await outcomes;
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'storage-failed' } });
  await world.database.open();
  expect(await world.database.keys().all()).toEqual([]);
});
