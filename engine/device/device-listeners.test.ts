/** What an app that shows a device listens to beside rows and status. */
import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

const refusal = {
  code: 'privilege-missing',
  reason: 'not yours',
  attributes: [],
  leftPlaceholder: false,
} as const;

/** A device with one draft, of an account that was refused. */
async function aDeviceWithDraft() {
  const world = await aDevice();
  await world.device.create('account', { name: 'Harbour Supplies' });
  await world.time.advance(10);
  world.relay.say({ type: 'rejected', number: world.relay.push.number, ...refusal });
  await world.time.advance(10);
  return world;
}

describe('drafts', () => {
  it('are the same list until one of them changes', async () => {
    const { device } = await aDeviceWithDraft();
    const before = device.drafts();
    await device.create('account', { name: 'Quay' });
    expect(device.drafts()).toBe(before);
    await before[0]?.edit({ name: 'Harbour' });
    expect(device.drafts()).not.toBe(before);
    expect(device.drafts()[0]?.operations[0]?.wanted).toEqual({ name: 'Harbour' });
  });
});

describe('a wipe', () => {
  it('is told to who listens for what is stored', async () => {
    const { device } = await aDeviceWithDraft();
    const heard: unknown[] = [];
    device.onStored(() => heard.push([device.metadata, device.principal, device.drafts()]));
    await device.wipe();
    expect(heard).toEqual([[undefined, undefined, []]]);
  });
});

describe('a record that is watched', () => {
  it('is told of each change, its coming and its going, and no other', async () => {
    const { device } = await aDevice();
    device.goOffline();
    const id = await device.create('account', { name: 'A' });
    const heard: unknown[] = [];
    const end = device.watch('account', id, (row) => heard.push(row?.values.name));
    await device.create('account', { name: 'B' });
    await device.update('account', id, { name: 'C' });
    await device.delete('account', id);
    await device.create('account', { name: 'D' }, { id });
    expect(heard).toEqual(['C', undefined, 'D']);
    end();
    await device.update('account', id, { name: 'E' });
    expect(heard).toHaveLength(3);
  });
});

describe('a live query with a limit', () => {
  it('is called when more match than it shows', async () => {
    const { device } = await aDevice();
    const live = device.query('account', { orderBy: [{ attribute: 'name' }], limit: 1 });
    await device.create('account', { name: 'A' });
    const totals: number[] = [];
    live.subscribe(() => totals.push(live.total));
    const rows = live.rows;
    await device.create('account', { name: 'B' });
    expect(totals).toEqual([1, 2]);
    expect(live.rows).toBe(rows);
  });
});
