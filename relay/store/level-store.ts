/**
 * A data folder: one database that holds the stores of many organizations.
 *
 * Invariant: a folder of a newer format is never changed, and after a failed write nothing is trusted
 * until the database was opened again. This file is a rim: it opens disks and yields to the event loop.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Level } from 'level';
import {
  type BusinessUnitId,
  FIRST_DEVICE_NUMBER,
  type OrganizationId,
  RejoinError,
} from '../../engine/model/index.ts';
import { FORMAT_KEY, organizationOf } from './keys.ts';
import { DATABASE_ENCODINGS, type LevelDatabase, SYNCED } from './level-database.ts';
import type { LogEntry } from './log.ts';
import { explainOpenFailure } from './open-failure.ts';
import { OrganizationStore } from './organization-store.ts';
import type { RelayStore } from './relay-store.ts';
import type { OrganizationStoreOptions } from './store-options.ts';

/** The format of keys and values that this version writes, and the newest that it reads. */
export const STORE_FORMAT = 1;

const MiB = 2 ** 20;
export const defaultStoreOptions: OrganizationStoreOptions = {
  maxOverlayBytes: 32 * MiB,
  flushAtBytes: 16 * MiB,
  flushAtBatches: 20_000,
  maxCacheBytes: 16 * MiB,
  pause: () => nextTurn(),
};

/** What an organization begins with. */
export interface FirstState {
  /** UUID. */
  readonly incarnation: string;
  readonly rootUnit: { readonly id: BusinessUnitId; readonly name: string };
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** LevelDB in a folder, made where it is missing. Open it with `LevelStore.open`. */
export function levelDatabase(folder: string): LevelDatabase {
  return new Level<string, Uint8Array>(folder, {
    ...DATABASE_ENCODINGS,
    writeBufferSize: 16 * MiB,
    cacheSize: 32 * MiB,
  });
}

export class LevelStore {
  readonly #db: LevelDatabase;
  readonly #options: OrganizationStoreOptions;
  readonly #stores = new Map<OrganizationId, OrganizationStore>();
  /** Organizations whose first batch could not be written, and may have reached the disk all the same. */
  readonly #unfinished = new Set<OrganizationId>();
  #reopening: Promise<void> | undefined;

  private constructor(db: LevelDatabase, options: OrganizationStoreOptions) {
    this.#db = db;
    this.#options = options;
  }

  /**
   * Opens the database and checks that it can be used.
   *
   * @throws RejoinError `data-folder-locked`, `-read-only`, `-newer`, `-damaged` or `storage-failed`
   */
  static async open(db: LevelDatabase, options: Partial<OrganizationStoreOptions> = {}): Promise<LevelStore> {
    await openDatabase(db);
    return new LevelStore(db, { ...defaultStoreOptions, ...options });
  }

  get database(): LevelDatabase {
    return this.#db;
  }

  /** The organizations of the folder, by name. */
  async organizations(): Promise<readonly OrganizationId[]> {
    const found: OrganizationId[] = [];
    for (let after = '/'; ; ) {
      const [key] = await this.#db.keys({ gt: after, limit: 1 }).all();
      const organization = key === undefined ? undefined : organizationOf(key);
      if (organization === undefined) return found;
      found.push(organization);
      after = `${organization}0`;
    }
  }

  /**
   * The store of an organization, the same one each time; read again from what is on disk where it failed.
   *
   * @throws RejoinError `not-found`; `data-folder-damaged` rather than serve a hole; why it does not work again
   */
  async organization(organization: OrganizationId): Promise<RelayStore> {
    // Whom the reopening does not concern is not told of its failure.
    await this.#reopening?.catch(() => undefined);
    const known = this.#stores.get(organization);
    if (known !== undefined) return this.#revived(known);
    if (this.#unfinished.has(organization) || !(await this.#holds(organization))) {
      throw new RejoinError('not-found', `there is no organization ${organization}`);
    }
    const store = await this.#open(organization);
    this.#stores.set(organization, store);
    return store;
  }

