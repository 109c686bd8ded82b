/**
 * A relay that is going to be killed: the real server over a real LevelDB folder. Its views are flushed
 * often, so that kills meet flushes; everything else is as shipped.
 *
 * Arguments: data folder, port (0 for any). Says `ready` to its parent, and answers its requests.
 */
import type { DeviceNumber } from '../../engine/model/index.ts';
import { openRelay, type RelayEvent, readConfiguration, realSeams } from '../../relay/server/index.ts';
import { ROOT_UNIT, user } from '../world/organization-builder.ts';
import { crashOrganization, ORGANIZATION, people } from './organization.ts';
import { millisecondsSince, stopOfEnvironment } from './stop-at.ts';

export type RelayRequest = { readonly kind: 'tokens' } | { readonly kind: 'revoke'; readonly number: number };

export type RelayNews =
  | { readonly kind: 'ready'; readonly tookMs: number; readonly port: number }
  /** Something failed inside that should not. */
  | { readonly kind: 'trouble'; readonly text: string };

const FLUSH_AT_BATCHES = 20;
const TOKEN_MS = 12 * 3_600_000;

const say = (message: object): void => void process.send?.(message);

function report(event: RelayEvent): void {
  if (event.event === 'failed' || event.event === 'storage-failed' || event.event === 'request-failed') {
    say({ kind: 'trouble', text: JSON.stringify(event) } satisfies RelayNews);
  }
}

async function main(data = '', port = '0'): Promise<void> {
  const began = process.hrtime.bigint();
  const reach = stopOfEnvironment();
  const configuration = readConfiguration({ file: { data, port: Number(port), logLevel: 'silent' } });
  const relay = await openRelay(configuration, {
    ...{ ifMissing: 'create', report, store: { flushAtBatches: FLUSH_AT_BATCHES } },
    seams: reach === undefined ? realSeams : { ...realSeams, reach },
  });
  const organization = relay.relay.organization(ORGANIZATION) ?? (await create());
  const listening = await relay.listen();

  process.on('message', ({ id, ...request }: RelayRequest & { readonly id: number }) => {
    answer(request).then(
      (result) => say({ kind: 'answer', id, ok: true, result }),
      (error: unknown) => say({ kind: 'answer', id, ok: false, code: String(error) }),
    );
  });
  process.on('SIGTERM', () => void relay.stop().then(() => process.exit(0)));
  process.on('disconnect', () => process.exit(1));
  say({ kind: 'ready', tookMs: millisecondsSince(began), port: listening.port } satisfies RelayNews);

  async function create() {
    const { metadata, changes } = crashOrganization();
    const rootUnit = { id: ROOT_UNIT, name: 'Root' };
    const first = { incarnation: '00000000-0009-4000-8000-000000000001', rootUnit };
    const created = await relay.relay.createOrganization(ORGANIZATION, first);
    if ('code' in created) throw new Error(created.reason);
    const done = await created.configure({ changes, metadata }, null);
    if (typeof done !== 'number') throw new Error(done.reason);
    return created;
  }

  async function answer(request: RelayRequest): Promise<unknown> {
    switch (request.kind) {
      case 'tokens': {
        const signed = people.map(async (name) => {
          const whose = { userId: user(name), organization: ORGANIZATION, lifetimeMs: TOKEN_MS };
          return [name, (await relay.signToken(whose)).token] as const;
        });
        return Object.fromEntries(await Promise.all(signed));
      }
      case 'revoke':
        return organization.revokeDevice(request.number as DeviceNumber);
    }
  }
}

await main(...process.argv.slice(2));
