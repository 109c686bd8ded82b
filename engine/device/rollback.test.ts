import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { RejoinError } from '../model/index.ts';

/** A device with one confirmed account. */
async function anAccount(values: Record<string, string> = { name: 'A', phone: '1' }) {
  const world = await aDevice();
  const id = await world.device.create('account', values);
  await world.time.advance(10);
  world.relay.accept(world.relay.push);
  world.relay.comeBack(world.relay.push, values);
  await world.time.advance(10);
  expect(world.device.status.pending).toBe(0);
  return { ...world, id, row: () => world.device.get('account', id) };
}

describe('a refused change', () => {
  it('becomes a draft, and what was there comes back in one step', async () => {
    const { device, relay, time, id, row } = await anAccount();
    const seen: unknown[] = [];
    device.query('account').subscribe((rows) => seen.push(rows[0]?.values));
    await device.update('account', id, { phone: '2' });
    await time.advance(10);
    relay.reject(relay.push, { attributes: ['phone'] });
    await time.advance(10);
    expect(row()).toMatchObject({ values: { name: 'A', phone: '1' }, isPending: false });
    expect(seen).toEqual([
      { name: 'A', phone: '1' },
      { name: 'A', phone: '2' },
      { name: 'A', phone: '1' },
    ]);
    expect(device.drafts()).toMatchObject([
      {
        why: { code: 'privilege-missing', reason: 'no', attributes: ['phone'] },
        operations: [{ kind: 'update', before: { phone: '1' }, wanted: { phone: '2' } }],
      },
    ]);
    expect(device.status).toMatchObject({ pending: 0, drafts: 1 });
  });

  it('does not hold up what follows, and leaves no conflict that nobody made', async () => {
    const { device, relay, time, id, row } = await anAccount();
    await device.update('account', id, { phone: 'refused' });
    await time.advance(10);
    const refused = relay.push;
    await device.update('account', id, { phone: 'kept' });
    await time.advance(10);
    relay.reject(refused);
    await time.advance(10);
    expect(row()?.values.phone).toBe('kept');
    const handle = await device.open('account', id);
    expect(await handle.conflicts()).toEqual([]);
  });

  it('takes along what builds on it, and the draft brings it back', async () => {
    const { device, relay, time } = await aDevice();
    const parent = await device.create('account', { name: 'P' });
    await time.advance(10);
    const refused = relay.push;
    relay.drop();
    const child = await device.create('contact', { name: 'C', parent: { entity: 'account', id: parent } });
    const other = await device.create('contact', { name: 'other' });
    relay.lastDecided = 0;
    await time.advance(40_000);
    expect(relay.pushes.length).toBeGreaterThan(2);
    relay.reject(refused);
    await time.advance(10);
    const sent = relay.pushes.find(({ operations }) => operations[0]?.id === child);
    if (sent !== undefined) relay.reject(sent, { code: 'depends-on-rejected', reason: 'builds on' });
    await time.advance(10);
    expect(device.get('account', parent)).toBeUndefined();
    expect(device.get('contact', other)).toBeDefined();
    const [first, second] = device.drafts();
    expect(second?.dependsOn).toBe(first?.id);
    const before = relay.pushes.length;
    await first?.edit({ name: 'P mended' });
    await device.drafts()[0]?.retry();
    await time.advance(10);
    expect(device.drafts()).toEqual([]);
    expect(device.get('account', parent)?.values.name).toBe('P mended');
    expect(device.get('contact', child)?.values.name).toBe('C');
    const again = relay.pushes.slice(before);
    expect(again.map(({ operations }) => operations[0]?.id)).toEqual([parent, child]);
    expect(again[0]?.uuid).not.toBe(refused.uuid);
  });

  it('takes unsent dependents along at once', async () => {
    const { device, relay, time } = await aDevice();
    relay.maxUnanswered = 1;
    relay.drop();
    await time.advance(40_000);
    const parent = await device.create('account', { name: 'P' });
    await time.advance(10);
    await device.create('contact', { name: 'C', parent: { entity: 'account', id: parent } });
    relay.reject(relay.push);
    await time.advance(10);
    expect(device.drafts().map(({ why }) => why.code)).toEqual(['privilege-missing', 'depends-on-rejected']);
    expect(device.query('contact').rows).toEqual([]);
    expect(relay.pushes).toHaveLength(1);
  });

  it('leaves no hole in the clocks where an unsent dependent was', async () => {
    const { device, relay, time, id, row } = await anAccount();
    relay.maxUnanswered = 1;
    relay.drop();
    await time.advance(40_000);
    const parent = await device.create('account', { name: 'P' });
    await time.advance(10);
    const refused = relay.push;
    await device.update('account', id, { parent: { entity: 'account', id: parent } });
    await device.transact((tx) => tx.set('account', id, { phone: '2' }));
    relay.reject(refused);
    await time.advance(10);
    expect(device.drafts()).toHaveLength(2);
    expect(row()?.values).toEqual({ name: 'A', phone: '2' });
    const [writer = 0] = await writers(relay.push);
    expect(writer).toBeGreaterThan(5000 * 2 ** 20 + 1);
  });

  it('can be sent without what was wrong with it', async () => {
    const { device, relay, time, id, row } = await anAccount();
    await device.update('account', id, { phone: '2', name: 'B' });
    await time.advance(10);
    relay.reject(relay.push, { attributes: ['phone'] });
    await time.advance(10);
    await device.drafts()[0]?.retryWithout(['phone']);
    expect(row()?.values).toEqual({ name: 'B', phone: '1' });
    expect(device.drafts()).toEqual([]);
  });

  it('begins a new generation where the relay kept no placeholder', async () => {
    const { device, relay, time, id, row } = await anAccount();
    relay.maxUnanswered = 1;
    relay.drop();
    await time.advance(40_000);
    await device.update('account', id, { phone: '2' });
    await time.advance(10);
    const refused = relay.push;
    await device.update('account', id, { name: 'B' });
    relay.reject(refused, { leftPlaceholder: false });
    await time.advance(10);
    expect(relay.push.number).toBe(3);
    expect(row()?.values).toEqual({ name: 'B', phone: '1' });
    const [writer = 0, ...more] = await writers(relay.push);
    expect(more).toEqual([]);
    expect(writer).toBeGreaterThan(5000 * 2 ** 20 + 1);
  });

  it('keeps draft and rollback over a restart', async () => {
    const world = await anAccount();
    await world.device.update('account', world.id, { phone: '2' });
    await world.time.advance(10);
    world.relay.reject(world.relay.push);
    await world.time.advance(10);
    const device = await world.reopen();
    expect(device.drafts()).toHaveLength(1);
    expect(device.get('account', world.id)?.values.phone).toBe('1');
    await device.update('account', world.id, { phone: '3' });
    await world.time.advance(10);
    expect(world.relay.push.lastVerdict).toBe(2);
    expect(device.get('account', world.id)?.values.phone).toBe('3');
  });

  it('is gone for good when discarded', async () => {
    const { device, relay, time, id } = await anAccount();
    await device.update('account', id, { phone: '2' });
    await time.advance(10);
    relay.reject(relay.push);
    await time.advance(10);
    const [draft] = device.drafts();
    await draft?.discard();
    expect(device.drafts()).toEqual([]);
    await expect(draft?.retry()).rejects.toThrow(RejoinError);
  });
});