  /** Makes an organization: its first batch says its incarnation and root unit. What failed can be tried again. */
  async create(
    organization: OrganizationId,
    { incarnation, rootUnit, time }: FirstState,
  ): Promise<RelayStore> {
    await this.#reopening?.catch(() => undefined);
    if (this.#unfinished.size > 0) await this.#removeUnfinished();
    if (this.#stores.has(organization) || (await this.#holds(organization))) {
      throw new RejoinError('already-exists', `there is an organization ${organization}`);
    }
    const store = await this.#open(organization);
    const first: readonly LogEntry[] = [
      {
        kind: 'incarnation',
        organization,
        incarnation,
        nextSequence: 1,
        nextDevice: FIRST_DEVICE_NUMBER,
        relayGeneration: 0,
      },
      {
        kind: 'directory',
        sequence: 1,
        by: null,
        change: { kind: 'put-unit', unit: { ...rootUnit, parent: null } },
      },
    ];
    for (const entry of first) store.stage(entry);
    const sealed = store.seal(time);
    try {
      if (sealed !== undefined) await store.appendBatch(sealed);
    } catch (error) {
      this.#unfinished.add(organization);
      throw error;
    }
    this.#stores.set(organization, store);
    return store;
  }

  #open(organization: OrganizationId): Promise<OrganizationStore> {
    return OrganizationStore.open(this.#db, organization, this.#options);
  }

  async #holds(organization: OrganizationId): Promise<boolean> {
    const keys = await this.#db.keys({ ...keysOf(organization), limit: 1 }).all();
    return keys.length > 0;
  }

  /** Nobody was told that these exist. */
  async #removeUnfinished(): Promise<void> {
    await this.reopen();
    for (const organization of this.#unfinished) {
      const keys = await this.#db.keys(keysOf(organization)).all();
      const removals = keys.map((key) => ({ type: 'del', key }) as const);
      await this.#db.batch(removals, SYNCED).catch((cause: unknown) => {
        const what = `what an attempt to create ${organization} left can not be removed`;
        throw new RejoinError('storage-failed', what, { cause });
      });
      this.#unfinished.delete(organization);
    }
  }

  async #revived(store: OrganizationStore): Promise<OrganizationStore> {
    if (store.status !== 'failed') return store;
    await this.reopen().catch((error: unknown) => {
      // Another's failure is not this one's.
      if (store.status === 'failed') throw store.reloadFailure ?? error;
    });
    return store;
  }

  /**
   * Has the stores that failed read what is really there. For that the database is opened again, unless damage in
   * their own data is all that ails them. The same stores go on working; a batch whose write failed may turn out to
   * be in the log. Whoever works with any store is told first, so that nothing is judged or written across it.
   *
   * @throws what the database threw, or why the first of the stores can't be read; the others work then
   */
  reopen(): Promise<void> {
    this.#reopening ??= this.#reopen().finally(() => {
      this.#reopening = undefined;
    });
    return this.#reopening;
  }

  async #reopen(): Promise<void> {
    const stores = [...this.#stores.values()];
    const isUntrusted = this.#unfinished.size > 0 || stores.some((store) => store.needsReopening);
    if (this.#db.status !== 'open' || isUntrusted) {
      const cause = new RejoinError('storage-failed', 'the database is opened again after a failure');
      await Promise.all(stores.map((store) => store.suspend(cause)));
      if (this.#db.status === 'open') await this.#db.close();
      await openDatabase(this.#db);
    }
    const failures: unknown[] = [];
    for (const store of stores.filter(({ status }) => status === 'failed')) {
      await store.reload().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Flushes every store and closes the database. */
  async close(): Promise<void> {
    await this.#reopening?.catch(() => undefined);
    try {
      for (const store of this.#stores.values()) await store.close();
    } finally {
      await this.#db.close();
    }
  }
}

function keysOf(organization: OrganizationId): { readonly gt: string; readonly lt: string } {
  return { gt: `${organization}/`, lt: `${organization}0` };
}

async function openDatabase(db: LevelDatabase): Promise<void> {
  try {
    await db.open();
    const stored = await db.get(FORMAT_KEY);
    if (stored === undefined) {
      const [first] = await db.keys({ limit: 1 }).all();
      if (first !== undefined) {
        throw new RejoinError(
          'data-folder-damaged',
          'The folder holds data, but nothing says of which format.',
        );
      }
      await db.put(FORMAT_KEY, new TextEncoder().encode(String(STORE_FORMAT)), SYNCED);
    } else assertReadable(new TextDecoder().decode(stored));
  } catch (error) {
    if (db.status === 'open') await db.close();
    throw explainOpenFailure(error);
  }
}

function assertReadable(format: string): void {
  const version = Number(format);
  if (Number.isInteger(version) && version >= 1 && version <= STORE_FORMAT) return;
  const isNewer = Number.isInteger(version) && version > STORE_FORMAT;
  throw new RejoinError(
    isNewer ? 'data-folder-newer' : 'data-folder-damaged',
    `The data folder has format ${format}; this version reads up to ${STORE_FORMAT}.`,
  );
}
