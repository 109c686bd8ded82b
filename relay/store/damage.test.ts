import { beforeEach, describe, expect, it } from 'vitest';
import {
  accepted,
  append,
  author,
  FIRST_STATE,
  ORGANIZATION,
  recordId,
} from '../../test/store/log-entries.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { LevelStore, verifyLog } from './index.ts';
import { OrganizationKeys } from './keys.ts';

const keys = new OrganizationKeys(ORGANIZATION);

/** Ten batches, of which the first five are flushed. */
async function aLog(): Promise<LossyLevel> {
  const db = new LossyLevel(() => 0);
  const store = await (await LevelStore.open(db)).create(ORGANIZATION, FIRST_STATE);
  for (let n = 2; n <= 10; n++) {
    store.stage(accepted(store, author(n), [{ kind: 'create', id: recordId(n), after: { n } }]));
    await append(store);
    if (n === 5) await store.flush();
  }
  await db.crash();
  await db.open();
  return db;
}

const opening = async (db: LossyLevel): Promise<unknown> =>
  (await LevelStore.open(db)).organization(ORGANIZATION);
const damaged = (what: RegExp) =>
  expect.objectContaining({ code: 'data-folder-damaged', message: expect.stringMatching(what) });

describe('a torn log', () => {
  let db: LossyLevel;
  beforeEach(async () => {
    db = await aLog();
  });

  it('is served while it is whole', async () => {
    await opening(db);
    const checked = await verifyLog(db, ORGANIZATION);
    expect(checked).toMatchObject({ batches: 10, entries: 11, lastSequence: 10 });
  });

  it('is not served with any one bit changed', async () => {
    const key = keys.log(8);
    const length = (await db.get(key))?.length ?? 0;
    for (let at = 0; at < length; at++) {
      const flip = (value: Uint8Array): Uint8Array => value.map((byte, i) => (i === at ? byte ^ 1 : byte));
      await db.damage(key, flip);
      await expect(opening(db)).rejects.toEqual(damaged(/batch 8/));
      await db.open();
      await db.damage(key, flip);
    }
    await opening(db);
  });

  it('is not served with a value cut off', async () => {
    for (const length of [0, 10, 64, 65, 100]) {
      const whole = await db.get(keys.log(8));
      await db.damage(keys.log(8), (value) => value.slice(0, length));
      await expect(opening(db)).rejects.toEqual(damaged(/batch 8/));
      await db.damage(keys.log(8), () => whole ?? null);
    }
  });

  it('is not served with a hole, and says which batches are missing', async () => {
    await db.damage(keys.log(7), () => null);
    await db.damage(keys.log(8), () => null);
    await expect(opening(db)).rejects.toEqual(
      damaged(
        /acme.*batches 7 to 8 are missing.*Stop the relay.*put back the newest copy of the data folder/,
      ),
    );
  });

  it('is not served with a batch of another history in place', async () => {
    const foreign = await batchOfAnotherHistory(8);
    await db.damage(keys.log(8), () => foreign);
    await expect(opening(db)).rejects.toEqual(damaged(/chain of hashes/));
  });

  it('is not served where the views are ahead of the log', async () => {
    await db.damage(keys.log(5), () => null);
    await expect(opening(db)).rejects.toEqual(damaged(/batch 5, the last one checked, is missing/));
  });

  it('is not served with views that have lost their checkpoint', async () => {
    await db.damage(keys.checkpoint, () => null);
    await expect(opening(db)).rejects.toEqual(damaged(/checkpoint is missing/));
  });

  it('is found by verify where a start does not look any more', async () => {
    await db.damage(keys.log(3), (value) => value.with(80, (value[80] ?? 0) ^ 1));
    await opening(db);
    await expect(verifyLog(db, ORGANIZATION)).rejects.toEqual(damaged(/batch 3/));
    await db.damage(keys.log(3), () => null);
    await expect(verifyLog(db, ORGANIZATION)).rejects.toEqual(damaged(/batch 3 is missing/));
    await db.damage(keys.log(1), () => null);
    await expect(verifyLog(db, ORGANIZATION)).rejects.toEqual(damaged(/batch 1 is missing/));
  });

  it('loses only its tail where its tail is gone', async () => {
    await db.damage(keys.log(10), () => null);
    await expect(verifyLog(db, ORGANIZATION)).resolves.toMatchObject({ batches: 9 });
  });
});

/** From the same organization with other content. */
async function batchOfAnotherHistory(number: number): Promise<Uint8Array> {
  const db = new LossyLevel(() => 0);
  const store = await (await LevelStore.open(db)).create(ORGANIZATION, { ...FIRST_STATE, time: 1 });
  for (let n = 2; n <= number; n++) {
    store.stage(accepted(store, author(n), [{ kind: 'create', id: recordId(n), after: { other: n } }]));
    await append(store);
  }
  const value = await db.get(keys.log(number));
  if (value === undefined) throw new Error(`no batch ${number}`);
  return value;
}
