/**
 * The main figure: updates that are authorized, durable, answered and delivered to the other client, per
 * second, with two clients of which each keeps 32 unanswered; and the same frames at the plain relay.
 */
import type { RecordId } from '../../engine/model/index.ts';
import { createFrames, updateFrames } from '../changes.ts';
import { LeanClient } from '../lean-client.ts';
import { type Measured, startProcess } from '../start-process.ts';
import { Collector, type Workload } from '../workload.ts';

const RECORDS = 2_000;

interface Frames {
  readonly creates: readonly Uint8Array[];
  /** For each client. */
  readonly updates: readonly (readonly Uint8Array[])[];
}

interface Run {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly busyMicros: number;
  readonly pages: number;
}

export const updates: Workload = {
  name: 'updates',
  measures: 'one-field updates by two clients, window 32: authorized, synced, answered, sent to the other',
  async measure({ runs, isQuick, note }) {
    const collector = new Collector();
    const count = isQuick ? 5_000 : 20_000;
    const relay = await startProcess('relay-process');
    const plain = await startProcess('plain-relay');
    const clients = [await LeanClient.connect(relay, 0), await LeanClient.connect(relay, 1)];
    const plainClients = [await LeanClient.connectPlain(plain), await LeanClient.connectPlain(plain)];
    // The first run warms both up and counts for nothing.
    for (let run = 0; run <= runs; run++) {
      const frames = makeFrames(clients, count);
      const measured = await drive(relay, clients, frames);
      const reference = await drive(plain, plainClients, frames);
      note(`updates run ${run}: ${Math.round(measured.perSecond)}/s, ${measured.cpuMicros.toFixed(1)} µs`);
      if (run === 0) continue;
      collector.add('updates', 'per second', measured.perSecond);
      collector.add('updates.cpu', 'µs of server CPU an update', measured.cpuMicros);
      collector.add('updates.main-thread', 'µs busy an update', measured.busyMicros);
      collector.add('updates.changes-per-page', 'changes', (2 * count) / measured.pages);
      collector.add('updates.plain', 'per second', reference.perSecond);
      collector.add('updates.plain-cpu', 'µs of server CPU an update', reference.cpuMicros);
      collector.add('updates.rate-to-plain', 'times', measured.perSecond / reference.perSecond);
      collector.add('updates.cpu-to-plain', 'times', measured.cpuMicros / reference.cpuMicros);
    }
    for (const client of [...clients, ...plainClients]) client.close();
    await relay.stop();
    await plain.stop();
    return collector.figures;
  },
};

/** New records by the first client; each client then updates its half of them. */
function makeFrames(clients: readonly LeanClient[], count: number): Frames {
  const [first] = clients;
  if (first === undefined) throw new Error('there is no client');
  const { ids, frames } = createFrames(first.author, RECORDS);
  const half = (place: number): readonly RecordId[] => ids.filter((_, at) => at % clients.length === place);
  return {
    creates: frames,
    updates: clients.map(({ author }, place) => updateFrames(author, half(place), count)),
  };
}

async function drive(server: Measured, clients: readonly LeanClient[], frames: Frames): Promise<Run> {
  const [first] = clients;
  await first?.drive(frames.creates);
  await Promise.all(clients.map((client) => client.until(first?.lastAccepted ?? 0)));
  const count = frames.updates.reduce((sum, { length }) => sum + length, 0);
  const pagesBefore = pagesOf(clients);
  const before = await server.usage();
  const start = performance.now();
  await Promise.all(clients.map((client, place) => client.drive(frames.updates[place] ?? [])));
  const last = Math.max(...clients.map(({ lastAccepted }) => lastAccepted));
  await Promise.all(clients.map((client) => client.until(last)));
  const elapsed = performance.now() - start;
  const after = await server.usage();
  return {
    perSecond: (count / elapsed) * 1_000,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / count,
    busyMicros: ((after.busyMs - before.busyMs) * 1_000) / count,
    pages: pagesOf(clients) - pagesBefore,
  };
}

function pagesOf(clients: readonly LeanClient[]): number {
  return clients.reduce((sum, { pages }) => sum + pages, 0);
}
