/** A stored part as one V2 state: what a put carries. */
import * as Y from 'yjs';
import { compactPart, type StoredPart } from '../store/index.ts';

/**
 * Merges snapshot and updates without opening a document.
 * The result may hold structs unmerged; a device's documents settle that when they load it.
 */
export function mergePart(part: StoredPart): Uint8Array {
  if (part.snapshot !== null && part.updates.length === 0) return part.snapshot;
  const updates = part.updates.map((update) => Y.convertUpdateFormatV1ToV2(update));
  return Y.mergeUpdatesV2(part.snapshot === null ? updates : [part.snapshot, ...updates]);
}

/** Merges them without the content of what was deleted. */
export function mergeSmallest(part: StoredPart): Uint8Array {
  if (part.snapshot !== null && part.updates.length === 0) return part.snapshot;
  return compactPart(part)?.snapshot ?? mergePart(part);
}
