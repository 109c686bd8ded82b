/** Directory changes that are staged in one batch: read between, dropped, and derived again from the log. */
import { expect, it } from 'vitest';
import { asId, type DeviceNumber } from '../../engine/model/index.ts';
import { append, DEVICE, FIRST_STATE, ORGANIZATION, TIME, uuidOf } from '../../test/store/log-entries.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { LevelStore, type RelayStore } from './index.ts';

async function aStore() {
  const db = new LossyLevel(() => 0.99);
  const level = await LevelStore.open(db, { pause: async () => undefined });
  return { db, level, store: await level.create(ORGANIZATION, FIRST_STATE) };
}
const userOf = (n: number) => asId<never>(uuidOf(1_000 + n));

function put(store: RelayStore, n: number): void {
  const user = {
    id: userOf(n),
    name: `${n}`,
    unit: FIRST_STATE.rootUnit.id,
    disabled: false,
    language: 'en',
    timeZone: 'UTC',
  };
  store.stage({
    kind: 'directory',
    sequence: store.nextSequence,
    by: null,
    change: { kind: 'put-user', user },
  });
}
const users = (reader: Pick<RelayStore, 'directory'>): string[] =>
  [...reader.directory().users.values()].map(({ name }) => name);

it('are seen by each reading, by durable ones only when their batch is', async () => {
  const { db, store } = await aStore();
  put(store, 1);
  put(store, 2);
  const early = store.directory();
  put(store, 3);
  expect([early.users.size, users(store), users(store.durable)]).toEqual([2, ['1', '2', '3'], []]);
  const sealed = store.seal(TIME);
  put(store, 4);
  if (sealed !== undefined) await store.appendBatch(sealed);
  expect([users(store), users(store.durable)]).toEqual([
    ['1', '2', '3', '4'],
    ['1', '2', '3'],
  ]);
  await append(store);
  expect(early.users.size).toBe(2);
  await db.crash();
  const again = await (await LevelStore.open(db)).organization(ORGANIZATION);
  expect(users(again)).toEqual(['1', '2', '3', '4']);
});

it('are dropped with a batch that fails, and kept beside an entry that does not fit', async () => {
  const { db, store } = await aStore();
  put(store, 1);
  await append(store);
  put(store, 2);
  const missing = {
    kind: 'device',
    sequence: store.nextSequence,
    number: (DEVICE + 1) as DeviceNumber,
    revoked: true,
  } as const;
  expect(() => store.stage(missing)).toThrow('never enrolled');
  expect(users(store)).toEqual(['1', '2']);
  put(store, 3);
  const sealed = store.seal(TIME);
  put(store, 4);
  db.failWrites('lost');
  if (sealed !== undefined)
    await expect(store.appendBatch(sealed)).rejects.toMatchObject({ code: 'storage-failed' });
  expect(users(store)).toEqual(['1']);
});
