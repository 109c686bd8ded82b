import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, officeMetadata } from '../../test/world/device-world.ts';
import { systemOf } from '../../test/world/scripted-relay.ts';
import { MONDAY } from '../../test/world/virtual-time.ts';
import { stampOf } from '../clock/index.ts';
import { indexMetadata, newRecordId, type RecordId, type Values } from '../model/index.ts';
import type { Patch } from '../protocol/index.ts';
import { localTransact, openDoc, rebuildPart, registersOf, writeRegister } from '../record/index.ts';

const OTHER = 6000 * 2 ** 20 + 1;
const RELAY = 4096 * 2 ** 20 + 1;

/** A document of the main part as another device wrote it. */
function mainOf(values: Values, now: number): Y.Doc {
  const doc = openDoc({ guid: 'main', gc: false });
  localTransact(doc, OTHER, () => {
    for (const [name, value] of Object.entries(values)) writeRegister(doc, name, value, stampOf(now, 0));
  });
  return doc;
}

function patchOf(
  id: RecordId,
  { version, ...patch }: Pick<Patch, 'from' | 'values' | 'parts'> & { version: number },
): Patch {
  return {
    kind: 'patch',
    entity: 'account',
    id,
    system: systemOf(version, MONDAY),
    mask: 255,
    via: 0,
    ...patch,
  };
}

/** A device that holds accounts with these names. */
async function holding(...names: string[]) {
  const world = await aDevice();
  const ids = names.map((_, at) =>
    newRecordId({ now: () => world.time.now + at, randomBytes: (n) => new Uint8Array(n).fill(at) }),
  );
  world.relay.sequence = 10;
  const put = (id: RecordId, values: Values) =>
    world.relay.put('account', id, values, {
      parts: [{ part: 'main', epoch: 1, state: Y.encodeStateAsUpdateV2(mainOf(values, world.time.now)) }],
    });
  world.relay.page(ids.map((id, at) => put(id, { name: names[at] ?? '' })));
  await world.time.advance(10);
  return {
    ...world,
    ids,
    put,
    names: () =>
      world.device
        .query('account', { orderBy: [{ attribute: 'name' }] })
        .rows.map(({ values }) => values.name),
  };
}

