/** When a device connects, and when it lets go: live, in cycles, or only when asked. */
import { describe, expect, it } from 'vitest';
import { aDevice, type DeviceWorld } from '../../test/world/device-world.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';

const EVERY_MS = 60_000;

/** What became of a promise so far. */
function watched(promise: Promise<unknown>): { state: string } {
  const seen = { state: 'pending' };
  promise.then(
    () => {
      seen.state = 'resolved';
    },
    (error: { code: string }) => {
      seen.state = error.code;
    },
  );
  return seen;
}

async function inCycles(): Promise<DeviceWorld> {
  return aDevice({ sync: { everyMs: EVERY_MS } });
}

describe('in cycles', () => {
  it('connects once in each, and lets go', async () => {
    const { relay, time } = await inCycles();
    await time.advance(3 * EVERY_MS);
    expect([relay.connections, relay.isConnected]).toEqual([4, false]);
  });

  it('a cycle that finds no relay lets go too, and the next one tries again', async () => {
    const { device, relay, time } = await inCycles();
    relay.isReachable = false;
    await time.advance(2 * EVERY_MS);
    expect([relay.connections, device.status]).toMatchObject([3, { code: 'relay-unreachable' }]);
    relay.isReachable = true;
    await time.advance(EVERY_MS);
    expect([relay.connections, relay.isConnected, device.status.code]).toEqual([4, false, null]);
  });

  it('stays offline when it goes offline in the middle of one', async () => {
    const { device, relay, time } = await inCycles();
    relay.isDeaf = true;
    await time.advance(EVERY_MS);
    device.goOffline();
    relay.isDeaf = false;
    await time.advance(10 * EVERY_MS);
    expect([relay.connections, device.status.state]).toEqual([2, 'closed']);
  });

  it('goes on when it comes back, at once and then in cycles', async () => {
    const { device, relay, time } = await inCycles();
    device.goOffline();
    await time.advance(10 * EVERY_MS);
    expect(relay.connections).toBe(1);
    device.goOnline();
    await time.advance(10);
    expect([relay.connections, relay.isConnected]).toEqual([2, false]);
    await time.advance(EVERY_MS);
    expect([relay.connections, relay.isConnected]).toEqual([3, false]);
  });

  it('closes for good', async () => {
    const { device, relay, time } = await inCycles();
    await device.close();
    await time.advance(10 * EVERY_MS);
    expect([relay.connections, time.waiting]).toEqual([1, 0]);
  });
});

describe('only when asked', () => {
  it('has what the relay published when it is done', async () => {
    const { device, time } = await aDevice({ sync: 'manual' });
    const done = device.syncNow();
    await time.advance(20);
    await done;
    await expect(device.create('account', { name: 'Harbour Supplies' })).resolves.toBeDefined();
  });

  it('does not go on trying when it failed, and tells why until it is asked again', async () => {
    const { device, relay, time } = await aDevice({ sync: 'manual' });
    relay.isReachable = false;
    const seen = watched(device.syncNow());
    await time.advance(200_000);
    expect([seen.state, relay.connections, time.waiting]).toEqual(['relay-unreachable', 1, 0]);
    expect(device.status).toMatchObject({ state: 'offline', code: 'relay-unreachable' });
    relay.isReachable = true;
    const again = watched(device.syncNow());
    await time.advance(100);
    expect([again.state, device.status.state]).toEqual(['resolved', 'closed']);
  });

  it('stays connected after it was told to go online, also when asked meanwhile', async () => {
    const { device, relay, time } = await aDevice({ sync: 'manual' });
    device.goOnline();
    await time.advance(10);
    const seen = watched(device.syncNow());
    await time.advance(10);
    expect([seen.state, relay.isConnected]).toEqual(['resolved', true]);
  });
});

describe('being asked is answered when nothing waits any more', () => {
  it('because the only change was too large and became a draft', async () => {
    const { device, relay, time } = await aDevice();
    relay.maxChangeBytes = 2_000;
    device.goOffline();
    await device.create('account', { name: 'A', notes: 'x'.repeat(4_000) });
    const seen = watched(device.syncNow());
    await time.advance(100);
    expect([seen.state, device.drafts().length]).toEqual(['resolved', 1]);
  });

  it('because the only change was taken back during a pause', async () => {
    const { device, relay, time } = await aDevice();
    relay.maxUnanswered = 0;
    device.goOffline();
    const id = await device.create('account', { name: 'A' });
    const seen = watched(device.syncNow());
    await time.advance(100);
    expect(seen.state).toBe('pending');
    await device.delete('account', id);
    await time.advance(100);
    expect([seen.state, relay.pushes]).toEqual(['resolved', []]);
  });
});

describe('what ended stays ended', () => {
  it('keeps saying that it is stopped, whatever it is told to do', async () => {
    const { device, relay, time } = await aDevice();
    relay.say({ type: 'fault', code: 'number-reused', reason: 'copied' });
    await time.advance(10);
    device.goOffline();
    device.goOnline();
    await time.advance(60_000);
    expect(device.status).toMatchObject({ state: 'stopped', code: 'number-reused' });
    await device.close();
    expect(device.status).toMatchObject({ state: 'stopped', code: 'number-reused' });
  });

  it('goes on as before when it could not be closed', async () => {
    // Given a device with words that its disk does not take
    const database = new LossyLevel(() => 0.5);
    const { device, relay, time } = await aDevice({ database });
    const id = await device.create('account', { name: 'Harbour Supplies' });
    await time.advance(10);
    const record = await device.open('account', id);
    record.text('notes').insert(0, 'call back');
    database.failWrites('lost');
    await expect(device.close()).rejects.toMatchObject({ code: 'storage-failed' });

    // When the disk works again
    database.recover();
    await database.close();
    await database.open();
    await time.advance(5_000);

    // Then it is connected, and the words are on their way; and it can be closed
    expect([device.status.state, relay.push.operations]).toMatchObject(['ready', [{ kind: 'update', id }]]);
    await device.close();
    await time.advance(60_000);
    expect([relay.isConnected, device.status.state]).toEqual([false, 'closed']);
  });
});
