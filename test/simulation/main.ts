/** `npm run simulate`: many seeds, or one again. */
import { flagsOfProcess } from '../world/program-flags.ts';
import { FaultCounts } from './faults.ts';
import { runSeed } from './run.ts';

/** Seeds below which a kind of fault may be missing by chance. */
const SEEDS_FOR_ALL_FAULTS = 50;

const DEFAULT_SEEDS = 300;
const DEFAULT_STEPS = 200;

async function main(): Promise<void> {
  const { numbers, switches } = flagsOfProcess({
    program: 'npm run simulate --',
    does: 'plays an organization in virtual time, with faults, and looks at it from outside',
    numbers: {
      seeds: `how many seeds; ${DEFAULT_SEEDS} where absent`,
      from: 'the first of them; 1 where absent',
      seed: 'this one alone, with the hash of its trace',
      devices: 'as many devices; 3 to 8 by the seed where absent',
      steps: `as many steps of each seed; ${DEFAULT_STEPS} where absent`,
    },
    switches: { json: 'the figures as JSON in the last line' },
  });
  const { seed, devices, steps = DEFAULT_STEPS } = numbers;
  const seeds = seed === undefined ? (numbers.seeds ?? DEFAULT_SEEDS) : 1;
  const from = seed ?? numbers.from ?? 1;
  const faults = new FaultCounts();
  const failedSeeds: number[] = [];
  const began = process.hrtime.bigint();
  for (let number = from; number < from + seeds; number++) {
    const result = await runSeed({ seed: number, steps, devices });
    faults.add(result.faults);
    if (seed !== undefined) process.stdout.write(`trace ${result.trace}\n`);
    if (result.problems.length === 0) continue;
    failedSeeds.push(number);
    const replay = `npm run simulate -- --seed ${number} --steps ${steps}${devices === undefined ? '' : ` --devices ${devices}`}`;
    process.stdout.write(`seed ${number} failed; replay it with: ${replay}\n`);
    for (const problem of result.problems.slice(0, 12)) process.stdout.write(`  ${problem}\n`);
  }
  const areFaultsChecked = seeds >= SEEDS_FOR_ALL_FAULTS;
  const missing = areFaultsChecked ? faults.missing : [];
  if (!areFaultsChecked)
    process.stdout.write(
      `not checked below ${SEEDS_FOR_ALL_FAULTS} seeds: that every kind of fault fired (${faults.missing.length} did not)\n`,
    );
  if (missing.length > 0) process.stdout.write(`these faults never fired: ${missing.join(', ')}\n`);
  const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1_000;
  const summary = { seeds, failed: failedSeeds.length, failedSeeds, steps, faults: faults.all, seconds };
  process.stdout.write(
    switches.has('json')
      ? `${JSON.stringify(summary)}\n`
      : `${seeds} seeds of ${steps} steps, ${failedSeeds.length} failed, in ${seconds} s\n`,
  );
  if (failedSeeds.length > 0 || missing.length > 0) process.exitCode = 1;
}

await main();
