/** The machine's own limit: how often a second something small is made durable, one after the other. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { levelDatabase } from '../../relay/store/index.ts';
import { SYNCED } from '../../relay/store/level-database.ts';
import { Collector, type Workload } from '../workload.ts';

const BYTES = 8_192;

export const disk: Workload = {
  name: 'disk',
  measures: 'synced writes of 8 KiB one after the other: to a plain file, and as LevelDB puts',
  async measure({ runs, isQuick }) {
    const collector = new Collector();
    const writes = isQuick ? 200 : 1_000;
    const folder = await mkdtemp(join(tmpdir(), 'rejoin-bench-'));
    const file = await open(join(folder, 'file'), 'w');
    const db = levelDatabase(join(folder, 'db'));
    await db.open();
    const value = new Uint8Array(BYTES);
    for (let run = 0; run < runs; run++) {
      const perSecond = async (write: (at: number) => Promise<void>): Promise<number> => {
        const start = performance.now();
        for (let at = 0; at < writes; at++) await write(at);
        return (writes / (performance.now() - start)) * 1_000;
      };
      const synced = await perSecond(async () => {
        await file.write(value);
        await file.datasync();
      });
      const put = await perSecond((at) => db.put(`${run}/${at}`, value, SYNCED));
      collector.add('disk.fdatasync', 'per second', synced);
      collector.add('disk.level', 'per second', put);
    }
    await file.close();
    await db.close();
    await rm(folder, { recursive: true });
    return collector.figures;
  },
};
