import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { powerfulPrincipal } from '../../test/world/scripted-relay.ts';
import { seededRandom } from '../../test/world/virtual-time.ts';
import { type Code, RejoinError } from '../model/index.ts';
import { Backoff, RECONNECT_BACKOFF } from './backoff.ts';

describe('backoff', () => {
  it('waits between nothing and a ceiling that doubles up to its maximum, and begins anew after a success', () => {
    const backoff = new Backoff(() => 0.999_999);
    const waits = Array.from({ length: 9 }, () => backoff.next());
    expect(waits).toEqual([499, 999, 1999, 3999, 7999, 15999, 29999, 29999, 29999]);
    backoff.reset();
    expect(backoff.next()).toBe(499);
    const jittered = new Backoff(seededRandom(7));
    for (let n = 0; n < 100; n++) expect(jittered.next()).toBeLessThanOrEqual(RECONNECT_BACKOFF.maxMs);
  });
});

describe('a connection', () => {
  it('is tried again until the relay answers, and editing never waits for it', async () => {
    const { device, relay, time } = await aDevice();
    relay.isReachable = false;
    relay.drop();
    await time.advance(120_000);
    expect(device.status).toMatchObject({ state: 'offline', code: 'relay-unreachable' });
    expect(relay.connections).toBeGreaterThan(4);
    await device.create('account', { name: 'A' });
    relay.isReachable = true;
    await time.advance(31_000);
    expect(device.status.state).toBe('ready');
    expect(relay.pushes).toHaveLength(1);
  });

  it('notices a half-open line within half a minute', async () => {
    const { relay, time } = await aDevice();
    relay.isDeaf = true;
    await time.advance(20_500);
    expect(relay.connections).toBe(1);
    await time.advance(12_000);
    expect(relay.connections).toBeGreaterThan(1);
  });

  it('keeps a quiet line with pings', async () => {
    const { relay, time } = await aDevice();
    await time.advance(120_000);
    expect(relay.connections).toBe(1);
    expect(relay.received.filter(({ type }) => type === 'ping').length).toBeGreaterThan(3);
  });

  it('asks for a token again, with work kept, while none is taken', async () => {
    let tokens = 0;
    const { device, relay, time } = await aDevice({ token: async () => `token ${++tokens}` });
    await device.create('account', { name: 'A' });
    relay.refusal = { type: 'fault', code: 'token-expired', reason: 'ended' };
    relay.drop();
    await time.advance(60_000);
    expect(device.status).toMatchObject({ state: 'signed-out', code: 'token-expired', pending: 1 });
    expect(tokens).toBeGreaterThan(2);
    relay.refusal = undefined;
    await time.advance(31_000);
    expect(device.status.state).toBe('ready');
  });

  it.each<Code>(['number-reused', 'version-unsupported'])(
    'stops at %s and keeps its outbox',
    async (code) => {
      const { device, relay, time } = await aDevice();
      await device.create('account', { name: 'A' });
      await time.advance(10);
      relay.say({ type: 'fault', code, reason: 'no' });
      await time.advance(120_000);
      expect(device.status).toMatchObject({ state: 'stopped', code, pending: 1 });
      expect(relay.connections).toBe(1);
      await expect(device.syncNow()).rejects.toBeInstanceOf(RejoinError);
    },
  );

  it('stops when the relay has decided changes that this device never made', async () => {
    const { device, relay, time } = await aDevice();
    relay.lastDecided = 5;
    relay.drop();
    await time.advance(40_000);
    expect(device.status).toMatchObject({ state: 'stopped', code: 'number-reused' });
  });

  it('clears its storage when it is revoked, before anything else', async () => {
    let wiped = 0;
    const { device, relay, time, database } = await aDevice({ onWiped: async () => void wiped++ });
    await device.create('account', { name: 'A' });
    relay.say({ type: 'notice', kind: 'device-revoked', text: '' });
    await time.advance(10);
    expect(device.status).toMatchObject({ state: 'revoked', pending: 0 });
    expect(wiped).toBe(1);
    await database.open();
    expect(await database.keys().all()).toEqual([]);
  });

  it('syncs when asked, and lets go again', async () => {
    const { device, relay, time } = await aDevice({ sync: 'manual' });
    expect(relay.connections).toBe(0);
    let done = false;
    void device.syncNow().then(() => {
      done = true;
    });
    await time.advance(20);
    expect(done).toBe(true);
    expect(relay.isConnected).toBe(false);
    relay.isReachable = false;
    const failing = expect(device.syncNow()).rejects.toMatchObject({ code: 'relay-unreachable' });
    await time.advance(100);
    await failing;
  });
});

describe('storage', () => {
  it('leaves memory and disk as before when a batch fails, and goes on afterwards', async () => {
    const { device, relay, time, database } = await aDevice();
    const batch = database.batch.bind(database);
    let isBroken = true;
    Object.defineProperty(database, 'batch', {
      value: (...args: Parameters<typeof batch>) =>
        isBroken ? Promise.reject(new Error('full')) : batch(...args),
    });
    await expect(device.create('account', { name: 'A' })).rejects.toMatchObject({ code: 'storage-failed' });
    expect(device.query('account').rows).toEqual([]);
    expect(device.status.pending).toBe(0);
    isBroken = false;
    const id = await device.create('account', { name: 'B' });
    await time.advance(10);
    expect(relay.push).toMatchObject({ number: 1, operations: [{ id }] });
  });

  it('sends nothing whose number could not be stored, and tries again by itself', async () => {
    const { device, relay, time, database } = await aDevice();
    const batch = database.batch.bind(database);
    let writes = 0;
    Object.defineProperty(database, 'batch', {
      value: (...args: Parameters<typeof batch>) =>
        ++writes === 2 ? Promise.reject(new Error('full')) : batch(...args),
    });
    await device.create('account', { name: 'A' });
    await time.advance(0);
    expect(relay.pushes).toEqual([]);
    await time.advance(1000);
    expect(relay.pushes).toHaveLength(1);
  });
});

it('says that metadata waits until that has come', async () => {
  const { device, relay, time } = await aDevice();
  relay.say({ type: 'notice', kind: 'metadata-available', text: '' });
  await time.advance(10);
  const waits = device.status.isMetadataAvailable;
  const metadata = { ...relay.metadata, version: 2 };
  const principal = powerfulPrincipal(metadata);
  relay.say({ type: 'metadata', version: 2, filterVersion: 1, metadata, principal });
  await time.advance(10);
  expect([waits, device.status.isMetadataAvailable]).toEqual([true, false]);
});
