// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { onDevice } from '../../test/world/on-device.tsx';
import { asId, type RecordId } from '../model/index.ts';
import { type RecordState, useRecord } from './use-record.ts';
import { useText } from './use-text.ts';

const NOBODY = asId<RecordId>('018f4e2a-0000-7000-8000-000000000001');

/** The open record. */
function open(state: RecordState) {
  if (state.state !== 'open') throw new Error(`the record is ${state.state}`);
  return state;
}

it('shows the row at once, opens the record, and follows it', async () => {
  const world = await aDevice();
  const id = await world.device.create('account', { name: 'A' });
  const shown = await onDevice(world, () => useRecord('account', id));
  expect(shown.given[0]).toMatchObject({ state: 'opening', row: { values: { name: 'A' } } });
  await shown.after(() => open(shown.now).record.set({ name: 'B' }));
  expect(shown.now).toMatchObject({ state: 'open', row: { values: { name: 'B' } } });
});

it('says that the record is absent, shows it when it comes, and lets go of it when it goes', async () => {
  const world = await aDevice();
  const shown = await onDevice(world, () => useRecord('account', NOBODY));
  expect(shown.now).toEqual({ state: 'absent' });
  await shown.after(() => world.device.create('account', { name: 'A' }, { id: NOBODY }));
  expect(shown.now.state).toBe('open');
  await shown.after(() => world.device.delete('account', NOBODY));
  expect(shown.now).toEqual({ state: 'absent' });
});

it('never shows one record as another', async () => {
  const world = await aDevice();
  const first = await world.device.create('account', { name: 'A' });
  const second = await world.device.create('account', { name: 'B' });
  const shown = await onDevice(world, (id: RecordId) => ({ id, ...useRecord('account', id) }), first);
  await shown.rerender(second);
  expect(shown.now).toMatchObject({ state: 'open', row: { id: second }, record: { id: second } });
  for (const { id, ...state } of shown.given) {
    if (state.state === 'open') expect([state.row.id, state.record.id]).toEqual([id, id]);
  }
});

it('[P7] stores what was typed when it is unmounted, and keeps no text open', async () => {
  const world = await aDevice();
  const id = await world.device.create('account', { name: 'A' });
  const shown = await onDevice(world, () => useRecord('account', id));
  const { record } = open(shown.now);
  const text = record.text('notes');
  text.insert(0, 'call back');
  await shown.unmount();
  expect(world.device.get('account', id)?.values.notes).toBe('call back');
  // The document is gone with the last that held it: another opening makes its own.
  const again = await world.device.open('account', id);
  expect(again.text('notes')).not.toBe(text);
  await again.close();
});

it('[P7] keeps what was typed where it can not be stored at once', async () => {
  const database = new LossyLevel(() => 0.5);
  const world = await aDevice({ database });
  const id = await world.device.create('account', { name: 'A' });
  const shown = await onDevice(world, () => useRecord('account', id));
  const text = open(shown.now).record.text('notes');
  text.insert(0, 'call back');
  database.failWrites('lost');
  await shown.unmount();
  database.recover();
  await database.close();
  await database.open();
  await world.time.advance(2_000);
  expect(world.device.get('account', id)?.values.notes).toBe('call back');
  // And then it is let go of.
  const again = await world.device.open('account', id);
  expect(again.text('notes')).not.toBe(text);
});

it('gives back why a record does not open, and tries again when asked', async () => {
  const world = await aDevice();
  const id = await world.device.create('account', { name: 'A' });
  const { device } = world;
  await device.close();
  const shown = await onDevice(world, () => useRecord('account', id));
  expect(shown.now).toMatchObject({ state: 'failed', error: { code: 'storage-failed' } });
  const { now } = shown;
  if (now.state !== 'failed') throw new Error('it opened');
  await shown.after(now.retry);
  expect(shown.now).toMatchObject({ state: 'failed', row: { id } });
});

it('gives the live text, and the one that was built again in its place', async () => {
  const world = await aDevice();
  const id = await world.device.create('account', { name: 'A', notes: 'call back' });
  const record = await world.device.open('account', id);
  const shown = await onDevice(world, () => useText(record, 'notes'));
  const before = shown.now;
  expect(before.toString()).toBe('call back');
  await shown.after(() => world.device.wipe());
  expect(shown.now).not.toBe(before);
  expect(shown.now).toBe(record.text('notes'));
});
