/**
 * What the store costs per small accepted update: staging, sealing (encoding and hashing), appending to
 * a synced log on disk, flushing and replaying.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import { LevelStore, levelDatabase, type RelayStore } from '../../relay/store/index.ts';
import { accepted, author, FIRST_STATE, ORGANIZATION, recordId, TIME } from '../../test/store/log-entries.ts';
import { Collector, type Workload } from '../workload.ts';

const BATCH = 32;
const RECORDS = 2_000;
const BATCHES = 1_500;
const DEVICES = 50;

export const store: Workload = {
  name: 'store',
  measures: 'staging, sealing and appending small accepted updates, 32 a batch; flushing and replaying them',
  async measure({ runs, isQuick }) {
    const collector = new Collector();
    for (let run = 0; run < runs; run++) {
      const folder = await mkdtemp(join(tmpdir(), 'rejoin-bench-'));
      await measureRun(folder, isQuick ? BATCHES / 3 : BATCHES, collector);
      await rm(folder, { recursive: true });
    }
    return collector.figures;
  },
};

async function measureRun(path: string, batches: number, collector: Collector): Promise<void> {
  const level = await LevelStore.open(levelDatabase(path), {
    maxOverlayBytes: 2 ** 31,
    flushAtBytes: 2 ** 31,
  });
  const opened = await level.create(ORGANIZATION, FIRST_STATE);
  await fill(opened);
  await opened.flush();
  const { staging, sealing, appending } = await appendBatches(opened, batches);
  const counted = staging.length * BATCH;
  collector.add('store.stage', 'µs an update', micros(sum(staging), counted));
  collector.add('store.seal', 'µs an update', micros(sum(sealing), counted));
  collector.add('store.append', 'ms a batch', appending / staging.length);
  const again = await replay(path, level);
  collector.add('store.replay', 'µs an update', micros(again.replay, batches * BATCH));
  collector.add('store.flush', 'µs an update', micros(again.flush, batches * BATCH));
}

interface Times {
  /** Milliseconds by batch; the first third warms up and is left out. */
  readonly staging: readonly number[];
  readonly sealing: readonly number[];
  /** Of all counted batches together. */
  readonly appending: number;
}

async function appendBatches(opened: RelayStore, batches: number): Promise<Times> {
  const updates = realUpdates();
  const numbers = new Map<number, number>();
  const staging: number[] = [];
  const sealing: number[] = [];
  let appending = 0;
  let change = 0;
  for (let i = 0; i < batches; i++) {
    const batch = Array.from({ length: BATCH }, (_, at) => {
      const n = ++change;
      const device = (5_000 + (n % DEVICES)) as ReturnType<typeof author>['device'];
      const number = (numbers.get(device) ?? 0) + 1;
      numbers.set(device, number);
      const parts = [{ part: 'main', update: updates[n % updates.length] ?? new Uint8Array() }];
      const id = recordId(1 + ((n * 7) % RECORDS));
      const after = { [`a${n % 12}`]: `${'y'.repeat(12)}${n}` };
      const entry = accepted(opened, author(number, device), [{ kind: 'update', id, after, parts }]);
      return { ...entry, sequence: opened.nextSequence + at };
    });
    const start = performance.now();
    for (const entry of batch) opened.stage(entry);
    const staged = performance.now();
    const sealed = opened.seal(TIME + i);
    const encoded = performance.now();
    if (sealed !== undefined) await opened.appendBatch(sealed);
    if (i < batches / 3) continue;
    staging.push(staged - start);
    sealing.push(encoded - staged);
    appending += performance.now() - encoded;
  }
  return { staging, sealing, appending };
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
async function fill(opened: RelayStore): Promise<void> {
  const after = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`a${i}`, 'x'.repeat(20)]));
  for (let n = 1; n <= RECORDS; n++) {
    opened.stage(accepted(opened, author(n), [{ kind: 'create', id: recordId(n), after }]));
  }
  const sealed = opened.seal(TIME);
  if (sealed !== undefined) await opened.appendBatch(sealed);
}

/** Opens the folder again without a flush before, then flushes what was replayed. */
async function replay(path: string, level: LevelStore): Promise<{ replay: number; flush: number }> {
  await level.database.close();
  const again = await LevelStore.open(levelDatabase(path), {
    maxOverlayBytes: 2 ** 31,
    flushAtBytes: 2 ** 31,
  });
  const begin = performance.now();
  const opened = await again.organization(ORGANIZATION);
  const replayed = performance.now();
  await opened.flush();
  const flushed = performance.now();
  await again.close();
  return { replay: replayed - begin, flush: flushed - replayed };
}

function micros(ms: number, count: number): number {
  return (ms * 1_000) / count;
}
