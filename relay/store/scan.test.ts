/** Scans over disk and memory together, while others write. */
import { describe, expect, it } from 'vitest';
import {
  accepted,
  append,
  author,
  collect,
  FIRST_STATE,
  ORGANIZATION,
  recordId,
} from '../../test/store/log-entries.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { seededRandom } from '../../test/world/virtual-time.ts';
import { LevelStore } from './index.ts';

const RECORDS = 200;

/** Records of which every fourth is on disk, every fourth frozen behind it, and the others in memory. */
async function aStore() {
  const db = new LossyLevel(() => 0.99);
  const level = await LevelStore.open(db, { pause: async () => undefined });
  const store = await level.create(ORGANIZATION, FIRST_STATE);
  let number = 0;
  const write = async (kind: 'create' | 'update' | 'delete', n: number): Promise<void> => {
    store.stage(accepted(store, author(++number), [{ kind, id: recordId(n), after: { number } }]));
    await append(store);
  };
  const make = async (rest: number): Promise<void> => {
    for (let n = rest; n < RECORDS; n += 4) await write('create', n);
  };
  await make(0);
  await store.flush();
  return { store, write, make };
}
type Store = Awaited<ReturnType<typeof aStore>>['store'];

const idsOf = async (store: Store): Promise<string[]> => collect(store.ids('contact'));

describe('a scan', () => {
  it('gives what lies on disk, in a flush, and in memory, each once and in order', async () => {
    const { store, write, make } = await aStore();
    await make(2);
    const flushing = store.flush();
    await make(1);
    await make(3);
    for (const n of [0, 1, 2]) await write('delete', n);
    const expected = Array.from({ length: RECORDS - 3 }, (_, n) => recordId(n + 3));
    expect(await idsOf(store)).toEqual(expected);
    expect(
      (await collect(store.rows('contact', { after: recordId(100), limit: 3 }))).map(({ id }) => id),
    ).toEqual([101, 102, 103].map(recordId));
    await flushing;
    expect(await idsOf(store)).toEqual(expected);
  });

  it.each([1, 2, 3, 4, 5])(
    'misses nothing that was there when it began, whatever is written meanwhile (%i)',
    async (seed) => {
      const random = seededRandom(seed);
      const { store, write, make } = await aStore();
      for (const rest of [1, 2]) await make(rest);
      const before = await idsOf(store);
      const gone = new Set<string>();
      const seen: string[] = [];
      let made = RECORDS;
      for await (const { id } of store.rows('contact')) {
        seen.push(id);
        const n = Math.floor(random() * RECORDS);
        if (random() < 0.2) await store.flush();
        if (random() < 0.3) await write('create', made++);
        if (n % 4 === 3 || gone.has(recordId(n))) continue;
        if (random() < 0.3) await write('update', n);
        else if (random() < 0.2) {
          await write('delete', n);
          gone.add(recordId(n));
        }
      }
      expect(seen).toEqual([...new Set(seen)].sort());
      expect(before.filter((id) => !gone.has(id) && !seen.includes(id))).toEqual([]);
      expect(await idsOf(store)).toEqual(
        [
          ...before.filter((id) => !gone.has(id)),
          ...Array.from({ length: made - RECORDS }, (_, n) => recordId(RECORDS + n)),
        ].sort(),
      );
    },
  );
});
