/**
 * 10,000 records to a device that has none: to a client that only confirms pages (what the relay can
 * send), and to the real device with its storage on disk (what a person waits for).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { openDevice, type WebSocketConstructor } from '../../engine/device/index.ts';
import { createFrames } from '../changes.ts';
import { LeanClient } from '../lean-client.ts';
import { worker } from '../organization.ts';
import { ORGANIZATION } from '../relay-process.ts';
import { type Measured, startProcess } from '../start-process.ts';
import { Collector, type Workload } from '../workload.ts';

const RECORDS = 10_000;
const NOTES =
  'What was agreed on the telephone, in about a hundred characters, as people leave it behind them.';

export const download: Workload = {
  name: 'download',
  measures: '10,000 records with a text each to a fresh device: pages alone, and the real device on disk',
  async measure({ runs, isQuick, note }) {
    const collector = new Collector();
    const records = isQuick ? RECORDS / 4 : RECORDS;
    const relay = await startProcess('relay-process');
    const writer = await LeanClient.connect(relay, 0);
    await writer.drive(createFrames(writer.author, records, { notes: NOTES }).frames);
    writer.close();
    for (let run = 0; run < runs; run++) {
      const before = await relay.usage();
      const start = performance.now();
      const bytes = await downloadPages(relay, 1 + run);
      const pagesMs = performance.now() - start;
      const after = await relay.usage();
      const deviceMs = await downloadToDevice(relay);
      note(`download run ${run}: ${Math.round(pagesMs)} ms in pages, ${Math.round(deviceMs)} ms to a device`);
      collector.add('download.pages', `ms for ${records} records`, pagesMs);
      collector.add(
        'download.cpu',
        'µs of relay CPU a record',
        (after.cpuMicros - before.cpuMicros) / records,
      );
      collector.add('download.bytes', 'bytes a record', bytes / records);
      collector.add('download.device', `ms for ${records} records`, deviceMs);
    }
    await relay.stop();
    return collector.figures;
  },
};

/** Bytes of all pages, once every entity was sent to its end. */
async function downloadPages(relay: Measured, place: number): Promise<number> {
  const client = await LeanClient.connect(relay, place);
  await client.whenComplete();
  client.close();
  return client.pageBytes;
}

/** Milliseconds until the device says that everything is there, which it has stored by then. */
async function downloadToDevice(relay: Measured): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'rejoin-bench-device-'));
  const token = await relay.token(worker(0));
  const start = performance.now();
  const device = await openDevice({
    url: `${relay.url.replace('http', 'ws')}/sync`,
    organization: ORGANIZATION,
    app: 'bench',
    token: async () => token,
    storage: join(folder, 'db'),
    WebSocket: WebSocket as unknown as WebSocketConstructor,
  });
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (device.status.state === 'ready') resolve();
    };
    device.subscribe(look);
    look();
  });
  const elapsed = performance.now() - start;
  await device.close();
  await rm(folder, { recursive: true });
  return elapsed;
}
