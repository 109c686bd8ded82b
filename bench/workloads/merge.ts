/**
 * The main job: devices that edited the same records while they were offline all come back at once.
 * The clock runs from the first connect until every device has everyone's edits; then each one's rows
 * and live register entries must have one checksum, and a fresh device's too.
 */
import { createHash } from 'node:crypto';
import { canonicalJson, type RecordId } from '../../engine/model/index.ts';
import { readRegister, rootOf } from '../../engine/record/index.ts';
import { createFrames } from '../changes.ts';
import { HoldingClient } from '../holding-client.ts';
import { LeanClient } from '../lean-client.ts';
import { ENTITY, FIELDS } from '../organization.ts';
import { type Measured, startProcess } from '../start-process.ts';
import { Collector, type Workload } from '../workload.ts';

const DEVICES = 8;
const RECORDS = 100;

export const merge: Workload = {
  name: 'merge',
  measures: `${DEVICES} devices with offline edits on the same ${RECORDS} records reconnect; until all agree`,
  async measure({ runs, isQuick, note }) {
    const collector = new Collector();
    const edits = isQuick ? 100 : 250;
    const relay = await startProcess('relay-process');
    for (let run = 0; run <= runs; run++) {
      const { elapsedMs, cpuMicros } = await mergeOnce(relay, run, edits);
      const count = DEVICES * edits;
      note(`merge run ${run}: ${count} edits in ${Math.round(elapsedMs)} ms, equal checksums`);
      // The first run warms the relay up and counts for nothing.
      if (run === 0) continue;
      collector.add('merge', 'merged edits per second', (count / elapsedMs) * 1_000);
      collector.add('merge.cpu', 'µs of relay CPU an edit', cpuMicros / count);
    }
    await relay.stop();
    return collector.figures;
  },
};

async function mergeOnce(relay: Measured, run: number, edits: number) {
  // Devices of their own for each run, and one that makes the records.
  const firstPlace = run * (DEVICES + 2);
  const maker = await LeanClient.connect(relay, firstPlace);
  const { ids, frames } = createFrames(maker.author, RECORDS);
  await maker.drive(frames);
  maker.close();
  const devices = await Promise.all(
    Array.from({ length: DEVICES }, (_, at) => HoldingClient.open(relay, firstPlace + 1 + at)),
  );
  for (const device of devices) await device.download();
  for (const device of devices) device.goOffline();
  const offline = devices.map((device, at) => editsOf(device, at, ids, edits));
  const before = await relay.usage();
  const start = performance.now();
  await Promise.all(devices.map((device, at) => device.reconnect(offline[at] ?? [])));
  const last = Math.max(...devices.map(({ lastAccepted }) => lastAccepted));
  await Promise.all(devices.map((device) => device.until(last)));
  const elapsedMs = performance.now() - start;
  const after = await relay.usage();
  const fresh = await HoldingClient.open(relay, firstPlace + 1 + DEVICES);
  await fresh.download();
  const checksums = new Set([...devices, fresh].map((device) => checksumOf(device, ids)));
  for (const device of [...devices, fresh]) device.goOffline();
  if (checksums.size !== 1) throw new Error(`the devices do not agree: ${checksums.size} checksums`);
  return { elapsedMs, cpuMicros: after.cpuMicros - before.cpuMicros };
}

/** Each device goes around the records from a place of its own, so that most fields get several values. */
function editsOf({ client }: HoldingClient, at: number, ids: readonly RecordId[], edits: number) {
  return Array.from({ length: edits }, (_, edit) => {
    const id = ids[(edit * 7 + at * 3) % ids.length];
    if (id === undefined) throw new Error('there are no records to edit');
    const values = { [`field_${edit % FIELDS}`]: `device ${at} edit ${edit}` };
    return client.author.push([client.author.update(ENTITY, id, values)]);
  });
}

function checksumOf({ client }: HoldingClient, ids: readonly RecordId[]): string {
  const hash = createHash('sha256');
  for (const id of ids.toSorted()) {
    const held = client.held.get(id);
    if (held === undefined) throw new Error(`a device does not hold ${id}`);
    const { doc } = client.author.part(id, 'main');
    const values = Object.keys(held.values).toSorted();
    hash.update(`${id} ${held.system.versionnumber}`);
    for (const name of values) {
      const { entries } = readRegister(rootOf(doc, name));
      hash.update(`${name} ${canonicalJson(held.values[name] ?? null)}`);
      for (const { value, stamp, author } of entries)
        hash.update(`${canonicalJson(value)} ${stamp} ${author}`);
    }
  }
  return hash.digest('hex');
}
