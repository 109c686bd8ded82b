/**
 * What a tablet says of its synchronisation: one word, never more than is true, and none that flickers.
 *
 * Invariant: what passes by itself within a moment is not said: sending and connecting show only when they last.
 */
import type { SyncStatus } from '../../../engine/index.ts';

export type ShownKind =
  | 'up-to-date'
  | 'syncing'
  | 'connecting'
  | 'downloading'
  | 'offline'
  | 'signed-out'
  | 'attention';

export interface ShownStatus {
  readonly kind: ShownKind;
  /** Changes that have not become part of what everybody has. */
  readonly waiting: number;
  /** How much of a download is here, from 0 to 1; 1 where there is none. */
  readonly share: number;
}

/** How long sending or connecting lasts before it is said. */
export const SHOWN_AFTER_MS = 400;

/** What the status is called. */
export function kindOf(status: SyncStatus, { isOnline }: { readonly isOnline: boolean }): ShownKind {
  if (status.notStored !== null) return 'attention';
  if (status.state === 'stopped' || status.state === 'revoked') return 'attention';
  if (status.state === 'signed-out') return 'signed-out';
  if (!isOnline) return 'offline';
  switch (status.state) {
    case 'closed':
    case 'offline':
      return 'offline';
    case 'connecting':
      return 'connecting';
    case 'downloading':
      return downloadedShare(status) < 1 ? 'downloading' : 'syncing';
    case 'ready':
      return status.pending > 0 ? 'syncing' : 'up-to-date';
  }
}

/** Whether it may wait to be said, while the former goes on being shown. */
export function isPassing(kind: ShownKind): boolean {
  return kind === 'syncing' || kind === 'connecting';
}

/** How much of all downloads is here, from 0 to 1. */
export function downloadedShare({ progress }: SyncStatus): number {
  let sent = 0;
  let total = 0;
  for (const entity of Object.values(progress)) {
    sent += entity.sent;
    total += Math.max(entity.total, entity.sent);
  }
  return total === 0 ? 1 : sent / total;
}

/** How much of an entity's download is here; 1 where none is under way. */
export function shareOf({ state, progress }: SyncStatus, entity: string): number {
  const download = progress[entity];
  if (state === 'ready' || download === undefined || download.total === 0) return 1;
  return Math.min(1, download.sent / download.total);
}
