/**
 * A part in memory: a snapshot and a chain of the updates since, newest first.
 *
 * Invariant: a state never changes its meaning. Appending makes a new state that shares the chain, so
 * an update costs the same however many came before it, and what a failed batch staged is dropped by
 * dropping its state. `compacted` on a node is a memo: the snapshot that equals everything up to it.
 */
import type { StoredPart } from './view-reader.ts';

interface UpdateNode {
  readonly update: Uint8Array;
  /** Cut once the node is compacted. */
  previous: UpdateNode | null;
  /** Bytes of this update and those before it, since the last snapshot. */
  readonly bytes: number;
  compacted: Uint8Array | null;
}

export interface PartState {
  readonly epoch: number;
  readonly base: Uint8Array | null;
  readonly tail: UpdateNode | null;
}

/** A part that begins with a snapshot, or (null) with nothing. */
export function startPart(epoch: number, base: Uint8Array | null): PartState {
  return { epoch, base, tail: null };
}

/** The part with one more update. */
export function appendUpdate(state: PartState, update: Uint8Array): PartState {
  const { epoch, base, tail } = state;
  const isCompacted = tail?.compacted != null;
  const previous = isCompacted ? null : tail;
  const bytes = (previous?.bytes ?? 0) + update.length;
  const node: UpdateNode = { update, previous, bytes, compacted: null };
  return { epoch, base: isCompacted ? tail.compacted : base, tail: node };
}

/** As it is read: the newest snapshot known, and what came after it in order. */
export function partOf(state: PartState): StoredPart {
  const updates: Uint8Array[] = [];
  let snapshot = state.base;
  for (let node = state.tail; node !== null; node = node.previous) {
    if (node.compacted !== null) {
      snapshot = node.compacted;
      break;
    }
    updates.push(node.update);
  }
  return { epoch: state.epoch, snapshot, updates: updates.reverse() };
}

/** As it is in memory. */
export function partStateOf(part: StoredPart): PartState {
  return part.updates.reduce(appendUpdate, startPart(part.epoch, part.snapshot));
}

/** Notes that `snapshot` holds everything of the state, for it and for all that were appended to it. */
export function noteCompacted(state: PartState, snapshot: Uint8Array): void {
  if (state.tail === null) return;
  state.tail.compacted = snapshot;
  state.tail.previous = null;
}

/** Bytes that the state keeps in memory, about. */
export function weighPart(state: PartState): number {
  return (state.base?.length ?? 0) + (state.tail?.bytes ?? 0);
}
