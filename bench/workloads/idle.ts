/** What a device that is connected and does nothing costs the relay's memory. */
import { LeanClient } from '../lean-client.ts';
import { startProcess } from '../start-process.ts';
import { Collector, type Workload } from '../workload.ts';

/** Connections that are set up at the same time: fewer than may wait for their hello. */
const AT_ONCE = 50;

export const idle: Workload = {
  name: 'idle',
  measures: 'memory for each connected device of a user of its own, after a garbage collection',
  async measure({ runs, isQuick }) {
    const collector = new Collector();
    const connections = isQuick ? 300 : 1_000;
    for (let run = 0; run < runs; run++) {
      const relay = await startProcess('relay-process');
      // The first ones load code and fill caches.
      const clients = await connectMany(relay, 0, AT_ONCE);
      const before = await relay.usage({ collect: true });
      clients.push(...(await connectMany(relay, AT_ONCE, connections)));
      const after = await relay.usage({ collect: true });
      const each = (bytes: number) => bytes / connections / 1_024;
      collector.add('idle.held', 'KiB a connection', each(after.heldBytes - before.heldBytes));
      collector.add('idle.resident', 'KiB a connection', each(after.residentBytes - before.residentBytes));
      for (const client of clients) client.close();
      await relay.stop();
    }
    return collector.figures;
  },
};

type Relay = Awaited<ReturnType<typeof startProcess>>;

async function connectMany(relay: Relay, from: number, count: number): Promise<LeanClient[]> {
  const clients: LeanClient[] = [];
  for (let at = from; at < from + count; at += AT_ONCE) {
    const places = Array.from({ length: Math.min(AT_ONCE, from + count - at) }, (_, place) => at + place);
    clients.push(...(await Promise.all(places.map((place) => LeanClient.connect(relay, place)))));
  }
  return clients;
}
