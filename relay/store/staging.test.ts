import { describe, expect, it } from 'vitest';
import type { DeviceNumber } from '../../engine/model/index.ts';
import {
  accepted,
  append,
  author,
  collect,
  DEVICE,
  FIRST_STATE,
  ORGANIZATION,
  recordId,
  TIME,
} from '../../test/store/log-entries.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { LevelStore } from './index.ts';
import type { RelayStore } from './relay-store.ts';

async function aStore(options: Parameters<typeof LevelStore.open>[1] = {}) {
  const db = new LossyLevel(() => 0.99);
  const level = await LevelStore.open(db, { pause: async () => undefined, ...options });
  return { db, level, store: await level.create(ORGANIZATION, FIRST_STATE) };
}
function create(store: RelayStore, n: number): void {
  store.stage(accepted(store, author(n), [{ kind: 'create', id: recordId(n), after: { n } }]));
}
const has = (store: RelayStore, n: number): boolean => store.row('contact', recordId(n)) !== undefined;

describe('a failed append', () => {
  it.each(['lost', 'kept'] as const)(
    'drops the batch and all that was staged on it (bytes %s)',
    async (how) => {
      const { db, level, store } = await aStore();
      create(store, 1);
      await append(store);
      create(store, 2);
      const sealed = store.seal(TIME);
      if (sealed === undefined) throw new Error('nothing sealed');
      create(store, 3);
      db.failWrites(how);
      await expect(store.appendBatch(sealed)).rejects.toMatchObject({ code: 'storage-failed' });

      expect([1, 2, 3].map((n) => has(store, n))).toEqual([true, false, false]);
      expect(store.nextSequence).toBe(3);
      expect(store.status).toBe('failed');
      expect(() => create(store, 4)).toThrow('failed');
      expect(() => store.seal(TIME)).toThrow('failed');
      await expect(store.appendBatch(sealed)).rejects.toMatchObject({ code: 'storage-failed' });

      db.recover();
      await level.reopen();
      expect(store.status).toBe('open');
      // What a failed write left is known only now; either way log and views agree, and 3 never was.
      expect([1, 2, 3].map((n) => has(store, n))).toEqual([true, how === 'kept', false]);
      create(store, 5);
      await append(store);
      await db.crash();
      const again = await (await LevelStore.open(db)).organization(ORGANIZATION);
      expect([1, 2, 5].map((n) => has(again, n))).toEqual([true, how === 'kept', true]);
    },
  );
});

describe('an entry that does not fit', () => {
  it('leaves nothing of itself, and all that was staged before it in its batch', async () => {
    const { db, store } = await aStore();
    create(store, 1);
    const sequence = store.nextSequence;
    const operations = [
      { kind: 'create', id: recordId(2) },
      { kind: 'update', id: recordId(3) },
    ] as const;
    expect(() => store.stage(accepted(store, author(2), operations))).toThrow('not there');
    expect([store.status, store.nextSequence]).toEqual(['open', sequence]);
    expect([1, 2, 3].map((n) => has(store, n))).toEqual([true, false, false]);
    expect(store.decisions(author(2).device).highest).toBe(1);
    create(store, 3);
    await append(store);
    await db.crash();
    const again = await (await LevelStore.open(db)).organization(ORGANIZATION);
    expect([1, 2, 3].map((n) => has(again, n))).toEqual([true, false, true]);
  });

  it('breaks the store where it is the disk that can not be read', async () => {
    const { db, store } = await aStore();
    create(store, 1);
    db.failReads();
    // Of a device of which nothing is in memory.
    const other = author(1, (DEVICE + 1) as DeviceNumber);
    expect(() => store.stage(accepted(store, other, []))).toThrow('can not be read');
    db.mendReads();
    expect(store.status).toBe('failed');
    expect(has(store, 1)).toBe(false);
  });

  it('keeps what was being written when the disk could not be read', async () => {
    const { db, store } = await aStore();
    db.stallWrites();
    create(store, 1);
    const appending = append(store);
    db.failReads();
    expect(() => store.stage(accepted(store, author(1, (DEVICE + 1) as DeviceNumber), []))).toThrow(
      'can not be read',
    );
    db.mendReads();
    db.resumeWrites();
    await appending;
    expect([store.status, has(store, 1), store.lastSequence]).toEqual(['failed', true, 2]);
  });
});

