/**
 * A relay over a data folder: what `rejoin relay` listens with, and what a command uses by itself where no
 * relay runs.
 *
 * Invariant: what is opened here is closed in the opposite order, also when opening fails half way.
 */
import type { Seams } from '../../engine/clock/index.ts';
import type { OrganizationId, UserId } from '../../engine/model/index.ts';
import { type ApiHost, createApi, type Site } from '../api/index.ts';
import { LevelStore, levelDatabase, type OrganizationStoreOptions } from '../store/index.ts';
import type { Configuration } from './config.ts';
import { type DataFolder, openDataFolder, removeRunning, writeRunning } from './data-folder.ts';
import { type Listening, listen } from './listen.ts';
import type { Report } from './log.ts';
import { Relay } from './relay.ts';
import { realSeams } from './seams.ts';
import { createTokenDesk, type TokenDesk } from './token.ts';

export interface OpenRelayOptions {
  readonly ifMissing: 'create' | 'refuse';
  readonly report: Report;
  readonly seams?: Seams;
  /** Bounds of the stores, where they shall not be the usual ones. */
  readonly store?: Partial<OrganizationStoreOptions>;
}

/** A relay that has its folder open and may listen. */
export interface OpenRelay {
  readonly relay: Relay;
  readonly folder: DataFolder;
  /** The whole HTTP interface, without a port. */
  fetch(request: Request): Promise<Response>;
  signToken: TokenDesk['signToken'];
  /** Takes the configured port and says in the folder where. @param site what is served there besides */
  listen(site?: Site): Promise<Listening>;
  /** Stops listening, ends sessions, finishes what is under way, flushes and closes. */
  stop(): Promise<void>;
}

/** Opens the folder and every organization in it. Throws a RejoinError whose code says what to do. */
export async function openRelay(
  configuration: Configuration,
  { ifMissing, report, seams = realSeams, store }: OpenRelayOptions,
): Promise<OpenRelay> {
  const folder = await openDataFolder(configuration.data, { ifMissing, randomBytes: seams.randomBytes });
  const stores = await LevelStore.open(levelDatabase(folder.databasePath), { ...store, reach: seams.reach });
  const secret = new TextEncoder().encode(configuration.tokenSecret ?? folder.tokenSecret);
  const tokens = createTokenDesk({ kind: 'shared-secret', secret }, seams.now);
  const relay = await openStores(stores, (organizations) =>
    Relay.open(
      {
        seams,
        limits: configuration,
        openStore: (id) => stores.organization(id),
        createStore: (id, first) => stores.create(id, first),
        verifyToken: tokens.verifyToken,
        report,
      },
      organizations,
    ),
  );
  let site: Site | undefined;
  const fetch = createApi(hostOf({ configuration, folder, relay, tokens, seams, report, site: () => site }));
  let listening: Listening | undefined;

  return {
    relay,
    folder,
    fetch,
    signToken: tokens.signToken,
    async listen(besides) {
      site = besides;
      listening = await listen({
        ...configuration,
        fetch,
        hasRoom: (network) => relay.hasRoom(network),
        accept: (socket, network) => relay.accept(socket, network),
        report,
      });
      const { url, host, port } = listening;
      await writeRunning(folder, { url, host, port, pid: process.pid });
      return listening;
    },
    async stop() {
      report({ event: 'stopping' });
      listening?.refuse();
      try {
        if (listening !== undefined) await removeRunning(folder);
      } finally {
        await closeInOrder(relay, stores, () => listening?.close(configuration.stopTimeoutMs));
      }
      report({ event: 'stopped' });
    },
  };
}

async function closeInOrder(
  relay: Relay,
  stores: LevelStore,
  closePort: () => Promise<void> | undefined,
): Promise<void> {
  try {
    await relay.stop();
    await closePort();
  } finally {
    await stores.close();
  }
}

async function openStores(
  stores: LevelStore,
  open: (organizations: readonly OrganizationId[]) => Promise<Relay>,
): Promise<Relay> {
  try {
    return await open(await stores.organizations());
  } catch (error) {
    await stores.close();
    throw error;
  }
}

function hostOf(parts: {
  readonly configuration: Configuration;
  readonly folder: DataFolder;
  readonly relay: Relay;
  readonly tokens: TokenDesk;
  readonly seams: Seams;
  readonly report: Report;
  site(): Site | undefined;
}): ApiHost {
  const { configuration, folder, relay, tokens, seams, report } = parts;
  return {
    seams,
    get site() {
      return parts.site();
    },
    operatorKey: folder.operatorKey,
    maxBodyBytes: configuration.maxBodyBytes,
    maxSolutionBytes: configuration.maxSolutionBytes,
    get organizations() {
      return relay.organizations;
    },
    organization: (id) => relay.organization(id),
    createOrganization: (id, first) => relay.createOrganization(id, first),
    signToken: (request: { userId: UserId; organization: OrganizationId; lifetimeMs: number }) =>
      tokens.signToken(request),
    unready: () => (relay.isStopping ? undefined : relay.unready),
    onRequest: (request) => report({ event: 'request', ...request }),
    onFailure: ({ method, path, error }) =>
      report({ event: 'request-failed', method, path, reason: stackOf(error) }),
  };
}

/** A defect's place in the code; its message may hold a value, so it is left out. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [error.name, ...frames.slice(0, 5).map((line) => line.trim())].join(' ');
}
