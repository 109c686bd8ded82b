/** `npm run crash`: kills relay and devices while people work, and looks at what is left. */
import { fileURLToPath } from 'node:url';
import { flagsOfProcess } from '../world/program-flags.ts';
import { runCrashes } from './crash-run.ts';

const DEFAULT_KILLS = 30;

async function main(): Promise<void> {
  const { numbers, switches } = flagsOfProcess({
    program: 'npm run crash --',
    does: 'kills relay and devices while people work, and looks at what is left',
    numbers: { kills: `kills of each; ${DEFAULT_KILLS} where absent`, seed: 'of everything; 1 where absent' },
    switches: { json: 'the figures as JSON in the last line' },
  });
  const { kills = DEFAULT_KILLS, seed = 1 } = numbers;
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const program = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const programs = { relay: program('relay-process'), device: program('device-process') };
  const { problems, folder, reached, ...figures } = await runCrashes({ kills, seed, programs, say });
  for (const problem of problems.slice(0, 20)) say(problem.slice(0, 2_000));
  if (problems.length > 0) say(`${problems.length} problems; the folders are kept in ${folder}`);
  say(`reached: ${reached.join(' ')}`);
  const { relayKills, deviceKills, acknowledged, lost, doubled } = figures;
  if (switches.has('json')) say(JSON.stringify(figures));
  else
    say(
      `${relayKills} kills of the relay and ${deviceKills} of devices, ${acknowledged} changes acknowledged: ${lost} lost, ${doubled} doubled`,
    );
  if (problems.length > 0) process.exitCode = 1;
}

await main();
