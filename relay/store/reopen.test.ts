/** A database is opened again for a store that failed, while other stores of it are at work. */
import { describe, expect, it } from 'vitest';
import { asId, type DeviceNumber, type OrganizationId } from '../../engine/model/index.ts';
import {
  accepted,
  append,
  author,
  DEVICE,
  FIRST_STATE,
  ORGANIZATION,
  recordId,
  TIME,
} from '../../test/store/log-entries.ts';
import { betweenReads } from '../../test/world/between-reads.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { LevelStore } from './index.ts';
import { OrganizationKeys } from './keys.ts';
import type { RelayStore } from './relay-store.ts';

const OTHER = asId<OrganizationId>('hill');
const HELD = [1, 2, 3, 4, 5];

/** Two organizations on one disk, each with five records of which three are in no view on disk. */
async function twoStores(options: Parameters<typeof LevelStore.open>[1] = {}) {
  const db = new LossyLevel(() => 0);
  const level = await LevelStore.open(db, { pause: async () => undefined, ...options });
  const failing = await level.create(ORGANIZATION, FIRST_STATE);
  const healthy = await level.create(OTHER, FIRST_STATE);
  for (const store of [failing, healthy]) {
    for (const n of HELD) {
      create(store, n);
      await append(store);
      if (n === 2) await store.flush();
    }
  }
  return { db, level, failing, healthy };
}
function create(store: RelayStore, n: number): void {
  store.stage(accepted(store, author(n), [{ kind: 'create', id: recordId(n), after: { n } }]));
}
async function fail({ db, failing }: Pick<Awaited<ReturnType<typeof twoStores>>, 'db' | 'failing'>) {
  db.failWrites('lost');
  create(failing, 6);
  await expect(append(failing)).rejects.toMatchObject({ code: 'storage-failed' });
  db.recover();
}
/** The disk can't be read for a moment; of a device of which nothing is in memory. */
function failByReading({ db, failing }: Pick<Awaited<ReturnType<typeof twoStores>>, 'db' | 'failing'>) {
  db.failReads();
  const stranger = author(1, (DEVICE + 1) as DeviceNumber);
  expect(() => failing.stage(accepted(failing, stranger, []))).toThrow('can not be read');
  db.mendReads();
}
const has = (store: RelayStore, n: number): boolean => store.row('contact', recordId(n)) !== undefined;

/** What a reader is shown: the records, or that nothing can be read now. */
function shown(store: RelayStore): number[] | string {
  try {
    return HELD.filter((n) => store.durable.row('contact', recordId(n)) !== undefined);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('while a database is opened again', () => {
  it('no store shows half of what it holds, or calls itself open', async () => {
    const world = await twoStores();
    const stores = [world.failing, world.healthy];
    const early = stores.map(({ durable }) => durable);
    await fail(world);
    const seen: unknown[] = [];
    const end = betweenReads(world.db, () => {
      for (const store of stores) seen.push(shown(store));
      for (const durable of early) seen.push(shown({ durable } as RelayStore));
      if (!stores.every(({ status }) => status === 'open')) return;
      seen.push('both are open');
    });
    await world.level.reopen();
    end();
    expect(seen.length).toBeGreaterThan(10);
    for (const answer of seen) expect([HELD, 'storage-failed']).toContainEqual(answer);
    expect(stores.map(({ status }) => status)).toEqual(['open', 'open']);
    expect(stores.map(shown)).toEqual([HELD, HELD]);
  });

  it('nothing is staged or appended, and a batch that was being written is kept', async () => {
    const world = await twoStores();
    const { db, level, failing, healthy } = world;
    db.stallWrites();
    create(healthy, 6);
    const appending = append(healthy);
    failByReading({ db, failing });
    create(healthy, 7);
    const refused: unknown[] = [];
    const end = betweenReads(db, () => {
      try {
        create(healthy, 8);
        refused.push('staged');
      } catch (error) {
        refused.push((error as { code: string }).code);
      }
    });
    const reopening = level.reopen();
    expect(healthy.status).toBe('failed');
    db.resumeWrites();
    await appending;
    await reopening;
    end();
    expect(new Set(refused)).toEqual(new Set(['storage-failed']));
    expect([6, 7].map((n) => has(healthy, n))).toEqual([true, false]);
    create(healthy, 7);
    await append(healthy);
    await db.crash();
    const again = await (await LevelStore.open(db)).organization(OTHER);
    expect([...HELD, 6, 7].map((n) => has(again, n))).not.toContain(false);
  });

  it('whoever watches a store is told before the database closes, and when all of it can be read', async () => {
    const world = await twoStores();
    await fail(world);
    const told: unknown[] = [];
    world.healthy.watch({
      onFailed: () => told.push([world.db.status, world.healthy.status]),
      onReloaded: () => told.push(['reloaded', world.healthy.status, shown(world.healthy)]),
    });
    await world.level.reopen();
    expect(told).toEqual([
      ['open', 'failed'],
      ['reloaded', 'open', HELD],
    ]);
  });
});

describe('a reloading that fails', () => {
  it('leaves the store failed, and shows nothing of what it read', async () => {
    const { db, level, failing } = await twoStores();
    db.failWrites('lost');
    await expect(failing.flush()).rejects.toMatchObject({ code: 'storage-failed' });
    db.recover();
    await level.database.close();
    await db.open();
    const keys = new OrganizationKeys(ORGANIZATION);
    const lost = await db.get(keys.log(5));
    await db.damage(keys.log(5), () => null);
    await expect(level.reopen()).rejects.toMatchObject({ code: 'data-folder-damaged' });
    expect([failing.status, shown(failing)]).toEqual(['failed', 'storage-failed']);
    expect(() => create(failing, 6)).toThrow('failed');
    await db.put(keys.log(5), lost ?? new Uint8Array());
    await level.organization(ORGANIZATION);
    expect([failing.status, shown(failing)]).toEqual(['open', HELD]);
  });

  it('for damage in one organization keeps no other from work, and disturbs it once', async () => {
    const world = await twoStores();
    const { db, level, healthy } = world;
    await fail(world);
    await db.close();
    await db.open();
    await db.damage(new OrganizationKeys(ORGANIZATION).log(5), () => null);
    await expect(level.organization(ORGANIZATION)).rejects.toMatchObject({ code: 'data-folder-damaged' });
    expect([healthy.status, shown(healthy)]).toEqual(['open', HELD]);
    const told: string[] = [];
    healthy.watch({ onFailed: () => told.push('failed'), onReloaded: () => told.push('reloaded') });
    await expect(level.organization(ORGANIZATION)).rejects.toMatchObject({ code: 'data-folder-damaged' });
    expect(told).toEqual([]);
    create(healthy, 6);
    await append(healthy);
  });
});

describe('a flush of its own that fails', () => {
  it('is told to whoever watches the store', async () => {
    const { db, failing } = await twoStores({ flushAtBatches: 6 });
    const told: string[] = [];
    failing.watch({ onFailed: () => told.push(failing.status), onReloaded: () => undefined });
    for (const n of [6, 7, 8]) {
      create(failing, n);
      // The log's own write passes; the flush behind it does not.
      if (n === 8) db.failWrites('lost', 1);
      await append(failing, TIME);
    }
    await expect.poll(() => told).toEqual(['failed']);
    expect(has(failing, 8)).toBe(true);
  });
});
