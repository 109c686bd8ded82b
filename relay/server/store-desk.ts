/**
 * Stores of organizations for a relay, out of one database that they share.
 *
 * Invariant: the database is opened again once for all whose store failed by the same trouble; an
 * organization whose store works is not disturbed for another's sake twice.
 */
import { type OrganizationId, RejoinError } from '../../engine/model/index.ts';
import type { FirstState, LevelStore, RelayStore } from '../store/index.ts';

export class StoreDesk {
  readonly #levels: LevelStore;
  #reopening: Promise<void> | undefined;

  constructor(levels: LevelStore) {
    this.#levels = levels;
  }

  organizations(): Promise<readonly OrganizationId[]> {
    return this.#levels.organizations();
  }

  /** The store, read again from what is on disk where it failed before. */
  async open(organization: OrganizationId): Promise<RelayStore> {
    await this.#reopening;
    const store = await this.#levels.organization(organization);
    if (store.status !== 'failed') return store;
    this.#reopening ??= this.#levels.reopen().finally(() => {
      this.#reopening = undefined;
    });
    await this.#reopening;
    if (store.status === 'failed') {
      throw new RejoinError(
        'storage-failed',
        `The store of ${organization} does not work after a reopening.`,
      );
    }
    return store;
  }

  create(organization: OrganizationId, first: FirstState): Promise<RelayStore> {
    return this.#levels.create(organization, first);
  }

  close(): Promise<void> {
    return this.#levels.close();
  }
}
