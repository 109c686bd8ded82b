import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { virtualSeams } from '../../test/world/virtual-time.ts';
import type { ReachPoint } from '../clock/index.ts';
import { asId, type OrganizationId } from '../model/index.ts';
import { createDevice } from './device.ts';
import { tables } from './storage-keys.ts';

/** Ends what runs at the nth pass of a point, as a power cut would. */
function stopAt(wanted: string, pass: number): ReachPoint {
  let passes = 0;
  return (point) => {
    if (point === wanted && ++passes === pass) throw new Error('the power is gone');
  };
}

describe('a wipe that the end of the process cuts short', () => {
  for (let cleared = 1; cleared <= Object.keys(tables).length; cleared++) {
    it(`is finished by whoever opens the storage next, after ${cleared} tables`, async () => {
      const { device, relay, time, database } = await aDevice();
      const id = await device.create('account', { name: 'Harbour Supplies', notes: 'a secret' });
      await time.advance(10);
      relay.accept(relay.push);
      relay.comeBack(relay.push, { name: 'Harbour Supplies', notes: 'a secret' });
      await time.advance(10);
      await device.update('account', id, { name: 'Harbour and Sons' });

      const settings = {
        ...{ database, connect: relay.connect, url: 'ws://relay', app: 'field-service' },
        ...{ organization: asId<OrganizationId>('acme'), token: async () => 'a token' },
        sync: 'manual' as const,
      };
      device.goOffline();
      const seams = { ...virtualSeams(time, 2), reach: stopAt('mid-wipe', cleared) };
      const dying = await createDevice({ ...settings, seams });
      await expect(dying.wipe()).rejects.toThrow('the power is gone');

      const next = await createDevice({ ...settings, seams: virtualSeams(time, 3) });
      expect(next.get('account', id)).toBeUndefined();
      expect(next.status).toMatchObject({ pending: 0, drafts: 0 });
      expect(await database.keys().all()).toEqual([tables.state]);
    });
  }
});

describe('closing', () => {
  it('waits for a wipe under way, so that nothing is written behind it', async () => {
    const { device, database, time } = await aDevice();
    await device.create('account', { name: 'Harbour Supplies' });
    await time.advance(10);
    const order: string[] = [];
    const wiped = device.wipe().then(() => order.push('wiped'));

    await device.close();
    order.push('closed');

    await wiped;
    expect(order).toEqual(['wiped', 'closed']);
    await database.open();
    expect(await database.keys().all()).toEqual([]);
  });
});

describe('a revocation that meets a disk out of order', () => {
  it('shows nothing any more, and removes everything as soon as the disk works', async () => {
    // Given a tablet with a record, whose disk fails
    const database = new LossyLevel(() => 0);
    const { device, relay, time } = await aDevice({ database });
    const id = await device.create('account', { name: 'Harbour Supplies' });
    await time.advance(10);
    database.failWrites('lost');

    // When its operator revokes it
    relay.say({ type: 'fault', code: 'device-revoked', reason: 'lost' });
    await time.advance(5_000);
    const shown = device.get('account', id);
    const wasKept = database.durable.size > 0;
    database.recover();
    await time.advance(5_000);

    // Then
    expect([shown, wasKept]).toEqual([undefined, true]);
    expect(device.status.state).toBe('revoked');
    expect([...database.durable.keys()]).toEqual([]);
    await device.close();
  });

  it('lets the app close while the disk fails; the next start removes the rest or is revoked again', async () => {
    const database = new LossyLevel(() => 0);
    const { device, relay, time } = await aDevice({ database });
    await device.create('account', { name: 'Harbour Supplies' });
    await time.advance(10);
    database.failWrites('lost');
    relay.say({ type: 'fault', code: 'device-revoked', reason: 'lost' });
    await time.advance(100);

    await device.close();
    await time.advance(10_000);

    expect(database.status).toBe('closed');
  });
});
