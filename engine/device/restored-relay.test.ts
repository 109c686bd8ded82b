/** A relay that lost the end of its log: what waits on this device is formed again on what the relay still has. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice } from '../../test/world/device-world.ts';
import { systemOf } from '../../test/world/scripted-relay.ts';
import { stampOf } from '../clock/index.ts';
import { asId, type DeviceNumber, newRecordId, type RecordId, type Values } from '../model/index.ts';
import type { PageItem, PushMessage } from '../protocol/index.ts';
import { localTransact, openDoc, readRegister, writeRegister } from '../record/index.ts';

const RESTORED = '018f4e2a-0000-4000-8000-0000000000c1';
const FAR = 10 ** 9;

/** The state of a part that another device wrote, under a client id of its own for each writing. */
function stateOf(values: Values, now: number, generation: number): Uint8Array {
  const doc = openDoc({ guid: 'main', gc: false });
  localTransact(doc, 6000 * 2 ** 20 + generation, () => {
    for (const [name, value] of Object.entries(values)) writeRegister(doc, name, value, stampOf(now, 0));
  });
  return Y.encodeStateAsUpdateV2(doc);
}

/** A device that holds one account, and what the relay does to it. */
async function holding(values: Values, epoch = 1) {
  const world = await aDevice();
  const { relay, time } = world;
  const id = newRecordId({ now: () => time.now, randomBytes: (n) => new Uint8Array(n).fill(7) });
  const began = time.now - 1000;
  const scopeHash = new Uint8Array([1]);
  const put = (now: Values, options: { generation?: number; epoch?: number } = {}): PageItem => {
    const state = stateOf(now, began, options.generation ?? 1);
    return relay.put('account', id, now, { parts: [{ part: 'main', epoch: options.epoch ?? 1, state }] });
  };
  const range = () => ({ range: { entity: 'account', scopeHash, sequence: relay.sequence } });
  relay.sequence = 10;
  relay.page([put(values, { epoch })], range());
  await time.advance(10);
  return {
    ...{ world, relay, time, id, put, range },
    get device() {
      return world.device;
    },
    /** The relay goes away and comes back as an older copy of itself. */
    async restore({
      action = 'reconcile',
      lastDecided = 0,
    }: {
      action?: 'reconcile' | 'resume';
      lastDecided?: number;
    } = {}) {
      relay.incarnation = RESTORED;
      relay.sequence += FAR;
      relay.lastDecided = lastDecided;
      relay.plan = [{ entity: 'account', action }];
      relay.received.length = 0;
      relay.drop();
      await time.advance(40_000);
    },
  };
}

