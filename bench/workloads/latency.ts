/** How long one person alone waits: until an edit is accepted, and until another device has been sent it. */
import { createFrames, updateFrames } from '../changes.ts';
import { LeanClient } from '../lean-client.ts';
import { percentile } from '../report.ts';
import { startProcess } from '../start-process.ts';
import { Collector, type Workload } from '../workload.ts';

const RECORDS = 50;
const PAUSE_MS = 5;

export const latency: Workload = {
  name: 'latency',
  measures:
    'one edit at a time, 5 ms apart: from sending it to its verdict, and to its page at another device',
  async measure({ runs, isQuick }) {
    const collector = new Collector();
    const relay = await startProcess('relay-process');
    const writer = await LeanClient.connect(relay, 0);
    const reader = await LeanClient.connect(relay, 1);
    const { ids, frames } = createFrames(writer.author, RECORDS);
    await writer.drive(frames);
    for (let run = 0; run <= runs; run++) {
      const edits = updateFrames(writer.author, ids, isQuick ? 100 : 300);
      const verdicts: number[] = [];
      const pages: number[] = [];
      for (const edit of edits) {
        const start = performance.now();
        await writer.drive([edit]);
        verdicts.push(performance.now() - start);
        await reader.until(writer.lastAccepted);
        pages.push(performance.now() - start);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      if (run === 0) continue;
      collector.add('latency.verdict-p50', 'ms', percentile(verdicts, 0.5));
      collector.add('latency.verdict-p99', 'ms', percentile(verdicts, 0.99));
      collector.add('latency.page-p50', 'ms', percentile(pages, 0.5));
      collector.add('latency.page-p99', 'ms', percentile(pages, 0.99));
    }
    writer.close();
    reader.close();
    await relay.stop();
    return collector.figures;
  },
};
