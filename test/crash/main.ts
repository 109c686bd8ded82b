/** `npm run crash`: kills relay and devices while people work, and looks at what is left. */
import { fileURLToPath } from 'node:url';
import { runCrashes } from './crash-run.ts';

interface Flags {
  readonly kills: number;
  readonly seed: number;
  readonly isJson: boolean;
}

const DEFAULT_KILLS = 30;

function readFlags(given: readonly string[]): Flags {
  const numbers = new Map<string, number>();
  let isJson = false;
  for (let at = 0; at < given.length; at++) {
    const flag = given[at] ?? '';
    if (flag === '--json') isJson = true;
    else if (flag === '--kills' || flag === '--seed') {
      const text = given[++at] ?? '';
      if (!/^\d{1,9}$/.test(text)) throw new Error(`${flag} takes a number`);
      numbers.set(flag, Number(text));
    } else throw new Error(`unknown flag ${flag}; there are --kills N, --seed S and --json`);
  }
  return { kills: numbers.get('--kills') ?? DEFAULT_KILLS, seed: numbers.get('--seed') ?? 1, isJson };
}

async function main(): Promise<void> {
  const { kills, seed, isJson } = readFlags(process.argv.slice(2));
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const program = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const programs = { relay: program('relay-process'), device: program('device-process') };
  const { problems, folder, reached, ...figures } = await runCrashes({ kills, seed, programs, say });
  for (const problem of problems.slice(0, 20)) say(problem.slice(0, 2_000));
  if (problems.length > 0) say(`${problems.length} problems; the folders are kept in ${folder}`);
  say(`reached: ${reached.join(' ')}`);
  const { relayKills, deviceKills, acknowledged, lost, doubled } = figures;
  if (isJson) say(JSON.stringify(figures));
  else
    say(
      `${relayKills} kills of the relay and ${deviceKills} of devices, ${acknowledged} changes acknowledged: ${lost} lost, ${doubled} doubled`,
    );
  if (problems.length > 0) process.exitCode = 1;
}

await main();
