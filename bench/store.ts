/**
 * What the store costs per small accepted update: staging, sealing (encoding and hashing), the whole
 * path with a synced log on disk, flushing and replaying.
 *
 * Run: `node --experimental-strip-types bench/store.ts` (or built). Prints one JSON line.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LevelStore, levelDatabase, type RelayStore } from '../relay/store/index.ts';
import {
  accepted,
  author,
  FIRST_STATE,
  ORGANIZATION,
  recordId,
  TIME,
} from '../relay/store/log-entries.fixture.ts';

const BATCH = 32;
const RECORDS = 2_000;
const BATCHES = 1_500;
const DEVICES = 50;

const folder = await mkdtemp(join(tmpdir(), 'rejoin-bench-'));
try {
  console.log(JSON.stringify(await measure(folder)));
} finally {
  await rm(folder, { recursive: true });
}

async function measure(path: string): Promise<Record<string, number>> {
  const level = await LevelStore.open(levelDatabase(path), {
    maxOverlayBytes: 2 ** 31,
    flushAtBytes: 2 ** 31,
  });
  const store = await level.create(ORGANIZATION, FIRST_STATE);
  await fill(store);
  await store.flush();

  const numbers = new Map<number, number>();
  const text = 'x'.repeat(20);
  const values = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`a${i}`, text]));
  let change = 0;
  const entries = Array.from({ length: BATCHES }, () =>
    Array.from({ length: BATCH }, () => {
      const n = ++change;
      const device = (5_000 + (n % DEVICES)) as ReturnType<typeof author>['device'];
      const number = (numbers.get(device) ?? 0) + 1;
      numbers.set(device, number);
      const after = { [`a${n % 12}`]: `${values['a0']}${n}` };
      const parts = [{ part: 'main', update: new Uint8Array(60).fill(n % 256) }];
      const operation = { kind: 'update', id: recordId(1 + ((n * 7) % RECORDS)), after, parts } as const;
      const entry = accepted(store, author(number, device), [operation]);
      return { ...entry, sequence: store.nextSequence + n - 1 };
    }),
  );

  let staging = 0;
  let sealing = 0;
  let syncing = 0;
  const warm = BATCHES / 3;
  let counted = 0;
  const begin = performance.now();
  for (const [i, batch] of entries.entries()) {
    const start = performance.now();
    for (const entry of batch) store.stage(entry);
    const staged = performance.now();
    const sealed = store.seal(TIME + i);
    const encoded = performance.now();
    if (sealed !== undefined) await store.appendBatch(sealed);
    if (i < warm) continue;
    counted += BATCH;
    staging += staged - start;
    sealing += encoded - staged;
    syncing += performance.now() - encoded;
  }
  const whole = performance.now() - begin;
  const flushBegin = performance.now();
  const replayMs = await replay(path, level);
  return {
    stageUs: micros(staging, counted),
    sealUs: micros(sealing, counted),
    appendUs: micros(syncing, counted),
    wholeUsPerChange: micros(whole, BATCHES * BATCH),
    durablePerSecond: Math.round((BATCHES * BATCH * 1_000) / whole),
    replayUs: micros(replayMs.replay, BATCHES * BATCH),
    flushUs: micros(replayMs.flush, BATCHES * BATCH),
    totalMs: Math.round(performance.now() - flushBegin + whole),
  };
}

async function fill(store: RelayStore): Promise<void> {
  const after = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`a${i}`, 'x'.repeat(20)]));
  for (let n = 1; n <= RECORDS; n++) {
    const parts = [{ part: 'main', update: new Uint8Array(100) }];
    store.stage(accepted(store, author(n), [{ kind: 'create', id: recordId(n), after, parts }]));
  }
  const sealed = store.seal(TIME);
  if (sealed !== undefined) await store.appendBatch(sealed);
}

/** Opens the folder again without a flush before, then flushes what was replayed. */
async function replay(path: string, level: LevelStore): Promise<{ replay: number; flush: number }> {
  await level.database.close();
  const again = await LevelStore.open(levelDatabase(path), {
    maxOverlayBytes: 2 ** 31,
    flushAtBytes: 2 ** 31,
  });
  const begin = performance.now();
  const store = await again.organization(ORGANIZATION);
  const replayed = performance.now();
  const flush = await store.flush().then(
    () => performance.now() - replayed,
    () => Number.NaN,
  );
  await again.close().catch(() => undefined);
  return { replay: replayed - begin, flush };
}

function micros(ms: number, count: number): number {
  return Math.round((ms * 100_000) / count) / 100;
}
