/**
 * What a device says of itself: where it stands with its relay, what waits, what was refused.
 *
 * Invariant: a listener hears every change once, and never the same state twice in a row.
 */
import type { Code, Refusal } from '../model/index.ts';
import { type ReportError, tellListeners } from './tell-listeners.ts';

export type SyncPhase =
  /** Not asked to connect. */
  | 'closed'
  | 'connecting'
  /** Connected, and not everything that the user may have is here yet. */
  | 'downloading'
  | 'ready'
  /** No relay answers; it is tried again by itself, where the device is to stay online. */
  | 'offline'
  /** The token is not taken; unsent work is kept, and a new token is asked for. */
  | 'signed-out'
  /** Something that does not pass by itself; the outbox is kept. */
  | 'stopped'
  /** The device was revoked, and its storage cleared. */
  | 'revoked';

export interface EntityDownload {
  readonly sent: number;
  readonly total: number;
  readonly bytes: number;
}

export interface SyncStatus {
  readonly state: SyncPhase;
  /** Why, for `offline`, `signed-out`, `stopped` and `revoked`. */
  readonly code: Code | null;
  readonly reason: string | null;
  /** Changes of this device that are not part of its base yet. */
  readonly pending: number;
  readonly drafts: number;
  /** Unix milliseconds when something of the relay was last stored. */
  readonly lastSync: number | null;
  readonly progress: Readonly<Record<string, EntityDownload>>;
  /**
   * Why the storage took nothing of what was to be stored last, such as `storage-full`; null while it stores. What was
   * typed waits in its text and is stored as soon as that can be; any other edit that failed has to be made again.
   */
  readonly notStored: Refusal | null;
  /** Whether published metadata waits that this device does not have. */
  readonly isMetadataAvailable: boolean;
}

export class SyncState {
  readonly #report: ReportError;
  readonly #listeners = new Set<(status: SyncStatus) => void>();
  #status: SyncStatus = {
    ...{ state: 'closed', code: null, reason: null, pending: 0, drafts: 0, lastSync: null },
    ...{ progress: {}, notStored: null, isMetadataAvailable: false },
  };

  /** @param report Takes what listeners throw. */
  constructor(report: ReportError) {
    this.#report = report;
  }

  get status(): SyncStatus {
    return this.#status;
  }

  update(changes: Partial<SyncStatus>): void {
    const next = { ...this.#status, ...changes };
    const names = Object.keys(changes) as (keyof SyncStatus)[];
    if (names.every((name) => next[name] === this.#status[name])) return;
    this.#status = next;
    tellListeners(this.#listeners, next, this.#report);
  }

  /** Calls `listener` with each change. Returns what ends it. */
  subscribe(listener: (status: SyncStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
