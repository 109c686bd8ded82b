/**
 * `rejoin device`: a terminal client on the real engine, and what operators do with devices that enrolled.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import { asId, isOrganizationId, type OrganizationId, RejoinError } from '../../engine/model/index.ts';
import { readRunning, SYNC_PATH } from '../server/index.ts';
import { type Call, FailureTold, handled, onOrganization, readText } from './call.ts';
import { runDevice } from './device-session.ts';
import { reachRunning } from './reach-relay.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

interface DeviceFlags {
  readonly url?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly user?: string;
  readonly app: string;
  readonly sync: string;
  readonly syncTimeout: string;
}

const devices = z.object({
  devices: z.array(
    z.object({
      number: z.number(),
      deviceId: z.string(),
      user: z.string(),
      userName: z.string(),
      revoked: z.boolean(),
    }),
  ),
});
const changed = z.object({ sequence: z.number() });
const signed = z.object({ token: z.string() });
const organizations = z.object({ organizations: z.array(z.object({ id: z.string() })) });

export function deviceCommand(program: Command, terminal: Terminal): void {
  const command = program.command('device').description('a device in this terminal, and those that enrolled');

  handled<DeviceFlags>(
    terminal,
    command
      .command('run', { isDefault: true })
      .argument('[folder]', "the device's own folder", './data/device')
      .option(
        '--url <address>',
        'of the relay, such as ws://127.0.0.1:8787/sync; that of --data where absent',
      )
      .option('--token <token>', 'who the user is')
      .option('--token-file <file>', 'the same, read again at each connect')
      .option('--user <user>', 'a user of the relay on this machine, in place of a token')
      .option('--app <name>', 'the app', 'default')
      .option('--sync <mode>', 'live or manual', 'live')
      .option('--sync-timeout <seconds>', 'how long `sync` waits', '60')
      .description('a device on the real engine: reads commands from stdin, `help` lists them'),
    async (call) => {
      const failed = await runDevice({
        terminal,
        output: call.output,
        folder: call.arguments[0] ?? './data/device',
        app: call.options.app,
        sync: syncMode(call.options.sync),
        syncTimeoutMs: seconds(call.options.syncTimeout) * 1_000,
        ...(await relayOf(call)),
      });
      if (failed > 0 && !terminal.isTerminal) throw new FailureTold();
    },
  );

  handled(terminal, command.command('list').description('lists the devices that enrolled'), (call) =>
    onOrganization(call, async (relay, path) => {
      const found = await relay.ask(devices, 'GET', `${path}/devices`);
      const rows = found.devices.map(({ number, deviceId, user, userName, revoked }) => [
        number,
        deviceId,
        userName === '' ? user : userName,
        revoked ? 'revoked' : '',
      ]);
      call.output.result(found, table(['number', 'device', 'user', ''], rows, call.output));
    }),
  );

  handled(
    terminal,
    command
      .command('revoke')
      .argument('<number>')
      .description('revokes a device for ever: it wipes itself at its next contact'),
    (call) =>
      onOrganization(call, async (relay, path) => {
        const [number = ''] = call.arguments;
        const body = {};
        const url = `${path}/devices/${encodeURIComponent(number)}/revoke`;
        const done = await relay.ask(changed, 'POST', url, body);
        call.output.result(done, `The device ${number} is revoked.`);
      }),
  );
}

/** Where the relay is, which organization, and how a token is had. */
async function relayOf(
  call: Call<DeviceFlags>,
): Promise<{ url: string; organization: OrganizationId; token: () => Promise<string> }> {
  const { url, token, tokenFile, user } = call.options;
  const ways = [token, tokenFile, user].filter((way) => way !== undefined);
  if (ways.length !== 1) {
    throw new RejoinError('invalid-argument', 'Name one of --user, --token and --token-file.');
  }
  const organization = await organizationOf(call);
  return {
    organization,
    url: url ?? (await urlOf(call)),
    token:
      token !== undefined
        ? async () => token
        : tokenFile !== undefined
          ? async () => (await readText(tokenFile, 'invalid-argument')).trim()
          : tokenOf(call, organization, user ?? ''),
  };
}

async function organizationOf(call: Call<DeviceFlags>): Promise<OrganizationId> {
  const id = call.options.org ?? (call.options.url === undefined ? await onlyOrganization(call) : undefined);
  if (!isOrganizationId(id)) throw new RejoinError('invalid-argument', 'Name the organization by --org.');
  return asId(id);
}

async function onlyOrganization(call: Call<DeviceFlags>): Promise<string | undefined> {
  const relay = await reachRunning(await call.configuration());
  const found = await relay?.ask(organizations, 'GET', '/organizations');
  return found?.organizations.length === 1 ? found.organizations[0]?.id : undefined;
}

async function urlOf(call: Call<DeviceFlags>): Promise<string> {
  const { data } = await call.configuration();
  const running = await readRunning(data);
  if (running === undefined) {
    throw new RejoinError('relay-unreachable', `No relay runs over ${data}; name its address by --url.`);
  }
  return running.url.replace(/^http/, 'ws') + SYNC_PATH;
}

/** A new token from the relay of this machine; the last one where it can't be asked. */
function tokenOf(call: Call<DeviceFlags>, organization: string, user: string): () => Promise<string> {
  let last: string | undefined;
  return async () => {
    const relay = await reachRunning(await call.configuration());
    const path = `/organizations/${organization}/tokens`;
    if (relay !== undefined) last = (await relay.ask(signed, 'POST', path, { user })).token;
    if (last === undefined)
      throw new RejoinError('relay-unreachable', 'No relay of this machine gives a token.');
    return last;
  };
}

function syncMode(text: string): 'live' | 'manual' {
  if (text === 'live' || text === 'manual') return text;
  throw new RejoinError('invalid-argument', '--sync is live or manual.');
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new RejoinError('invalid-argument', '--sync-timeout takes a number of seconds.');
}
