/**
 * `npm run bench -- [workload …] [--quick] [--json]`: measures the relay, each workload several times.
 *
 * What each workload measures stands in docs/benchmarks.md. Ratios are to what was measured in the same
 * run, so that a busy or slow machine moves both.
 */
import { flagsOfProcess } from '../test/world/program-flags.ts';
import { type Figure, figureLine, HEADING, jsonLine, machineOf } from './report.ts';
import type { Workload } from './workload.ts';
import { disk } from './workloads/disk.ts';
import { download } from './workloads/download.ts';
import { idle } from './workloads/idle.ts';
import { latency } from './workloads/latency.ts';
import { merge } from './workloads/merge.ts';
import { path } from './workloads/path.ts';
import { record } from './workloads/record.ts';
import { store } from './workloads/store.ts';
import { updates } from './workloads/updates.ts';

const all: readonly Workload[] = [disk, updates, path, latency, merge, download, idle, record, store];
const RUNS = 5;
const QUICK_RUNS = 3;

async function main(): Promise<void> {
  const { switches, words } = flagsOfProcess({
    program: 'npm run bench --',
    does: '[workload …] measures the relay, each workload several times',
    switches: {
      quick: `${QUICK_RUNS} shorter runs in place of ${RUNS}`,
      json: 'the figures as JSON in the last line',
    },
    words: all.map(({ name }) => name),
  });
  const isQuick = switches.has('quick');
  const chosen = all.filter(({ name }) => words.length === 0 || words.includes(name));
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const machine = machineOf();
  say(machine);
  const figures: Figure[] = [];
  for (const workload of chosen) {
    say(`\n${workload.name}: ${workload.measures}`);
    say(HEADING);
    const measured = await workload.measure({
      runs: isQuick ? QUICK_RUNS : RUNS,
      isQuick,
      note: (text) => void process.stderr.write(`${text}\n`),
    });
    for (const figure of measured) say(figureLine(figure));
    figures.push(...measured);
  }
  if (switches.has('json')) say(jsonLine(machine, figures));
}

await main();
