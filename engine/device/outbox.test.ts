import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, type DeviceWorld } from '../../test/world/device-world.ts';
import { AUTHOR } from '../../test/world/scripted-relay.ts';
import type { RecordId } from '../model/index.ts';
import { openDoc, readRegister, rootOf } from '../record/index.ts';

/** The values that the updates of a push write into `main`. */
function written(push: DeviceWorld['relay']['push'], attribute: string): unknown {
  const doc = openDoc({ guid: 'test', gc: false });
  for (const operation of push.operations) {
    if (operation.kind !== 'create' && operation.kind !== 'update') continue;
    for (const { part, update } of operation.parts) if (part === 'main') Y.applyUpdate(doc, update);
  }
  return readRegister(rootOf(doc, attribute)).value;
}

async function offline(world: DeviceWorld): Promise<void> {
  world.device.goOffline();
  await world.time.advance(10);
}

async function online({ device, time }: DeviceWorld): Promise<void> {
  device.goOnline();
  await time.advance(20);
}

describe('folding', () => {
  it('makes one change of many edits to a record, with the greatest stamp', async () => {
    const world = await aDevice();
    await offline(world);
    const id = await world.device.create('account', { name: 'A' });
    await world.device.update('account', id, { phone: '1' });
    await world.time.advance(1000);
    await world.device.update('account', id, { phone: '2', notes: 'hello' });
    await online(world);
    const { pushes, push } = world.relay;
    expect(pushes).toHaveLength(1);
    expect(push.operations).toMatchObject([{ kind: 'create', parts: [{ part: 'main' }, { part: 'notes' }] }]);
    expect(written(push, 'phone')).toBe('2');
    expect(world.device.get('account', id)?.values).toEqual({ name: 'A', phone: '2', notes: 'hello' });
  });

  it('keeps an edit behind the creation of what it names', async () => {
    const world = await aDevice();
    await offline(world);
    const x = await world.device.create('account', { name: 'X' });
    const y = await world.device.create('contact', { name: 'Y', parent: { entity: 'account', id: x } });
    await world.device.update('account', x, { parent: { entity: 'contact', id: y } });
    await online(world);
    expect(world.relay.pushes.map(({ operations }) => operations.map(({ kind, id }) => [kind, id]))).toEqual([
      [['create', x]],
      [['create', y]],
      [['update', x]],
    ]);
  });

  it('keeps a delete, an assignment and a new state behind what names the record', async () => {
    // Given an unsent edit of each of three records that the relay has, and a change that names them
    const world = await aDevice();
    const { device, relay, time } = world;
    const ids: RecordId[] = [];
    for (const name of ['X', 'Y', 'Z', 'child']) ids.push(await device.create('account', { name }));
    await time.advance(10);
    for (const push of relay.pushes) {
      relay.accept(push);
      relay.comeBack(push);
    }
    await time.advance(10);
    await offline(world);
    const [x, y, z, child] = ids;
    if (x === undefined || y === undefined || z === undefined || child === undefined) throw new Error('none');
    for (const id of [x, y, z]) {
      await device.update('account', id, { phone: '1' });
      const parent = { entity: 'account', id };
      await device.create('contact', { parent });
    }
    await device.update('account', child, { parent: { entity: 'account', id: x } });

    // When the first is deleted, the second assigned, the third closed
    await device.delete('account', x);
    const record = await device.open('account', y);
    await record.assign(AUTHOR);
    await (await device.open('account', z)).setState('inactive');
    await online(world);

    // Then those come last: in front they would take from the change what it names
    const kinds = relay.pushes.slice(4).map(({ operations }) => operations.map(({ kind }) => kind));
    expect(kinds).toEqual([
      ...[['update'], ['create'], ['update'], ['create'], ['update'], ['create'], ['update']],
      ...[['delete'], ['assign'], ['set-state']],
    ]);
  });

  it('makes one change of values, owner and state where nothing names the record', async () => {
    const world = await aDevice();
    await offline(world);
    const id = await world.device.create('account', { name: 'A' });
    const record = await world.device.open('account', id);
    await record.setState('inactive');
    await record.assign(AUTHOR);
    await record.set({ phone: '1' });
    await online(world);
    expect(world.relay.pushes.map(({ operations }) => operations.map(({ kind }) => kind))).toEqual([
      ['create', 'set-state', 'assign'],
    ]);
  });

  it('never sends a record that was created and deleted before', async () => {
    const world = await aDevice();
    await offline(world);
    const id = await world.device.create('account', { name: 'A' });
    await world.device.update('account', id, { phone: '1' });
    await world.device.delete('account', id);
    await online(world);
    expect(world.relay.pushes).toEqual([]);
    expect(world.device.status.pending).toBe(0);
    expect(world.device.get('account', id)).toBeUndefined();
  });

  it('does not fold into what was sent', async () => {
    const world = await aDevice();
    const id = await world.device.create('account', { name: 'A' });
    await world.time.advance(10);
    await world.device.update('account', id, { phone: '1' });
    await world.time.advance(10);
    expect(world.relay.pushes.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('keeps a group whole and apart', async () => {
    const world = await aDevice();
    await offline(world);
    const id = await world.device.transact((tx) => {
      const account = tx.create('account', { name: 'A' });
      tx.create('contact', { name: 'B', parent: { entity: 'account', id: account } });
      tx.set('account', account, { phone: '1' });
      return account;
    });
    await world.device.update('account', id, { phone: '2' });
    await online(world);
    const kinds = world.relay.pushes.map(({ operations }) => operations.map(({ kind }) => kind));
    expect(kinds).toEqual([['create', 'create'], ['update']]);
    expect(world.device.get('account', id)?.values).toMatchObject({ phone: '2' });
  });

  it('leaves everything as it was when one edit of a group is impossible', async () => {
    const { device } = await aDevice();
    const nobody = '018f4e2a-0000-7000-8000-000000000001' as RecordId;
    const making = device.transact((tx) => {
      tx.create('account', { name: 'A' });
      tx.set('account', nobody, { name: 'B' });
    });
    await expect(making).rejects.toMatchObject({ code: 'record-gone' });
    expect(device.query('account').rows).toEqual([]);
    expect(device.status.pending).toBe(0);
  });
});

describe('sending', () => {
  it('sends the same number and bytes again after a reconnect and after a restart', async () => {
    const world = await aDevice();
    await world.device.create('account', { name: 'A' });
    await world.time.advance(10);
    const first = world.relay.push;
    world.relay.drop();
    await world.time.advance(40_000);
    expect(world.relay.pushes).toEqual([first, first]);
    await world.reopen();
    await world.time.advance(10);
    expect(world.relay.pushes).toEqual([first, first, first]);
    await world.device.create('account', { name: 'B' });
    await world.time.advance(10);
    expect(world.relay.push.number).toBe(2);
    expect(world.relay.push.stamp).toBeGreaterThan(first.stamp);
  });

  it('pauses at resume-at, and sends everything from that number again', async () => {
    const world = await aDevice();
    for (const name of ['A', 'B', 'C']) await world.device.create('account', { name });
    await world.time.advance(10);
    world.relay.say({ type: 'resume-at', number: 2, code: 'rate-limited', reason: '', pauseMs: 1000 });
    await world.time.advance(500);
    await world.device.create('account', { name: 'D' });
    expect(world.relay.pushes.map(({ number }) => number)).toEqual([1, 2, 3]);
    await world.time.advance(1500);
    expect(world.relay.pushes.map(({ number }) => number)).toEqual([1, 2, 3, 2, 3, 4]);
  });

  it('has no more changes unanswered than the relay allows', async () => {
    const world = await aDevice();
    world.relay.maxUnanswered = 2;
    world.relay.drop();
    for (const name of ['A', 'B', 'C']) await world.device.create('account', { name });
    await world.time.advance(40_000);
    expect(world.relay.pushes.map(({ number }) => number)).toEqual([1, 2]);
    const [push] = world.relay.pushes;
    if (push !== undefined) world.relay.accept(push);
    await world.time.advance(10);
    expect(world.relay.pushes.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('takes no change of a record that an earlier group made and a later edit deleted', async () => {
    const { device, relay } = await aDevice();
    relay.isReachable = false;
    relay.drop();
    const id = await device.transact((tx) => {
      tx.create('contact', { name: 'B' });
      return tx.create('account', { name: 'A' });
    });
    await device.delete('account', id);
    await expect(device.update('account', id, { name: 'C' })).rejects.toMatchObject({ code: 'record-gone' });
    const both = device.transact((tx) => {
      const made = tx.create('account', { name: 'D' });
      tx.delete('account', made);
      tx.set('account', made, { name: 'E' });
    });
    await expect(both).rejects.toMatchObject({ code: 'record-gone' });
  });

  it('takes its own change coming back for an acceptance when the verdict was lost', async () => {
    const world = await aDevice();
    const id = await world.device.create('account', { name: 'A' });
    await world.time.advance(10);
    world.relay.sequence++;
    world.relay.comeBack(world.relay.push, { name: 'A' });
    await world.time.advance(10);
    expect(world.device.status.pending).toBe(0);
    expect(world.device.get('account', id)?.isPending).toBe(false);
  });
});
