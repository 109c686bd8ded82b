/** Tablets whose relay was put back to an older copy of its disk: what they still have to send arrives, once. */
import { MemoryLevel } from 'memory-level';
import { describe, expect, it } from 'vitest';
import { createDevice, type Device } from '../../engine/device/index.ts';
import type { RecordId } from '../../engine/model/index.ts';
import { decodeRelayMessage } from '../../engine/protocol/index.ts';
import { Loopback } from '../world/loopback.ts';
import { anOrganization, type RelayWorld } from '../world/relay-world.ts';
import { virtualSeams } from '../world/virtual-time.ts';

describe('[P3] tablets of a relay whose disk was restored', () => {
  interface Tablet {
    readonly device: Device;
    /** Whether pages reach it; verdicts do. */
    hasPages: boolean;
    hangUp(): void;
  }

  async function aTablet(world: RelayWorld, name: string, seed: number): Promise<Tablet> {
    let line: Loopback | undefined;
    const tablet = { hasPages: true, hangUp: () => line?.deviceEnd.close() };
    const connect = () => {
      const loopback: Loopback = new Loopback({
        accept: (socket) => world.accept(socket),
        onSent: (from) => from === 'relay' && queueMicrotask(() => loopback.release(mayArrive)),
      });
      line = loopback;
      return loopback.deviceEnd;
    };
    const mayArrive = (frame: Uint8Array): boolean => {
      const decoded = decodeRelayMessage(frame);
      return tablet.hasPages || (decoded.ok && decoded.message.type !== 'page');
    };
    const device = await createDevice({
      database: new MemoryLevel<string, Uint8Array>({ keyEncoding: 'utf8', valueEncoding: 'view' }),
      seams: virtualSeams(world.time, seed),
      ...{ connect, url: 'ws://relay', organization: world.store.organization, app: 'field' },
      token: async () => world.token(name),
    });
    await world.time.advance(50);
    return Object.assign(tablet, { device });
  }

  async function reconnect(world: RelayWorld, ...tablets: readonly Tablet[]): Promise<void> {
    for (const { device } of tablets) device.goOnline();
    for (let round = 0; round < 40; round++) await world.time.advance(250);
  }

  /** What the relay and all of the tablets hold, if they hold the same. */
  async function common(world: RelayWorld, tablets: readonly Tablet[]): Promise<Record<string, unknown>> {
    const ofRelay: Record<string, unknown> = {};
    for await (const { id, values } of world.store.rows('account')) ofRelay[id] = values;
    for (const { device } of tablets) {
      expect(device.status).toMatchObject({ pending: 0, drafts: 0 });
      const rows = device.query('account').rows;
      expect(Object.fromEntries(rows.map((row) => [row.id, row.values]))).toEqual(ofRelay);
    }
    return ofRelay;
  }

  it('lose nothing that is in an outbox, and have nothing applied twice', async () => {
    const world = await anOrganization().withUser('vera').withUser('otto').open();
    const vera = await aTablet(world, 'vera', 21);
    const otto = await aTablet(world, 'otto', 22);
    const id = (await vera.device.create('account', { name: 'Kept', notes: 'a' })) as RecordId;
    await world.time.advance(50);
    // Accepted before the copy and after it, and never come back in a page: Otto's still waits for both.
    otto.hasPages = false;
    await otto.device.update('account', id, { phone: '1' });
    await world.time.advance(50);
    const copy = await world.disk.successor();
    await otto.device.update('account', id, { employees: 2 });
    await vera.device.create('account', { name: 'Settled, and lost with the disk' });
    await world.time.advance(50);
    expect([otto.device.status.pending, vera.device.status.pending]).toEqual([2, 0]);
    // Not sent before the relay is back.
    for (const { device } of [vera, otto]) device.goOffline();
    const handle = await vera.device.open('account', id);
    handle.text('notes').insert(1, 'b');
    await handle.close();
    await vera.device.create('account', { name: 'New' });
    otto.hasPages = true;

    await world.restore(copy);
    await reconnect(world, vera, otto);

    const held = await common(world, [vera, otto]);
    expect(held[id]).toEqual({ name: 'Kept', notes: 'ab', phone: '1', employees: 2 });
    expect(Object.values(held)).toMatchObject([{ name: 'Kept' }, { name: 'New' }]);
    const accepted = (await world.log()).flatMap((entry) =>
      entry.kind === 'accepted' ? [entry.author.uuid] : [],
    );
    expect(new Set(accepted).size).toBe(accepted.length);
  });

  it('go on under another number where the copy is older than their enrolment', async () => {
    const world = await anOrganization().withUser('vera').withUser('otto').open();
    const copy = await world.disk.successor();
    const vera = await aTablet(world, 'vera', 21);
    const otto = await aTablet(world, 'otto', 22);
    vera.hasPages = false;
    const id = (await vera.device.create('account', { name: 'Mine', notes: 'a' })) as RecordId;
    await world.time.advance(50);
    for (const { device } of [vera, otto]) device.goOffline();
    await vera.device.update('account', id, { phone: '1' });
    vera.hasPages = true;

    await world.restore(copy);
    await reconnect(world, vera, otto);

    const held = await common(world, [vera, otto]);
    expect(held).toEqual({ [id]: { name: 'Mine', notes: 'a', phone: '1' } });
  });
});