describe('pages', () => {
  it('fill lists without documents, and edits merge with what is there', async () => {
    const { device, ids, names, relay, time } = await holding('A', 'B');
    expect(names()).toEqual(['A', 'B']);
    await device.update('account', ids[0] as RecordId, { phone: '1' });
    expect(device.get('account', ids[0] as RecordId)?.values).toEqual({ name: 'A', phone: '1' });
    await time.advance(10);
    relay.sequence++;
    relay.page([
      relay.put(
        'account',
        ids[0] as RecordId,
        { name: 'A2' },
        {
          parts: [
            { part: 'main', epoch: 1, state: Y.encodeStateAsUpdateV2(mainOf({ name: 'A2' }, time.now)) },
          ],
        },
      ),
    ]);
    await time.advance(10);
    expect(device.get('account', ids[0] as RecordId)?.values).toEqual({ name: 'A2', phone: '1' });
  });

  it('never let a lower version overwrite a higher one', async () => {
    const { relay, time, ids, put, names } = await holding('A');
    relay.sequence = 9;
    relay.page([put(ids[0] as RecordId, { name: 'older' })]);
    await time.advance(10);
    expect(names()).toEqual(['A']);
  });

  it('ask for a record whose patch builds on a version that is not held', async () => {
    const { relay, time, ids, names } = await holding('A');
    relay.sequence = 13;
    relay.page([patchOf(ids[0] as RecordId, { version: 13, from: 12, values: { name: 'X' }, parts: [] })]);
    await time.advance(10);
    expect(names()).toEqual(['A']);
    expect(relay.received.at(-1)).toEqual({ type: 'want', records: [{ entity: 'account', id: ids[0] }] });
  });

  it('take out what a range does not put, and note how far the entity is held', async () => {
    const { relay, time, ids, put, names, device } = await holding('A', 'B', 'C');
    const [, b, c] = ids as [RecordId, RecordId, RecordId];
    const range = { entity: 'account', upTo: b, scopeHash: new Uint8Array([1]), sequence: 10 };
    relay.page([put(b, { name: 'B' })], { range });
    await time.advance(10);
    expect(names()).toEqual(['B', 'C']);
    relay.drop();
    await time.advance(40_000);
    const hello = relay.received.findLast(({ type }) => type === 'hello');
    expect(hello).toMatchObject({ cursor: 10, entities: [{ entity: 'account', after: b }] });
    relay.page([], { range: { entity: 'account', after: b, scopeHash: new Uint8Array([1]), sequence: 10 } });
    await time.advance(10);
    expect(names()).toEqual(['B']);
    expect(device.get('account', c)).toBeUndefined();
  });

  it('shorten a part that gathered many updates, and read the same after a restart', async () => {
    const world = await holding('A');
    const { relay, time, ids } = world;
    const doc = mainOf({ name: 'A' }, time.now);
    for (let n = 1; n <= 70; n++) {
      const updates: Uint8Array[] = [];
      doc.once('update', (update: Uint8Array) => updates.push(update));
      localTransact(doc, OTHER, () => writeRegister(doc, 'name', `A${n}`, stampOf(time.now, n)));
      relay.sequence++;
      const parts = updates.map((bytes) => ({ form: 'update' as const, part: 'main', epoch: 1, bytes }));
      const values = { name: `A${n}` };
      relay.page([
        patchOf(ids[0] as RecordId, { version: relay.sequence, from: relay.sequence - 1, values, parts }),
      ]);
      await time.advance(2);
    }
    const keys = await world.database.keys({ gt: 'part/', lt: 'part0' }).all();
    expect(keys.length).toBeLessThan(35);
    const device = await world.reopen();
    await device.update('account', ids[0] as RecordId, { phone: '1' });
    expect(device.get('account', ids[0] as RecordId)?.values).toEqual({ name: 'A70', phone: '1' });
  });
});

describe('a record that leaves', () => {
  it('takes its documents along, and an unsent edit becomes a draft of what its author wrote', async () => {
    const { device, relay, time, ids, names, database } = await holding('A', 'B');
    relay.drop();
    await device.update('account', ids[0] as RecordId, { phone: '1' });
    relay.isReachable = false;
    relay.isReachable = true;
    relay.maxUnanswered = 0;
    await time.advance(40_000);
    relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id: ids[0] as RecordId }]);
    await time.advance(10);
    expect(names()).toEqual(['B']);
    expect(device.drafts()).toMatchObject([
      { why: { code: 'record-gone' }, operations: [{ before: {}, wanted: { phone: '1' } }] },
    ]);
    await expect(device.drafts()[0]?.retry()).rejects.toMatchObject({ code: 'record-gone' });
    expect(device.drafts()).toHaveLength(1);
    expect((await database.keys().all()).filter((key) => key.includes(ids[0] ?? '?'))).toEqual([]);
  });

  it('stays for the verdict when it only left the scope', async () => {
    const { device, relay, time, ids, names } = await holding('A', 'B');
    await device.update('account', ids[0] as RecordId, { phone: '1' });
    await time.advance(10);
    relay.page([{ kind: 'leave', leave: 'out-of-scope', entity: 'account', id: ids[0] as RecordId }]);
    await time.advance(10);
    expect(names()).toEqual(['A', 'B']);
    relay.accept(relay.push);
    relay.page([]);
    await time.advance(10);
    expect(names()).toEqual(['B']);
    expect(device.drafts()).toEqual([]);
    expect(device.status.pending).toBe(0);
  });

  it('goes with its whole entity', async () => {
    const { relay, time, names } = await holding('A', 'B');
    relay.page([{ kind: 'leave', leave: 'gone', entity: 'account' }]);
    await time.advance(10);
    expect(names()).toEqual([]);
  });
});

