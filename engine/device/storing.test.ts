import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';

it('says why nothing is stored, and that it is again, without anybody doing anything', async () => {
  // Given a tablet on which somebody hears what it says of itself
  const database = new LossyLevel(() => 0);
  const { device, time } = await aDevice({ database });
  const id = await device.create('account', { name: 'Harbour Supplies' });
  const record = await device.open('account', id);
  const said: (string | null)[] = [];
  device.subscribe(({ notStored }) => {
    if (said.at(-1) !== (notStored?.code ?? null)) said.push(notStored?.code ?? null);
  });

  // When its disk fails for a while, and somebody types meanwhile
  database.failWrites('lost');
  await expect(device.update('account', id, { phone: '555-0100' })).rejects.toThrow('the disk failed');
  record.text('notes').insert(0, 'call back');
  await time.advance(10_000);
  const failing = device.status.notStored;
  database.recover();
  await database.close();
  await database.open();
  await time.advance(2_000);

  // Then it said so once, and once that it works again; what was typed is stored
  expect(failing).toMatchObject({
    code: 'storage-failed',
    reason: expect.stringContaining('the disk failed'),
  });
  expect(said).toEqual(['storage-failed', null]);
  expect(device.get('account', id)?.values.notes).toBe('call back');
});

it('says it also where nothing waits to be stored', async () => {
  const database = new LossyLevel(() => 0);
  const { device, time } = await aDevice({ database });
  database.failWrites('lost');
  await expect(device.create('account', { name: 'A' })).rejects.toThrow('the disk failed');
  const failing = device.status.notStored;

  database.recover();
  await database.close();
  await database.open();
  await time.advance(2_000);

  expect([failing?.code, device.status.notStored]).toEqual(['storage-failed', null]);
  expect(device.query('account').rows).toEqual([]);
});

it('tries nothing again once it is closed', async () => {
  const database = new LossyLevel(() => 0);
  const { device, time } = await aDevice({ database });
  database.failWrites('lost');
  await expect(device.create('account', { name: 'A' })).rejects.toThrow('the disk failed');
  await device.close();
  await time.advance(10_000);
  expect([database.status, time.waiting]).toEqual(['closed', 0]);
});
