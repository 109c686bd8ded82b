/**
 * What judging one overwrite of one register costs by itself: decode, inspect, apply and emit on a warm
 * candidate.
 */
import { stampOf } from '../../engine/clock/index.ts';
import { type DeviceNumber, indexMetadata } from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';
import {
  applyInspected,
  type Candidate,
  clientIdOf,
  decodeUpdate,
  inspectUpdate,
  localTransact,
  openCandidate,
  openDoc,
  writeRegister,
} from '../../engine/record/index.ts';
import { Collector, type Workload } from '../workload.ts';

const START_MS = 1_750_000_000_000;
const ATTRIBUTES = 20;
const ROUNDS = 30_000;
/** A part is rebuilt at eight times its values: about this many overwrites of 20 attributes. */
const ROUNDS_PER_EPOCH = 300;
const device = 5_000 as DeviceNumber;

function entityIndex() {
  const attributes = Array.from({ length: ATTRIBUTES }, (_, at) => ({ name: `field_${at}`, type: 'string' }));
  const parsed = parseMetadata({
    version: 1,
    entities: [{ name: 'work_order', primaryName: 'field_0', attributes }],
  });
  const index = parsed.ok ? indexMetadata(parsed.metadata).entity('work_order') : undefined;
  if (index === undefined) throw new Error('the metadata of the benchmark does not parse');
  return index;
}

const index = entityIndex();
const [layout] = index.parts;
if (layout === undefined) throw new Error('the benchmark has no main part');
const main = layout;

function freshCandidate(): Candidate {
  return openCandidate({ layout: main, epoch: 1, guid: 'main', updates: [], placeholders: [], carry: [] });
}

/** The updates of one epoch, as a device sends them. */
function overwrites(): Uint8Array[] {
  const doc = openDoc({ guid: 'main', gc: false });
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let round = 0; round < ROUNDS_PER_EPOCH; round += 1) {
    const name = `field_${(round * 7) % ATTRIBUTES}`;
    localTransact(doc, clientIdOf(device, 0), () =>
      writeRegister(doc, name, `value of round ${round}`, stampOf(START_MS + round, 0)),
    );
  }
  return updates;
}

/** CPU time of the process for each of `count`, in microseconds. */
function microseconds(work: () => void, count: number): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / count;
}

export const record: Workload = {
  name: 'record',
  measures: 'judging one register overwrite on a warm part, without store or network',
  async measure({ runs, isQuick }) {
    const collector = new Collector();
    const updates = overwrites();
    const epochs = (ROUNDS / ROUNDS_PER_EPOCH) * (isQuick ? 0.5 : 1);
    const repeat = (work: () => void) => (): void => {
      for (let epoch = 0; epoch < epochs; epoch += 1) work();
    };
    const decode = repeat(() => {
      for (const update of updates) decodeUpdate(update);
    });
    const judge = repeat(() => judgeAll(updates));
    for (let run = 0; run <= runs; run += 1) {
      const [decoding, judging] = [decode, judge].map((work) =>
        microseconds(work, epochs * ROUNDS_PER_EPOCH),
      );
      if (run === 0) continue;
      collector.add('record.decode', 'µs of CPU an update', decoding ?? 0);
      collector.add('record.judge', 'µs of CPU an update', judging ?? 0);
    }
    return collector.figures;
  },
};

function judgeAll(updates: readonly Uint8Array[]): void {
  const context = { device, now: START_MS + ROUNDS, index, lastVerdictKnown: 0 };
  const candidate = freshCandidate();
  for (const update of updates) {
    const inspected = inspectUpdate(candidate, update, context);
    if (!inspected.ok) throw new Error(inspected.refusal.reason);
    const applied = applyInspected(candidate, inspected);
    if (!applied.ok || !applied.equalsSent) throw new Error('an honest update was not applied as sent');
  }
}
