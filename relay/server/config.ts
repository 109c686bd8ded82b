/**
 * The one configuration of a relay: every setting, its default and what it means.
 *
 * It is read from a JSON file, then from the environment (`REJOIN_PORT` for `port`), then from flags;
 * the later wins. Invariant: an unknown or unfit setting is refused by name before anything is opened,
 * and no message repeats a value, because a value may be a secret.
 */
import { z } from 'zod';
import { RejoinError } from '../../engine/model/index.ts';
import { MAX_WANTED } from '../../engine/protocol/index.ts';
import { KEPT_DECISIONS } from '../store/index.ts';

const count = (value: number, { least = 1, most = 1_000_000_000 } = {}) =>
  z.int().min(least).max(most).default(value);
const milliseconds = (value: number) => z.int().min(10).max(86_400_000).default(value);
const KiB = 1_024;
const MiB = 1_024 * KiB;
const bytes = (value: number, most = 1_024 * MiB) => z.int().min(KiB).max(most).default(value);
const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);

export const configurationSchema = z.strictObject({
  data: z.string().min(1).max(4_096).default('./data/relay').describe('The data folder.'),
  host: z.string().min(1).max(255).default('127.0.0.1').describe('The address to listen on.'),
  port: z.int().min(0).max(65_535).default(8_787).describe('The port; 0 takes a free one.'),
  tokenSecret: z
    .string()
    .min(32)
    .max(1_024)
    .optional()
    .describe('The shared secret of tokens (HS256). Without it the one in the data folder, made at first.'),
  origins: z
    .array(origin)
    .max(1_000)
    .default([])
    .describe(
      'Origins of web pages that may connect, besides the relay itself; others have no Origin header.',
    ),
  logLevel: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('The least of what is logged.'),
  maxConnections: count(10_000).describe('Connections of devices at a time.'),
  maxWaitingConnections: count(256).describe('Connections at a time that have not been admitted yet.'),
  maxWaitingPerNetwork: count(64).describe(
    'Of those, the ones of one IPv4 address or IPv6 /64; behind a proxy, as many as of all.',
  ),
  maxScopeComputations: count(8).describe('Scans for what devices hold that run at a time; others wait.'),
  maxBodyBytes: bytes(4 * MiB).describe('The largest body of a request to /api, solution files apart.'),
  maxSolutionBytes: bytes(32 * MiB).describe('The largest solution file.'),
  maxDocumentBytes: bytes(64 * MiB).describe('Documents kept warm, in bytes per organization.'),
  maxFrameBytes: bytes(MiB).describe(
    'The largest message that a device may send: at least maxChangeBytes, and 300 bytes for each of maxOperations.',
  ),
  maxChangeBytes: bytes(512 * KiB).describe('The largest change, in bytes of its updates together.'),
  maxPartBytes: bytes(4 * MiB).describe('The largest part of a record, in bytes as it is stored.'),
  maxRecordBytes: bytes(16 * MiB, 24 * MiB).describe(
    'The largest record, in bytes of its parts together; devices get a record in one piece.',
  ),
  maxOperations: count(1_000).describe('The most operations of one change.'),
  maxDevicesPerUser: count(100).describe('Devices of one user that are not revoked; one more is refused.'),
  maxUnanswered: count(KEPT_DECISIONS, { most: KEPT_DECISIONS }).describe(
    'Changes that a device may have unanswered; no more than the relay can answer a second time.',
  ),
  maxChangesPerMinute: count(6_000).describe('Changes of one device in a minute; it waits with more.'),
  maxUserChangesPerMinute: count(12_000).describe('Changes of all devices of one user in a minute.'),
  maxOrganizationChangesPerMinute: count(600_000).describe(
    'Changes of all devices of an organization in a minute.',
  ),
  maxPages: count(4).describe('Pages on their way to a device without its confirmation.'),
  maxBufferedBytes: bytes(MiB).describe('Bytes waiting in a socket above which no page is made.'),
  maxWanted: count(10_000, { least: MAX_WANTED }).describe(
    'Records that a device may have asked for and not got yet.',
  ),
  helloTimeoutMs: milliseconds(10_000).describe('A connection without a hello is closed after this.'),
  silenceTimeoutMs: milliseconds(60_000).describe('A connection that says nothing is closed after this.'),
  pauseMs: milliseconds(1_000).describe('How long a device waits when the relay could not store its change.'),
  stopTimeoutMs: milliseconds(10_000).describe('How long a stop waits for connections to close.'),
});

