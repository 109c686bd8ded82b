/**
 * The main job: devices that edited the same records while they were offline all come back at once.
 * The clock runs from the first connect until every device has everyone's edits and the checksums of all
 * agree, over rows and live register entries, read by the observer, which shares no code with engine or
 * relay. Then a device that is new has the same, and what they agree on is what everybody wrote.
 */
import { createHash } from 'node:crypto';
import { asId, type RecordId } from '../../engine/model/index.ts';
import type { PushMessage } from '../../engine/protocol/index.ts';
import { contentOf } from '../../test/world/observer-documents.ts';
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
  await Promise.all(devices.map((device, at) => device.reconnect(offline[at]?.changes ?? [])));
  const last = Math.max(...devices.map(({ lastAccepted }) => lastAccepted));
  await Promise.all(devices.map((device) => device.until(last)));
  const checksums = new Set(devices.map((device) => checksumOf(device, ids)));
  const elapsedMs = performance.now() - start;
  const after = await relay.usage();
  const fresh = await HoldingClient.open(relay, firstPlace + 1 + DEVICES);
  await fresh.download();
  checksums.add(checksumOf(fresh, ids));
  for (const device of [...devices, fresh]) device.goOffline();
  if (checksums.size !== 1) throw new Error(`the devices do not agree: ${checksums.size} checksums`);
  requireEverything(fresh, offline);
  return { elapsedMs, cpuMicros: after.cpuMicros - before.cpuMicros };
}

/** What a device wrote offline. */
interface Offline {
  readonly changes: readonly PushMessage[];
  /** Its last value of each field, by record and field. */
  readonly written: ReadonlyMap<string, string>;
}

/** Each device goes around the records from a place of its own, so that most fields get several values. */
function editsOf({ client }: HoldingClient, at: number, ids: readonly RecordId[], edits: number): Offline {
  const written = new Map<string, string>();
  const changes = Array.from({ length: edits }, (_, edit) => {
    const id = ids[(edit * 7 + at * 3) % ids.length];
    if (id === undefined) throw new Error('there are no records to edit');
    const [field, value] = [`field_${edit % FIELDS}`, `device ${at} edit ${edit}`];
    written.set(`${id} ${field}`, value);
    return client.author.push([client.author.update(ENTITY, id, { [field]: value })]);
  });
  return { changes, written };
}

function checksumOf({ client }: HoldingClient, ids: readonly RecordId[]): string {
  const hash = createHash('sha256');
  for (const id of ids.toSorted()) {
    const held = client.held.get(id);
    if (held === undefined) throw new Error(`a device does not hold ${id}`);
    const row = Object.entries(held.values).sort(([a], [b]) => (a < b ? -1 : 1));
    const { roots } = contentOf(client.author.part(id, 'main').doc, 'registers');
    hash.update(JSON.stringify([id, held.system.versionnumber, row, Object.entries(roots)]));
  }
  return hash.digest('hex');
}

/** All were offline from the same state: of a field, the last value of each who wrote it is alive, and no other. */
function requireEverything({ client }: HoldingClient, offline: readonly Offline[]): void {
  const places = new Set(offline.flatMap(({ written }) => [...written.keys()]));
  for (const place of places) {
    const [id = '', field = ''] = place.split(' ');
    const { roots } = contentOf(client.author.part(asId<RecordId>(id), 'main').doc, 'registers');
    const live = Array.from(roots[field] ?? [], (entry) => String((JSON.parse(entry) as unknown[])[0]));
    const wanted = offline.flatMap(({ written }) => written.get(place) ?? []);
    if (live.sort().join() !== wanted.sort().join())
      throw new Error(`${field} of ${id} holds ${live.join()}, and ${wanted.join()} were written`);
  }
}
