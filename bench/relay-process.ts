/**
 * The relay under measurement, in a process of its own: the real server over a real LevelDB folder, with
 * every default. Its parent asks for tokens, and for what the process has used so far.
 *
 * Invariant: nothing is switched off here. Authorization, inspection, log, sync and fan-out are the
 * product's; the parent sees only sockets.
 */
import { asId, type OrganizationId, type UserId } from '../engine/model/index.ts';
import { openRelay, readConfiguration } from '../relay/server/index.ts';
import { ROOT_UNIT, realisticDirectory, realisticMetadata } from './organization.ts';
import { type Usage, usageOf } from './usage.ts';

/** What is measured is how much the relay can take, so it takes all that comes. */
export const UNLIMITED_RATES = {
  maxDevicesPerUser: 1_000_000_000,
  maxChangesPerMinute: 1_000_000_000,
  maxUserChangesPerMinute: 1_000_000_000,
  maxOrganizationChangesPerMinute: 1_000_000_000,
};
export const ORGANIZATION = asId<OrganizationId>('bench');
const TOKEN_MS = 6 * 3_600_000;

export type RelayRequest =
  | { readonly kind: 'token'; readonly userId: UserId }
  | { readonly kind: 'usage'; readonly collect: boolean }
  | { readonly kind: 'stop' };

export interface RelayReplies {
  readonly started: { readonly url: string };
  readonly token: { readonly token: string };
  readonly usage: Usage;
  readonly stop: Record<string, never>;
}

async function main(data: string): Promise<void> {
  const file = { data, port: 0, logLevel: 'silent', ...UNLIMITED_RATES };
  const relay = await openRelay(readConfiguration({ file }), { ifMissing: 'create', report: () => {} });
  const rootUnit = { id: ROOT_UNIT, name: 'Root' };
  const incarnation = '00000000-0009-4000-8000-000000000000';
  const organization = await relay.relay.createOrganization(ORGANIZATION, { incarnation, rootUnit });
  if ('code' in organization) throw new Error(organization.reason);
  const metadata = realisticMetadata();
  const result = await organization.configure({ changes: realisticDirectory(metadata), metadata }, null);
  if (typeof result !== 'number') throw new Error(result.reason);
  const { url } = await relay.listen();

  const answer = async (request: RelayRequest): Promise<RelayReplies[RelayRequest['kind']]> => {
    switch (request.kind) {
      case 'token': {
        const { userId } = request;
        return relay.signToken({ userId, organization: ORGANIZATION, lifetimeMs: TOKEN_MS });
      }
      case 'usage':
        return usageOf(request.collect);
      case 'stop':
        await relay.stop();
        return {};
    }
  };
  process.on('message', (request: RelayRequest) => {
    void answer(request).then((reply) => {
      process.send?.(reply);
      if (request.kind === 'stop') process.disconnect();
    });
  });
  process.send?.({ url } satisfies RelayReplies['started']);
}

// The parent is gone without a word: nobody measures any more.
process.on('disconnect', () => process.exit());
const [folder] = process.argv.slice(2);
if (process.send !== undefined && folder !== undefined) await main(folder);