describe('forming again', () => {
  it('follows a part into its next epoch, with the stamps of typing', async () => {
    const { device, relay, time, ids } = await holding('A');
    const id = ids[0] as RecordId;
    await device.update('account', id, { phone: '1' });
    await time.advance(10);
    const before = relay.push;
    const layout = indexMetadata(officeMetadata).entity('account')?.part('main');
    if (layout === undefined) throw new Error('main');
    const rebuilt = rebuildPart(
      registersOf(mainOf({ name: 'A', phone: '0' }, time.now - 1000)),
      layout,
      RELAY,
    );
    relay.sequence++;
    relay.page([
      relay.put(
        'account',
        id,
        { name: 'A', phone: '0' },
        { parts: [{ part: 'main', epoch: 2, state: Y.encodeStateAsUpdateV2(rebuilt) }] },
      ),
    ]);
    await time.advance(10);
    expect(device.get('account', id)?.values).toEqual({ name: 'A', phone: '1' });
    await device.update('account', id, { name: 'B' });
    expect(device.get('account', id)?.values).toEqual({ name: 'B', phone: '1' });
    relay.say({
      type: 'reform',
      number: before.number,
      code: 'missing-dependency',
      reason: '',
      clock: time.now,
    });
    await time.advance(20);
    const [first, second] = relay.pushes.slice(-2);
    expect(first).toMatchObject({
      uuid: before.uuid,
      stamp: before.stamp,
      operations: [{ parts: [{ epoch: 2 }] }],
    });
    expect(second).toMatchObject({ operations: [{ parts: [{ epoch: 2 }] }] });
    expect(device.get('account', id)?.values).toEqual({ name: 'B', phone: '1' });
  });

  it('waits with a change of an epoch that has passed until the page brings the new one', async () => {
    const { device, relay, time, ids } = await holding('A');
    const id = ids[0] as RecordId;
    await device.update('account', id, { phone: '1' });
    await time.advance(10);
    const before = relay.push;
    const layout = indexMetadata(officeMetadata).entity('account')?.part('main');
    if (layout === undefined) throw new Error('main');
    const rebuilt = rebuildPart(
      registersOf(mainOf({ name: 'A', phone: '0' }, time.now - 1000)),
      layout,
      RELAY,
    );
    const count = relay.pushes.length;
    const { number, uuid } = before;
    relay.say({ type: 'reform', number, code: 'epoch-passed', reason: '', clock: time.now });
    await time.advance(20);
    expect(relay.pushes).toHaveLength(count);
    relay.sequence++;
    relay.page([
      relay.put(
        'account',
        id,
        { name: 'A', phone: '0' },
        { parts: [{ part: 'main', epoch: 2, state: Y.encodeStateAsUpdateV2(rebuilt) }] },
      ),
    ]);
    await time.advance(20);
    expect(relay.pushes.slice(count)).toMatchObject([{ uuid, operations: [{ parts: [{ epoch: 2 }] }] }]);
    expect(device.get('account', id)?.values).toEqual({ name: 'A', phone: '1' });
  });

  it('stamps again what a wrong clock stamped', async () => {
    const world = await aDevice();
    const { relay, time } = world;
    const wrong = {
      now: () => time.now + 3_600_000,
      random: () => 0.5,
      randomBytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)),
      setTimer: time.setTimer.bind(time),
    };
    relay.isReachable = false;
    const device = await world.reopen({ seams: wrong });
    await device.create('account', { name: 'A' });
    await device.create('account', { name: 'B' });
    relay.isReachable = true;
    await time.advance(40_000);
    const [first] = relay.pushes;
    if (first === undefined) throw new Error('nothing came');
    relay.say({ type: 'reform', number: first.number, code: 'clock-skew', reason: '', clock: time.now });
    await time.advance(20);
    const again = relay.pushes.findLast(({ uuid }) => uuid === first.uuid);
    expect(again?.number).toBeGreaterThan(first.number);
    expect(again?.stamp).toBeLessThanOrEqual(stampOf(time.now + 1, 0));
  });
});
