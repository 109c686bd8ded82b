/**
 * Measures the relay's hot path: decode, inspect, apply and emit one overwrite of one register on a
 * warm candidate. `npm run build`, then `node dist/bench/record.js`.
 */
import { stampOf } from '../engine/clock/index.ts';
import { type DeviceNumber, indexMetadata } from '../engine/model/index.ts';
import { parseMetadata } from '../engine/model/parse-metadata.ts';
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
} from '../engine/record/index.ts';

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

function microseconds(work: () => void, count: number): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1_000 / count;
}

function measure(): void {
  const updates = overwrites();
  const now = START_MS + ROUNDS;
  const context = { device, now, index, lastVerdictKnown: 0 };
  const judge = (): void => {
    const candidate = freshCandidate();
    for (const update of updates) {
      const inspected = inspectUpdate(candidate, update, context);
      if (!inspected.ok) throw new Error(inspected.refusal.reason);
      const applied = applyInspected(candidate, inspected);
      if (!applied.ok || !applied.equalsSent) throw new Error('an honest update was not applied as sent');
    }
  };
  const decode = (): void => {
    for (const update of updates) decodeUpdate(update);
  };
  const epochs = ROUNDS / ROUNDS_PER_EPOCH;
  const repeat = (work: () => void) => (): void => {
    for (let epoch = 0; epoch < epochs; epoch += 1) work();
  };
  repeat(judge)();
  repeat(decode)();
  process.stdout.write(
    `decode                             ${microseconds(repeat(decode), ROUNDS).toFixed(2)} µs\n`,
  );
  process.stdout.write(
    `decode + inspect + apply + emit    ${microseconds(repeat(judge), ROUNDS).toFixed(2)} µs\n`,
  );
}

measure();
