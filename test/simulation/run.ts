/** One seed from beginning to end. */
import { checkPromises } from './checks.ts';
import type { FaultCounts } from './faults.ts';
import { quiesce } from './quiesce.ts';
import { takeStep } from './steps.ts';
import { create } from './user-steps.ts';
import { World } from './world.ts';

export interface RunOptions {
  readonly seed: number;
  readonly steps: number;
  readonly devices?: number | undefined;
}

export interface RunResult {
  readonly seed: number;
  readonly problems: readonly string[];
  readonly faults: FaultCounts;
  /** A hash over every frame with its time: a seed that replays gives the same one. */
  readonly trace: string;
}

/** Runs a seed: half of its steps, rest, the other half, rest; the promises are checked at each. */
export async function runSeed({ seed, steps, devices }: RunOptions): Promise<RunResult> {
  const world = new World({ seed, devices });
  const problems: string[] = [];
  try {
    await world.begin();
    await furnish(world);
    for (const half of [Math.floor(steps / 2), Math.ceil(steps / 2)]) {
      for (let step = 0; step < half && world.allProblems.length === 0; step++) await takeStep(world);
      if (world.allProblems.length > 0) break;
      if (await quiesce(world)) problems.push(...checkPromises(world));
      if (problems.length > 0) break;
    }
  } catch (error) {
    problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  problems.push(...world.allProblems);
  return { seed, problems, faults: world.faults, trace: world.watch.trace };
}

/** A few records to begin with, so that people meet over them at once. */
async function furnish(world: World): Promise<void> {
  const [process] = world.devices;
  const device = process?.device;
  if (process === undefined || device === undefined) return;
  for (let count = 0; count < 6; count++) await world.attempt(() => create(world, process, device));
  await world.time.advance(300);
}
