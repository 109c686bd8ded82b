import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { systemOf } from '../../test/world/scripted-relay.ts';
import { asId, type ChangeId, newRecordId, type RecordId } from '../model/index.ts';
import type { PageItem } from '../protocol/index.ts';

function someIds(count: number, now: number): RecordId[] {
  return Array.from({ length: count }, (_, at) =>
    newRecordId({ now: () => now + at, randomBytes: (n) => new Uint8Array(n).fill(at % 256) }),
  );
}

/** A patch that builds on a version that the device does not hold. */
function patchOf(id: RecordId, now: number): PageItem {
  return {
    ...{ kind: 'patch', entity: 'account', id, from: 12, system: systemOf(13, now) },
    ...{ values: { name: 'X' }, mask: 255, via: 0, parts: [] },
  };
}

it('a record that was asked for is asked for again in each session until something of it comes', async () => {
  const world = await aDevice();
  const { relay, time } = world;
  const ids = someIds(400, time.now);
  const wants = () =>
    relay.received.flatMap((message) => (message.type === 'want' ? [message.records.length] : []));
  relay.sequence = 13;
  relay.page(ids.map((id) => patchOf(id, time.now)));
  await time.advance(10);
  expect(wants()).toEqual([400]);
  await world.reopen();
  expect(wants()).toEqual([400, 400]);
  const [first, second, ...others] = ids;
  if (first === undefined || second === undefined) throw new Error('ids');
  relay.page([
    relay.put('account', first, { name: 'A' }),
    { kind: 'leave', leave: 'gone', entity: 'account', id: second },
  ]);
  await time.advance(10);
  relay.drop();
  await time.advance(40_000);
  expect(wants().slice(2)).toEqual([others.length]);
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account' }]);
  await time.advance(10);
  relay.drop();
  await time.advance(40_000);
  expect(wants()).toHaveLength(3);
});

it('asks for no more at a time than every relay takes, and goes on as it is answered', async () => {
  const { relay, time, device } = await aDevice();
  const ids = someIds(2_600, time.now);
  const asked = new Set<RecordId>();
  let open = 0;
  const takeWants = (): void => {
    for (const message of relay.received.splice(0)) {
      if (message.type !== 'want') continue;
      open += message.records.length;
      for (const { id } of message.records) asked.add(id);
    }
  };
  relay.sequence = 13;
  relay.page(ids.map((id) => patchOf(id, time.now)));
  await time.advance(10);
  takeWants();
  const answered = new Set<RecordId>();
  while (open > 0) {
    expect(open).toBeLessThanOrEqual(1_000);
    const portion = [...asked].filter((id) => !answered.has(id)).slice(0, 300);
    for (const id of portion) answered.add(id);
    open -= portion.length;
    relay.page(portion.map((id) => relay.put('account', id, { name: 'A' })));
    await time.advance(10);
    takeWants();
  }
  expect(answered.size).toBe(2_600);
  expect(device.query('account').rows).toHaveLength(2_600);
});

it('[P5] a record whose patch did not fit leaves no byte behind when it leaves', async () => {
  // Given a patch of which one part could be stored, and the other names bytes that are not here
  const { relay, time, database } = await aDevice();
  const [id] = someIds(1, time.now);
  if (id === undefined) throw new Error('ids');
  const own = asId<ChangeId>('018f4e2a-0000-7000-8000-0000000000e0');
  relay.sequence = 13;
  relay.page([
    {
      ...{ kind: 'patch', entity: 'account', id, from: 0, own, system: systemOf(13, time.now) },
      ...{ values: { name: 'X' }, mask: 255, via: 0 },
      parts: [
        { part: 'main', epoch: 1, form: 'update', bytes: new Uint8Array([0, 0]) },
        { part: 'notes', epoch: 1, form: 'own' },
      ],
    },
  ]);
  await time.advance(10);
  expect(relay.received.at(-1)).toEqual({ type: 'want', records: [{ entity: 'account', id }] });

  // When it comes whole, and leaves
  relay.page([relay.put('account', id, { name: 'X' })]);
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
  await time.advance(10);

  // Then nothing of it is in the storage
  expect(await database.keys({ gte: 'part/', lt: 'part0' }).all()).toEqual([]);
});