async function writers(push: { operations: readonly object[] }): Promise<number[]> {
  const { decodeUpdate } = await import('../record/index.ts');
  const clients = new Set<number>();
  for (const operation of push.operations) {
    if (!('parts' in operation) || !Array.isArray(operation.parts)) continue;
    for (const { update } of operation.parts) {
      const decoded = decodeUpdate(update);
      if (decoded.ok) for (const { client } of decoded.update.structs) clients.add(client);
    }
  }
  return [...clients];
}

describe('a refused text', () => {
  it('is taken out in place, and typing goes on', async () => {
    const { device, relay, time, id } = await anAccount({ name: 'A', notes: 'world' });
    const record = await device.open('account', id);
    const text = record.text('notes');
    expect(text.toString()).toBe('world');
    text.insert(0, 'hello ');
    await time.advance(100);
    const refused = relay.push;
    text.insert(text.length, '!');
    await time.advance(100);
    relay.reject(refused);
    await time.advance(10);
    expect(record.text('notes')).toBe(text);
    expect(text.toString()).toBe('world!');
    expect(device.get('account', id)?.values.notes).toBe('world!');
    text.insert(text.length, ' x');
    await time.advance(100);
    expect(device.get('account', id)?.values.notes).toBe('world! x');
    await device.drafts()[0]?.retry();
    expect(record.text('notes').toString()).toBe('hello world! x');
  });

  it('is built again when a delete was refused', async () => {
    const { device, relay, time, id } = await anAccount({ name: 'A', notes: 'world' });
    const record = await device.open('account', id);
    let rebuilt = 0;
    record.onRebuilt('notes', () => rebuilt++);
    record.text('notes').delete(0, 3);
    await time.advance(100);
    relay.reject(relay.push);
    record.text('notes').insert(2, '!');
    await time.advance(10);
    expect(rebuilt).toBe(1);
    expect(record.text('notes').toString()).toBe('world!');
    await time.advance(100);
    expect(device.get('account', id)?.values.notes).toBe('world!');
  });

  it('folds refused changes of one text into one draft', async () => {
    const { device, relay, time, id } = await anAccount({ name: 'A', notes: 'w' });
    const record = await device.open('account', id);
    record.text('notes').insert(1, 'o');
    await time.advance(100);
    const first = relay.push;
    record.text('notes').insert(0, 'x');
    await time.advance(100);
    const second = relay.push;
    relay.reject(first);
    relay.reject(second);
    await time.advance(10);
    expect(device.drafts()).toHaveLength(1);
    expect(record.text('notes').toString()).toBe('w');
    await device.drafts()[0]?.retry();
    expect(record.text('notes').toString()).toBe('xwo');
  });
});
