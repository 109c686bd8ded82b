/**
 * Reads and writes of one organization's views: overlay first, then decoded values, then the disk.
 *
 * Invariant: the cache holds only what is on disk; a flush that ends updates both in one step.
 */
import { RejoinError } from '../../engine/model/index.ts';
import { type DirectoryChange, DirectoryDraft } from '../../engine/security/index.ts';
import { DocumentCache } from './document-cache.ts';
import type { OrganizationKeys } from './keys.ts';
import type { LevelDatabase } from './level-database.ts';
import { RESTORE_ADVICE } from './open-failure.ts';
import { type Layer, Overlay } from './overlay.ts';
import { EMPTY_DIRECTORY, readViews } from './read-views.ts';
import type { ViewAccess } from './view-access.ts';
import type { ViewReader } from './view-reader.ts';
import { type ViewName, type ViewTypes, views, weighDecisions } from './views.ts';

const MiB = 2 ** 20;
type Caches = { readonly [K in ViewName]?: DocumentCache<ViewTypes[K]> };

export class OrganizationViews implements ViewAccess {
  readonly overlay = new Overlay();
  /** Where the entry that is being applied stands; the audit refers to it. */
  place = { batch: 0, position: 0 };
  /** Sees what is staged too. */
  readonly staged: ViewReader;
  /** Sees durable effects alone. */
  readonly durable: ViewReader;
  /** The directory with the staged changes that nobody has read yet: thousands of them may be of one batch. */
  #changing: { readonly key: string; readonly draft: DirectoryDraft } | undefined;
  #isRetired = false;
  readonly #db: LevelDatabase;
  readonly #caches: Caches;

  constructor(db: LevelDatabase, keys: OrganizationKeys, maxCacheBytes = 16 * MiB) {
    this.#db = db;
    this.staged = readViews((view, key) => this.read(view, key), keys);
    this.durable = readViews((view, key) => this.#below(this.overlay.getDurable(view, key), view, key), keys);
    this.#caches = {
      row: new DocumentCache({ maxBytes: maxCacheBytes, weigh: views.row.weigh }),
      // A decision that came from disk holds its hash and texts itself.
      decisions: new DocumentCache({
        maxBytes: maxCacheBytes,
        weigh: (known) => weighDecisions(known, 300),
      }),
      device: new DocumentCache({ maxBytes: 4 * MiB, weigh: views.device.weigh }),
      state: new DocumentCache({ maxBytes: MiB, weigh: views.state.weigh }),
      metadata: new DocumentCache({ maxBytes: 64 * MiB, weigh: views.metadata.weigh }),
      directory: new DocumentCache({ maxBytes: 64 * MiB, weigh: views.directory.weigh }),
    };
  }

  read<K extends ViewName>(view: K, key: string): ViewTypes[K] | undefined {
    if (view === 'directory') this.#writeDirectory();
    return this.#below(this.overlay.get(view, key), view, key);
  }

  #below<K extends ViewName>(
    newer: ViewTypes[K] | null | undefined,
    view: K,
    key: string,
  ): ViewTypes[K] | undefined {
    if (this.#isRetired) {
      throw new RejoinError('storage-failed', 'what is on disk is being read again after a failure');
    }
    if (newer !== undefined) return newer ?? undefined;
    const cache = this.#caches[view];
    const cached = cache?.get(key);
    if (cached !== undefined) return cached;
    const stored = this.#load(key);
    if (stored === undefined) return undefined;
    const value = decodeView(view, stored, key);
    cache?.set(key, value);
    return value;
  }

  /** Others take the place of these: nothing is read here any more, because the disk goes on without them. */
  retire(): void {
    this.#isRetired = true;
  }

  #load(key: string): Uint8Array | undefined {
    try {
      return this.#db.getSync(key);
    } catch (error) {
      throw new RejoinError('storage-failed', 'the database can not be read', { cause: error });
    }
  }

  write<K extends ViewName>(view: K, key: string, value: ViewTypes[K] | null): void {
    this.overlay.open.set(view, key, value);
  }

  changeDirectory(key: string, change: DirectoryChange): void {
    this.#changing ??= { key, draft: new DirectoryDraft(this.read('directory', key) ?? EMPTY_DIRECTORY) };
    this.#changing.draft.apply(change);
  }

  #writeDirectory(): void {
    if (this.#changing === undefined) return;
    const { key, draft } = this.#changing;
    this.#changing = undefined;
    this.write('directory', key, draft.directory);
  }

  /** What is staged is one batch from here on, and in flight. */
  seal(): void {
    this.#writeDirectory();
    this.overlay.seal();
  }

  /** Drops what is staged for the next batch. */
  reopen(): void {
    this.#changing = undefined;
    this.overlay.reopen();
  }

  /** Drops what is in flight, and what is staged on it. */
  dropStaged(): void {
    this.#changing = undefined;
    this.overlay.dropStaged();
  }

  refer(prefix: string): void {
    this.overlay.open.addReference(prefix, this.place.batch, this.place.position);
  }

  /** The frozen generation is on disk: forgets it, and lets the cache say the same as the disk. */
  endFlush(frozen: Layer): void {
    for (const view of Object.keys(this.#caches) as ViewName[]) this.#refresh(view, frozen);
    this.overlay.forgetFrozen();
  }

  #refresh<K extends ViewName>(view: K, frozen: Layer): void {
    const cache = this.#caches[view];
    if (cache === undefined) return;
    for (const [key, { value }] of frozen.cells(view)) {
      if (value === null) cache.delete(key);
      else cache.set(key, value);
    }
  }
}

/** A stored view value; throws `data-folder-damaged` where it can't be read. */
export function decodeView<K extends ViewName>(view: K, stored: Uint8Array, key: string): ViewTypes[K] {
  try {
    return views[view].decode(stored, key);
  } catch (error) {
    const what = `the ${view} at ${key} can not be read. ${RESTORE_ADVICE}`;
    throw new RejoinError('data-folder-damaged', what, { cause: error });
  }
}
