import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';

it('[P7] leaves a text to the others that hold it, however often one of them is closed', async () => {
  // Given a record that is open three times
  const world = await aDevice();
  const id = await world.device.create('account', { name: 'A' });
  const [first, second] = [await world.device.open('account', id), await world.device.open('account', id)];

  // When one is closed twice, and words are typed into another
  await Promise.all([first.close(), first.close()]);
  await first.close();
  second.text('notes').insert(0, 'call back');
  await second.flush();

  // Then they are stored, and a third shows them
  expect(world.device.get('account', id)?.values.notes).toBe('call back');
  const third = await world.device.open('account', id);
  expect(third.text('notes')).toBe(second.text('notes'));
  await second.close();
  third.text('notes').insert(9, ' today');
  await third.close();
  const again = await world.reopen();
  expect(again.get('account', id)?.values.notes).toBe('call back today');
});

it('[P7] stores words that are typed while a record closes', async () => {
  // Given a record that closes, on a disk that takes its time
  const database = new LossyLevel(() => 0.5);
  const world = await aDevice({ database });
  const id = await world.device.create('account', { name: 'A' });
  const record = await world.device.open('account', id);
  const text = record.text('notes');
  world.device.goOffline();
  await world.time.advance(10);
  text.insert(0, 'call');
  database.stallWrites();
  const closing = record.close();
  await world.time.settle();

  // When more is typed
  text.insert(4, ' back');
  database.resumeWrites();
  await closing;

  // Then all of it is stored
  const again = await world.reopen();
  expect(again.get('account', id)?.values.notes).toBe('call back');
});

it('[P7] stays open when what was typed can not be stored, and closes when it can', async () => {
  const database = new LossyLevel(() => 0.5);
  const world = await aDevice({ database });
  const id = await world.device.create('account', { name: 'A' });
  const record = await world.device.open('account', id);
  record.text('notes').insert(0, 'call back');
  database.failWrites('lost');
  await expect(record.close()).rejects.toMatchObject({ code: 'storage-failed' });
  database.recover();
  await database.close();
  await database.open();
  record.text('notes').insert(9, ' today');
  await record.close();
  const again = await world.reopen();
  expect(again.get('account', id)?.values.notes).toBe('call back today');
});

it('holds no text of a record that could not be opened', async () => {
  // Given a record that can't be opened, because what was typed into another can't be stored
  const database = new LossyLevel(() => 0.5);
  const world = await aDevice({ database });
  const [typed, id] = [
    await world.device.create('account', { name: 'A' }),
    await world.device.create('account', { name: 'B' }),
  ];
  const other = await world.device.open('account', typed);
  other.text('notes').insert(0, 'call back');
  database.failWrites('lost');
  await expect(world.device.open('account', id)).rejects.toMatchObject({ code: 'storage-failed' });
  database.recover();
  await database.close();
  await database.open();

  // When it is opened later, and closed
  const record = await world.device.open('account', id);
  const text = record.text('notes');
  await record.close();

  // Then nobody holds its text any more: who opens it next gets another
  const next = await world.device.open('account', id);
  expect(next.text('notes')).not.toBe(text);
});
