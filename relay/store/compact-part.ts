/**
 * Merges a part's updates into a new snapshot once they outweigh the old one.
 *
 * Invariant: the merged snapshot has the same values and the same state vector as snapshot and updates.
 * The content of what was deleted is given up, as in every document that the relay opens (gc on).
 */
import * as Y from 'yjs';
import { loadDoc, openDoc, storedBytes } from '../../engine/record/index.ts';
import type { StoredPart } from './view-reader.ts';

/** A part with more updates than this is merged. */
export const MAX_UPDATES = 64;
/** And one whose updates are this many times its snapshot. */
const GROWTH = 4;
/** Below this many bytes of updates size alone is no reason. */
const MIN_BYTES = 1_024;

export function needsCompaction({ snapshot, updates }: StoredPart): boolean {
  if (updates.length > MAX_UPDATES) return true;
  return storedBytes({ updates }) > Math.max(GROWTH * (snapshot?.length ?? 0), MIN_BYTES);
}

/** The part as one snapshot (V2) without updates; undefined where an update of it can't be read. */
export function compactPart(
  part: StoredPart,
): { readonly epoch: number; readonly snapshot: Uint8Array } | undefined {
  const doc = openDoc({ guid: 'compaction', gc: true });
  try {
    loadDoc(doc, part);
    return { epoch: part.epoch, snapshot: Y.encodeStateAsUpdateV2(doc) };
  } catch {
    return undefined;
  } finally {
    doc.destroy();
  }
}
