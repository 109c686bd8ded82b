/**
 * One call of a command: its arguments, options and configuration, and the relay that it is about.
 *
 * Invariant: every command gets at these in this one way, so that `--data`, `--org` and `--json` mean the
 * same everywhere.
 */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { RejoinError } from '../../engine/model/index.ts';
import { CONFIGURATION_FILE_VARIABLE, type Configuration, readConfiguration } from '../server/index.ts';
import { type RelayAccess, reachRelay } from './reach-relay.ts';
import { Output, type Terminal } from './terminal.ts';

/** What every command takes. */
export interface SharedOptions {
  readonly data?: string;
  readonly config?: string;
  readonly org?: string;
  readonly json?: true;
}

export interface Call<Options> {
  readonly terminal: Terminal;
  readonly output: Output;
  readonly arguments: readonly string[];
  readonly options: SharedOptions & Options;
  /** Reads file, environment, `--data` and these flags. */
  configuration(flags?: Readonly<Record<string, string>>): Promise<Configuration>;
}

/** The command has said what failed; only its exit code is left to give. */
export class FailureTold extends Error {}

/** Lets the handler answer the command. */
export function handled<Options = object>(
  terminal: Terminal,
  command: Command,
  handle: (call: Call<Options>) => Promise<void>,
): Command {
  return command.action(async () => {
    const options = command.optsWithGlobals<SharedOptions & Options>();
    await handle({
      terminal,
      output: new Output(terminal, options.json === true ? 'json' : 'text'),
      arguments: command.args,
      options,
      configuration: (flags = {}) => configurationOf(terminal, options, flags),
    });
  });
}

/** The relay of the call, and the path of its organization under /api. Closed again afterwards. */
export async function onOrganization(
  call: Call<object>,
  use: (relay: RelayAccess, path: string) => Promise<void>,
): Promise<void> {
  await onRelay(call, async (relay) => {
    const organization = call.options.org ?? (await onlyOrganization(relay));
    await use(relay, `/organizations/${encodeURIComponent(organization)}`);
  });
}

/** The relay of the call. Closed again afterwards. */
export async function onRelay(
  call: Call<object>,
  use: (relay: RelayAccess) => Promise<void>,
  ifMissing: 'create' | 'refuse' = 'refuse',
): Promise<void> {
  const relay = await reachRelay(await call.configuration(), ifMissing);
  try {
    await use(relay);
  } finally {
    await relay.close();
  }
}

const organizationsSchema = z.object({ organizations: z.array(z.object({ id: z.string() })) });

async function onlyOrganization(relay: RelayAccess): Promise<string> {
  const { organizations } = await relay.ask(organizationsSchema, 'GET', '/organizations');
  const [only, another] = organizations;
  if (only === undefined) throw new RejoinError('not-found', 'The relay has no organization yet.');
  if (another !== undefined) {
    const names = organizations.map(({ id }) => id).join(', ');
    throw new RejoinError(
      'invalid-argument',
      `The relay has several organizations (${names}); choose by --org.`,
    );
  }
  return only.id;
}

async function configurationOf(
  { environment }: Terminal,
  { data, config }: SharedOptions,
  flags: Readonly<Record<string, string>>,
): Promise<Configuration> {
  const path = config ?? environment[CONFIGURATION_FILE_VARIABLE];
  return readConfiguration({
    ...(path !== undefined && { file: await readJson(path, 'invalid-configuration') }),
    environment,
    flags: { ...flags, ...(data !== undefined && { data }) },
  });
}

/** A JSON file that a command names. Throws the code where it can't be read or is no JSON. */
export async function readJson(
  path: string,
  code: 'invalid-configuration' | 'invalid-argument',
): Promise<unknown> {
  const text = await readText(path, code);
  try {
    return JSON.parse(text);
  } catch {
    throw new RejoinError(code, `${path} is no JSON.`);
  }
}

/** A text file that a command names. */
export async function readText(
  path: string,
  code: 'invalid-configuration' | 'invalid-argument',
): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new RejoinError(code, `${path} can not be read (${why}).`, { cause: error });
  }
}
