/** What commits may hold in memory is bounded, however slow the disk is. */
import { describe, expect, it } from 'vitest';
import { accepted, author, FIRST_STATE, ORGANIZATION, recordId, TIME } from '../../test/store/log-entries.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { VirtualTime } from '../../test/world/virtual-time.ts';
import { LevelStore, type RelayStore } from '../store/index.ts';
import { CommitQueue } from './commit-queue.ts';

const MAX_BYTES = 8_000;
const JOBS = 400;

async function aQueue(options: { flushAtBytes?: number } = {}) {
  const db = new LossyLevel(() => 0.99);
  const level = await LevelStore.open(db, {
    ...{ maxOverlayBytes: MAX_BYTES, flushAtBytes: MAX_BYTES / 2, pause: async () => undefined },
    ...options,
  });
  const store = await level.create(ORGANIZATION, FIRST_STATE);
  const failures: unknown[] = [];
  const queue = new CommitQueue({
    ...{ store, now: () => TIME, onDurable: () => undefined },
    onFailed: (error) => failures.push(error),
  });
  return { db, level, store, queue, failures };
}

/** Creates that are all asked for at once; how many were judged, and what comes of each. */
function create(queue: CommitQueue, store: RelayStore) {
  const work = { judged: 0, results: [] as Promise<number>[] };
  for (let n = 1; n <= JOBS; n++) {
    const job = (): number => {
      work.judged += 1;
      store.stage(accepted(store, author(n), [{ kind: 'create', id: recordId(n), after: { n } }]));
      return n;
    };
    work.results.push(queue.run(job));
  }
  return work;
}

describe('a disk that does not come back from a write', () => {
  it('lets few changes be judged, and all of them in their order when it does', async () => {
    const { db, level, store, queue } = await aQueue();
    db.stallWrites();
    const work = create(queue, store);
    await new VirtualTime().settle();
    expect(work.judged).toBeGreaterThan(0);
    expect(work.judged).toBeLessThan(50);
    db.recover();
    expect(await Promise.all(work.results)).toEqual(Array.from({ length: JOBS }, (_, n) => n + 1));
    await level.close();
    const again = await (await LevelStore.open(db)).organization(ORGANIZATION);
    expect(again.row('contact', recordId(JOBS))).toBeDefined();
  });

  it('fails everything that waits where the write fails in the end', async () => {
    const { db, store, queue, failures } = await aQueue();
    db.stallWrites();
    const work = create(queue, store);
    const results = Promise.allSettled(work.results);
    await new VirtualTime().settle();
    db.failWrites('lost');
    db.resumeWrites();
    expect((await results).map(({ status }) => status)).toEqual(
      Array.from({ length: JOBS }, () => 'rejected'),
    );
    expect(failures).toHaveLength(1);
  });
});

it('makes room by flushing, even where a flush would begin above the bound', async () => {
  const { store, queue } = await aQueue({ flushAtBytes: 100 * MAX_BYTES });
  await Promise.all(create(queue, store).results);
  expect(store.checkpoint.batch).toBeGreaterThan(1);
});