export type Configuration = Readonly<z.infer<typeof configurationSchema>>;
export type SettingName = keyof typeof configurationSchema.shape;

export interface ConfigurationSources {
  /** The parsed content of a configuration file. */
  readonly file?: unknown;
  /** All of the environment; what doesn't begin with `REJOIN_` is none of it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Flags by setting; undefined where not given. */
  readonly flags?: Readonly<Record<string, string | undefined>>;
}

/** Names the configuration file itself, so it is no setting. */
export const CONFIGURATION_FILE_VARIABLE = 'REJOIN_CONFIG';

/** Variables with the prefix that other parts read: no settings, and no mistakes either. */
const OTHER_VARIABLES: ReadonlySet<string> = new Set([
  CONFIGURATION_FILE_VARIABLE,
  'REJOIN_TEST_DATA',
  'REJOIN_STOP_AT',
]);

const PREFIX = 'REJOIN_';
/** What an operation takes in a message beside its updates, names of usual length. */
const OPERATION_BYTES = 300;
const settingNames = Object.keys(configurationSchema.shape) as SettingName[];
const byVariable: ReadonlyMap<string, SettingName> = new Map(
  settingNames.map((name) => [variableOf(name), name]),
);
const texts: ReadonlySet<SettingName> = new Set(['data', 'host', 'tokenSecret', 'logLevel'] as const);
const lists: ReadonlySet<SettingName> = new Set(['origins'] as const);

/** The environment variable of a setting: `REJOIN_MAX_PAGES` for `maxPages`. */
export function variableOf(name: SettingName): string {
  return PREFIX + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** The whole configuration. Throws `invalid-configuration` naming every unknown or unfit setting. */
export function readConfiguration(sources: ConfigurationSources = {}): Configuration {
  const { file = {}, environment = {}, flags = {} } = sources;
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new RejoinError('invalid-configuration', 'The configuration file holds no JSON object.');
  }
  const given: Record<string, unknown> = { ...file };
  const places = new Map<string, string>(Object.keys(file).map((name) => [name, `${name} in the file`]));
  for (const [variable, text] of Object.entries(environment)) {
    if (text === undefined || !variable.startsWith(PREFIX) || OTHER_VARIABLES.has(variable)) continue;
    const name = byVariable.get(variable);
    given[name ?? variable] = name === undefined ? text : fromText(name, text);
    places.set(name ?? variable, variable);
  }
  for (const [name, text] of Object.entries(flags)) {
    if (text === undefined) continue;
    given[name] = isSetting(name) ? fromText(name, text) : text;
    places.set(name, `--${name}`);
  }
  const parsed = configurationSchema.safeParse(given);
  if (parsed.success) {
    if (takesLargestChange(parsed.data)) return parsed.data;
    const place = places.get('maxChangeBytes') ?? places.get('maxOperations') ?? 'maxFrameBytes';
    const need = `maxChangeBytes and ${OPERATION_BYTES} bytes for each of maxOperations`;
    throw new RejoinError('invalid-configuration', `${place}: maxFrameBytes has to be at least ${need}`);
  }
  const problems = parsed.error.issues.flatMap((issue) => describe(issue, places));
  throw new RejoinError('invalid-configuration', problems.join('; '));
}

/** Else a device would make a change that it was told is taken, and never get it through. */
function takesLargestChange({ maxFrameBytes, maxChangeBytes, maxOperations }: Configuration): boolean {
  return maxFrameBytes >= maxChangeBytes + OPERATION_BYTES * maxOperations;
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(configurationSchema.shape, name);
}

function fromText(name: SettingName, text: string): unknown {
  if (texts.has(name)) return text;
  if (lists.has(name)) return text === '' ? [] : text.split(',').map((item) => item.trim());
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function describe(issue: z.core.$ZodIssue, places: ReadonlyMap<string, string>): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${places.get(key) ?? key} is no setting`);
  }
  const [name = 'configuration', ...rest] = issue.path.map(String);
  const place = [places.get(name) ?? name, ...rest].join('.');
  return [`${place}: ${issue.message}`];
}
