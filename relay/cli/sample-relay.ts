/**
 * A relay on this machine with the sample organization, and what to do with it: what `npm start` runs.
 *
 * Invariant: the data folder stays. The sample is made where the folder has none, and completed where its
 * making was interrupted; what people did since is left alone.
 */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asId, newRecordId, type OrganizationId, RejoinError } from '../../engine/model/index.ts';
import { SAMPLE_PAIR, sampleOrganization, stableId, why } from '../administration/index.ts';
import { type OpenRelay, openRelay, realSeams, reportTo, SYNC_PATH } from '../server/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import { type Call, handled } from './call.ts';
import { runOn } from './program.ts';
import type { Terminal } from './terminal.ts';

const SAMPLE = asId<OrganizationId>('meridian');
const NAME = 'Meridian Provisions';
const DEFAULT_DATA = './data/relay';
const TOKEN_MS = 12 * 3_600_000;
/** Two of one unit, who share customers, and one of another. */
const people = [SAMPLE_PAIR.left, SAMPLE_PAIR.right, 'Carla Dahl'] as const;

interface SampleFlags {
  readonly port?: string;
  readonly logLevel?: string;
}

/** @param words the arguments behind `npm start --` */
export function runSampleRelay(words: readonly string[], terminal: Terminal): Promise<number> {
  return runOn(words, terminal, (program) => {
    program
      .name('npm start --')
      .description('A relay on this machine with the sample organization; its data folder stays.')
      .option('--port <number>', 'the port; 8787 where absent, 0 for any that is free')
      .option('--log-level <level>', 'silent, error, warn, info or debug; warn where absent');
    handled<SampleFlags>(terminal, program, serveSample);
  });
}

async function serveSample(call: Call<SampleFlags>): Promise<void> {
  const { port, logLevel = 'warn' } = call.options;
  const configuration = await call.configuration({ logLevel, ...(port !== undefined && { port }) });
  const report = reportTo(call.terminal.stderr, configuration.logLevel);
  const opened = await openRelay(configuration, { ifMissing: 'create', report });
  try {
    await makeSample(opened, call);
    const { url, port: taken } = await opened.listen();
    const facts = { url, port: taken, data: configuration.data, organization: SAMPLE };
    call.output.result(facts, await guide(opened, url));
    await call.terminal.untilStopped();
  } finally {
    await opened.stop();
  }
}

/** Makes the sample, unless the folder says that it is whole. */
async function makeSample({ relay, folder }: OpenRelay, { output }: Call<object>): Promise<void> {
  const whole = join(folder.path, 'meridian-is-whole');
  if (await exists(whole)) return;
  output.note('Making the sample organization …');
  const organization =
    relay.organization(SAMPLE) ??
    (await relay.createOrganization(SAMPLE, {
      incarnation: newRecordId(realSeams),
      rootUnit: { id: asId(stableId(SAMPLE, 'unit', [NAME])), name: NAME },
    }));
  if ('code' in organization) throw new RejoinError(organization.code, organization.reason);
  const { report } = await sampleOrganization(organization);
  const records = report.files.filter(({ entity }) => entity !== 'user');
  const made = records.reduce((sum, { created, unchanged }) => sum + created + unchanged, 0);
  await writeFile(whole, '');
  output.note(`The sample organization has ${made} records.`);
}

/** What to do next, with commands that can be copied. */
async function guide({ relay, folder, signToken }: OpenRelay, url: string): Promise<string> {
  const data = folder.path === DEFAULT_DATA ? '' : ` --data ${JSON.stringify(folder.path)}`;
  const organization = relay.organization(SAMPLE);
  const users = [...(organization?.directory.directory.users.values() ?? [])];
  const tokens: string[] = [];
  for (const name of people) {
    const user = users.find((one) => one.name === name);
    if (user === undefined) continue;
    const request = { userId: user.id, organization: SAMPLE, lifetimeMs: TOKEN_MS };
    tokens.push(`  ${name.padEnd(18)}${(await signToken(request)).token}`);
  }
  const [first, second, third] = people;
  const id = (organization && (await accountOf(organization, first))) ?? '<id>';
  return `
The relay runs at ${url} with the sample organization ${SAMPLE}. Ctrl-C stops it.
What is done stays in ${folder.path}.

Two tablets, each in a terminal of its own:
  npx rejoin device ./data/ana${data} --user "${first}"
  npx rejoin device ./data/ben${data} --user "${second}"
and in them, for example:
  sync
  list account limit=5
  offline
  set account ${id} city=Havnby
  online
  help

An operator:
  npx rejoin user list${data}
  npx rejoin why${data} --user "${third}" --record account/${id} --may write
  npx rejoin audit${data}

Tokens for 12 hours, for apps of your own at ${url.replace(/^http/, 'ws')}${SYNC_PATH}:
${tokens.join('\n')}
`;
}

/** An account that the user may change. */
async function accountOf(organization: OpenOrganization, name: string): Promise<string | undefined> {
  const user = [...organization.directory.directory.users.values()].find((one) => one.name === name);
  if (user === undefined) return undefined;
  for await (const { id } of organization.store.rows('account')) {
    const question = { user: user.id, entity: 'account', id, action: { privilege: 'write' } } as const;
    const explained = why(organization, question);
    if ('allowed' in explained && explained.allowed) return id;
  }
  return undefined;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