describe('a crash', () => {
  it('keeps every batch whose append resolved, and nothing of one that was only in flight', async () => {
    const { db, store } = await aStore();
    create(store, 1);
    await append(store);
    create(store, 2);
    const sealed = store.seal(TIME);
    db.stallWrites();
    const appending = sealed === undefined ? undefined : store.appendBatch(sealed);
    const ended = expect(appending).rejects.toMatchObject({ code: 'storage-failed' });
    await db.crash();
    await ended;
    const again = await (await LevelStore.open(db)).organization(ORGANIZATION);
    expect([1, 2].map((n) => has(again, n))).toEqual([true, false]);
  });
});

describe('the overlay', () => {
  it('flushes by itself, makes commits wait while both generations are full, and goes on after', async () => {
    const { db, store } = await aStore({ flushAtBytes: 4_000, maxOverlayBytes: 8_000 });
    let n = 0;
    const fill = async (): Promise<void> => {
      create(store, ++n);
      await append(store);
    };
    let release = (): void => undefined;
    const original = db.batch.bind(db);
    // Holds the flush alone: the log is written by put.
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    Object.assign(db, {
      batch: () => {
        const chained = original();
        const write = chained.write.bind(chained);
        return Object.assign(chained, { write: (options: object) => gate.then(() => write(options)) });
      },
    });
    while (store.hasRoom && n < 1_000) await fill();
    expect(n).toBeLessThan(100);
    expect(store.checkpoint.batch).toBe(0);
    expect(Array.from({ length: n }, (_, i) => has(store, i + 1))).not.toContain(false);
    release();
    await store.whenRoom();
    expect(store.hasRoom).toBe(true);
    expect(store.checkpoint.batch).toBeGreaterThan(0);
    expect(Array.from({ length: n }, (_, i) => has(store, i + 1))).not.toContain(false);
  });

  it('fails with its disk while flushing, and loses nothing of the log', async () => {
    const { db, level, store } = await aStore();
    create(store, 1);
    await append(store);
    db.failWrites('lost');
    await expect(store.flush()).rejects.toMatchObject({ code: 'storage-failed' });
    expect(store.status).toBe('failed');
    expect(has(store, 1)).toBe(true);
    db.recover();
    await level.reopen();
    expect(has(store, 1)).toBe(true);
    await store.flush();
    expect(store.checkpoint.batch).toBe(2);
  });

  it('never stands on a checkpoint without its views, wherever a flush is cut', async () => {
    for (let writes = 0; writes < 3; writes++) {
      const { db, store } = await aStore();
      create(store, 1);
      await append(store);
      db.failWrites('lost', writes);
      await store.flush().catch(() => undefined);
      await db.crash();
      const again = await (await LevelStore.open(db)).organization(ORGANIZATION);
      expect(has(again, 1)).toBe(true);
    }
  });

  it('finds by its number what was appended while a flush ran', async () => {
    const { db, level, store } = await aStore();
    for (const n of [1, 2]) {
      create(store, n);
      await append(store);
    }
    const flushing = store.flush();
    create(store, 3);
    await append(store);
    await flushing;
    create(store, 4);
    await append(store);
    await level.close();
    const again = await (await LevelStore.open(db)).organization(ORGANIZATION);
    for (const [sequence, batch] of [
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
    ] as const) {
      expect((await collect(again.readLog(sequence, 1)))[0]?.batch).toBe(batch);
    }
  });
});