describe('[P7] a device whose relay was restored', () => {
  it('sends what waited for an epoch that the relay lost', async () => {
    // Given a change that waits for epoch 2
    const { device, relay, time, id, put, range, restore } = await holding({ name: 'A' });
    await device.update('account', id, { phone: '1' });
    await time.advance(10);
    const { number, uuid } = relay.push;
    relay.say({ type: 'reform', number, code: 'epoch-passed', reason: '', clock: time.now });
    await time.advance(10);

    // When the relay comes back from before the part was written anew
    await restore();
    relay.page([put({ name: 'A' })], range());
    await time.advance(20);

    // Then it is formed again on epoch 1, and sent
    expect(relay.pushes).toMatchObject([{ uuid, operations: [{ parts: [{ epoch: 1 }] }] }]);
  });

  it('sends a change of what was lost when the relay has said what there is, formed on that', async () => {
    // Given an unsent overwrite of a value that the relay is to lose
    const { device, relay, time, id, put, range, restore } = await holding({ name: 'A' });
    relay.sequence++;
    relay.page([put({ name: 'Lost' }, { generation: 2 })]);
    await time.advance(10);
    relay.maxUnanswered = 0;
    relay.drop();
    await time.advance(40_000);
    await device.update('account', id, { name: 'Mine' });

    // When the relay comes back without it
    relay.maxUnanswered = 64;
    await restore();
    await device.update('account', id, { phone: '1' });
    await time.advance(10);
    expect(relay.pushes).toEqual([]);
    const state = put({ name: 'A' });
    relay.page([state], range());
    await time.advance(20);

    // Then nothing of what is sent names what it does not have
    expect(relay.pushes).toHaveLength(2);
    expect(fitsAll(relay.pushes, state)).toBe(true);
    expect(device.get('account', id)?.values).toEqual({ name: 'Mine', phone: '1' });
  });

  it('forms again what was sent and not answered, under a number that it never used', async () => {
    const { device, relay, time, id, put, range, restore } = await holding({ name: 'A' });
    relay.sequence++;
    relay.page([put({ name: 'Lost' }, { generation: 2 })]);
    await time.advance(10);
    await device.update('account', id, { name: 'Mine' });
    await time.advance(10);
    const { uuid, number } = relay.push;
    await restore();
    const state = put({ name: 'A' });
    relay.page([state], range());
    await time.advance(20);
    expect(relay.pushes).toMatchObject([{ uuid, number: number + 1 }]);
    expect(fitsAll(relay.pushes, state)).toBe(true);
  });

  it('makes a draft of a change whose record was lost, and goes on with what stands behind it', async () => {
    const { device, relay, time, id, range, restore } = await holding({ name: 'Lost' });
    relay.isReachable = false;
    relay.drop();
    await device.update('account', id, { phone: '1' });
    await device.create('contact', { name: 'Later' });
    relay.isReachable = true;
    await restore();
    expect(relay.pushes).toEqual([]);
    relay.page([], range());
    await time.advance(20);
    expect(device.drafts().map(({ why }) => why.code)).toEqual(['record-gone']);
    expect(relay.pushes).toMatchObject([{ operations: [{ kind: 'create', entity: 'contact' }] }]);
  });

  it('makes a draft of what uses a record whose create was refused, when both verdicts are lost', async () => {
    const { device, relay, time, id, put, range, restore } = await holding({ name: 'A' });
    const created = await device.create('contact', { name: 'refused' });
    await time.advance(10);
    const refused = relay.push;
    await device.transact((tx) => {
      tx.set('account', id, { name: 'both' });
      tx.set('contact', created, { name: 'both' });
    });
    await time.advance(10);
    relay.reject(refused);
    await time.advance(10);
    relay.deviceNumber = 9000 as DeviceNumber;
    await restore();
    relay.page([put({ name: 'A' })], range());
    await time.advance(20);
    expect(relay.pushes).toEqual([]);
    const [base] = device.drafts();
    expect(device.drafts()).toMatchObject([
      {},
      { why: { code: 'depends-on-rejected' }, dependsOn: base?.id },
    ]);
    expect(device.get('account', id)?.values).toEqual({ name: 'A' });
  });

  it('creates a record again whose create was lost after it had come back', async () => {
    // Given a change of two records, of which the relay has sent one
    const { device, relay, time, range, restore } = await holding({ name: 'A' });
    const ids = await device.transact(async (tx) => [
      await tx.create('account', { name: 'First' }),
      await tx.create('contact', { name: 'Second' }),
    ]);
    await time.advance(10);
    const push = relay.push;
    relay.accept(push);
    const [first = '', second = ''] = ids;
    relay.page([relay.put('account', asId<RecordId>(first), { name: 'First' })], { cursor: 10 });
    await time.advance(10);
    expect(device.status.pending).toBe(1);

    // When both are lost
    await restore();
    relay.page([], range());
    await time.advance(20);

    // Then both are made again
    expect(relay.pushes).toMatchObject([{ uuid: push.uuid, operations: [{ id: first }, { id: second }] }]);
    expect(device.get('account', asId<RecordId>(first))?.values).toEqual({ name: 'First' });
    expect(device.drafts()).toEqual([]);
  });

  it('replaces what it holds of a record that is made again, and adds nothing to it', async () => {
    const { device, relay, time, id, restore } = await holding({ name: 'Lost', phone: 'lost' });
    await restore();
    const doc = openDoc({ guid: 'main', gc: false });
    localTransact(doc, 6000 * 2 ** 20 + 9, () => writeRegister(doc, 'name', 'Again', stampOf(time.now, 0)));
    relay.sequence++;
    relay.page([
      {
        ...{ kind: 'patch', entity: 'account', id, from: 0, system: systemOf(relay.sequence, time.now) },
        ...{ values: { name: 'Again' }, mask: 255, via: 0 },
        parts: [{ form: 'update', part: 'main', epoch: 1, bytes: Y.encodeStateAsUpdate(doc) }],
      },
    ]);
    await time.advance(10);
    expect(device.get('account', id)?.values).toEqual({ name: 'Again' });
    const handle = await device.open('account', id);
    expect(await handle.conflicts()).toEqual([]);
  });

  it('shows in an open text what the relay has, not what it lost', async () => {
    const { device, relay, time, id, put, range, restore } = await holding({ name: 'A' });
    const notes = (words: string): PageItem => {
      const doc = openDoc({ guid: 'notes', gc: false });
      localTransact(doc, 6000 * 2 ** 20 + 3, () => doc.getText('notes').insert(0, words));
      const item = put({ name: 'A', notes: words });
      if (item.kind !== 'put') throw new Error('a put');
      return { ...item, parts: [{ part: 'notes', epoch: 1, state: Y.encodeStateAsUpdateV2(doc) }] };
    };
    relay.sequence++;
    relay.page([notes('kept, lost')]);
    await time.advance(10);
    const handle = await device.open('account', id);
    expect(handle.text('notes').toString()).toBe('kept, lost');
    await restore();
    relay.page([notes('kept')], range());
    await time.advance(20);
    expect(handle.text('notes').toString()).toBe('kept');
  });

  it('makes no conflict of its own two writes when it gets another number', async () => {
    // Given a value and its overwrite, both on their way
    const { device, relay, time, id, put, range, restore } = await holding({ name: 'A' });
    await device.update('account', id, { phone: '1' });
    await time.advance(10);
    await device.update('account', id, { phone: '2' });
    await time.advance(10);
    expect(relay.pushes).toHaveLength(2);

    // When the relay does not know the device any more
    relay.deviceNumber = 9000 as DeviceNumber;
    await restore();
    const state = put({ name: 'A' });
    relay.page([state], range());
    await time.advance(20);

    // Then the second deletes the first as it stands now
    expect(liveEntries(relay.pushes, state, 'phone')).toEqual(['2']);
    expect(device.get('account', id)?.values.phone).toBe('2');
  });

  it('says of entities that it has to get anew that it holds them, so that they can leave', async () => {
    const { relay, restore, time } = await holding({ name: 'A' });
    await restore();
    relay.received.length = 0;
    relay.drop();
    await time.advance(40_000);
    const [hello] = relay.received;
    expect(hello).toMatchObject({
      type: 'hello',
      entities: [{ entity: 'account', scopeHash: new Uint8Array() }],
    });
  });
});

/** The document that the updates of the pushes make of a put. */
function docOf(pushes: readonly PushMessage[], item: PageItem): Y.Doc {
  const doc = openDoc({ guid: 'main', gc: false });
  if (item.kind === 'put') for (const { state } of item.parts) Y.applyUpdateV2(doc, state);
  for (const { operations } of pushes) {
    for (const operation of operations) {
      if (operation.kind === 'update') for (const { update } of operation.parts) Y.applyUpdate(doc, update);
    }
  }
  return doc;
}

/** Whether they name nothing that is not in what they are applied to. */
function fitsAll(pushes: readonly PushMessage[], item: PageItem): boolean {
  const { pendingDs, pendingStructs } = docOf(pushes, item).store;
  return pendingDs === null && pendingStructs === null;
}

function liveEntries(pushes: readonly PushMessage[], item: PageItem, attribute: string): unknown[] {
  return readRegister(docOf(pushes, item).getArray(attribute)).entries.map(({ value }) => value);
}
