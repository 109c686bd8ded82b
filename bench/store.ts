/**
 * What the store costs per small accepted update: staging, sealing (encoding and hashing), the whole
 * path with a synced log on disk, flushing and replaying.
 *
 * Run: `node --experimental-strip-types bench/store.ts` (or built). Prints one JSON line.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import { LevelStore, levelDatabase, type RelayStore } from '../relay/store/index.ts';
import { accepted, author, FIRST_STATE, ORGANIZATION, recordId, TIME } from '../test/store/log-entries.ts';

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

  const updates = realUpdates();
  const numbers = new Map<number, number>();
  const staging: number[] = [];
  const sealing: number[] = [];
  let appending = 0;
  let change = 0;
  for (let i = 0; i < BATCHES; i++) {
    const batch = Array.from({ length: BATCH }, (_, at) => {
      const n = ++change;
      const device = (5_000 + (n % DEVICES)) as ReturnType<typeof author>['device'];
      const number = (numbers.get(device) ?? 0) + 1;
      numbers.set(device, number);
      const parts = [{ part: 'main', update: updates[n % updates.length] ?? new Uint8Array() }];
      const id = recordId(1 + ((n * 7) % RECORDS));
      const after = { [`a${n % 12}`]: `${'y'.repeat(12)}${n}` };
      const entry = accepted(store, author(number, device), [{ kind: 'update', id, after, parts }]);
      return { ...entry, sequence: store.nextSequence + at };
    });
    const start = performance.now();
    for (const entry of batch) store.stage(entry);
    const staged = performance.now();
    const sealed = store.seal(TIME + i);
    const encoded = performance.now();
    if (sealed !== undefined) await store.appendBatch(sealed);
    if (i < BATCHES / 3) continue;
    staging.push(staged - start);
    sealing.push(encoded - staged);
    appending += performance.now() - encoded;
  }
  const counted = staging.length * BATCH;
  const again = await replay(path, level);
  return {
    stageUs: micros(sum(staging), counted),
    stageMedianUs: micros(median(staging), BATCH),
    sealUs: micros(sum(sealing), counted),
    sealMedianUs: micros(median(sealing), BATCH),
    appendMsPerBatch: micros(appending, staging.length) / 1_000,
    replayUs: micros(again.replay, BATCHES * BATCH),
    flushUs: micros(again.flush, BATCHES * BATCH),
  };
}

/** Updates of about the size of a register write, each whole by itself. */
function realUpdates(): Uint8Array[] {
  return Array.from({ length: 500 }, (_, i) => {
    const doc = new Y.Doc();
    doc.getArray(`a${i % 12}`).push([[`${'y'.repeat(12)}${i}`, 761_000_000_000_000 + i]]);
    return Y.encodeStateAsUpdate(doc);
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

async function fill(store: RelayStore): Promise<void> {
  const after = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`a${i}`, 'x'.repeat(20)]));
  for (let n = 1; n <= RECORDS; n++) {
    store.stage(accepted(store, author(n), [{ kind: 'create', id: recordId(n), after }]));
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
  await store.flush();
  const flushed = performance.now();
  await again.close();
  return { replay: replayed - begin, flush: flushed - replayed };
}

function micros(ms: number, count: number): number {
  return Math.round((ms * 100_000) / count) / 100;
}
