/** `npm run simulate`: many seeds, or one again. */
import { FaultCounts } from './faults.ts';
import { runSeed } from './run.ts';

interface Flags {
  readonly seeds: number;
  readonly from: number;
  readonly seed: number | undefined;
  readonly devices: number | undefined;
  readonly steps: number;
  readonly json: boolean;
}

/** Seeds below which a kind of fault may be missing by chance. */
const SEEDS_FOR_ALL_FAULTS = 50;

function readFlags(given: readonly string[]): Flags {
  const values = new Map<string, string>();
  for (let at = 0; at < given.length; at++) {
    const flag = given[at] ?? '';
    if (flag === '--json') values.set(flag, 'yes');
    else if (['--seeds', '--from', '--seed', '--devices', '--steps'].includes(flag)) {
      values.set(flag, given[++at] ?? '');
    } else throw new Error(`unknown flag ${flag}`);
  }
  const number = (flag: string): number | undefined => {
    const text = values.get(flag);
    if (text === undefined) return undefined;
    if (!/^\d+$/.test(text)) throw new Error(`${flag} takes a number`);
    return Number(text);
  };
  const seed = number('--seed');
  return {
    ...{ seed, devices: number('--devices'), steps: number('--steps') ?? 200 },
    seeds: seed === undefined ? (number('--seeds') ?? 300) : 1,
    from: seed ?? number('--from') ?? 1,
    json: values.has('--json'),
  };
}

async function main(): Promise<void> {
  const { seeds, from, seed, devices, steps, json } = readFlags(process.argv.slice(2));
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
  const missing = seeds >= SEEDS_FOR_ALL_FAULTS ? faults.missing : [];
  if (missing.length > 0) process.stdout.write(`these faults never fired: ${missing.join(', ')}\n`);
  const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1_000;
  const summary = { seeds, failed: failedSeeds.length, failedSeeds, steps, faults: faults.all, seconds };
  process.stdout.write(
    json
      ? `${JSON.stringify(summary)}\n`
      : `${seeds} seeds of ${steps} steps, ${failedSeeds.length} failed, in ${seconds} s\n`,
  );
  if (failedSeeds.length > 0 || missing.length > 0) process.exitCode = 1;
}

await main();
