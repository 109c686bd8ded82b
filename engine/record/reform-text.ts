/**
 * Forms a change of a text again on today's base: the same characters, the same deletions, new ids.
 *
 * Replaying by position would delete other people's words. So the change's own structs keep their
 * neighbours, and only their ids move to a new client; a neighbour that the base does not have (it was
 * refused, or given up) is replaced by the nearest one that it has (`text-order`).
 *
 * Invariant: nothing in the result refers to what the base and the earlier re-formed changes do not
 * have, so that no part of it can be parked.
 */
import * as Y from 'yjs';
import { RejoinError } from '../model/index.ts';
import type { DecodedUpdate, DeleteRange, ItemStruct, Struct } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';
import { type MovedStruct, sidesOf } from './text-order.ts';

export interface ReformTextContext {
  /** Structs that the change was written beside and that the base does not have: refused or given up. */
  readonly lost?: readonly ItemStruct[];
  /** `movedByReform` of the earlier pending changes that were formed again before this one. */
  readonly moved?: readonly MovedStruct[];
}

/**
 * The change as a V1 update on today's base.
 *
 * @param update The change as it was sent. Kept of it: the text, embeds and formats of `fromClient`
 *   directly in the root (anything else a text part does not hold), and what it deletes.
 * @param base Today's base with the earlier pending changes, which is only read.
 * @param startClock Where `toClient` goes on in the base.
 */
export function reformText(
  update: DecodedUpdate,
  base: Y.Doc,
  fromClient: number,
  toClient: number,
  startClock: number,
  context: ReformTextContext = {},
): Uint8Array {
  const own = movedByReform(update, fromClient, toClient, startClock);
  const moved = context.moved ?? [];
  const dropped = update.structs.filter(isItem).filter((struct) => !isKept(struct, fromClient));
  const lost = [...(context.lost ?? []), ...dropped];
  const deletes = update.deletes.flatMap((range) => deletesNow(range, base, [...moved, ...own]));
  if (own.length === 0) return encodeUpdate({ structs: [], deletes });
  const root = rootName(update, lost, base);
  const next = { client: toClient, clock: startClock };
  const sides = sidesOf({ own, moved, lost, base, root, next });
  const structs = own.map(({ struct, to }, index): ItemStruct => {
    const { origin = null, rightOrigin = null } = sides[index] ?? {};
    return { ...struct, ...to, origin, rightOrigin, parent: origin || rightOrigin ? null : { root } };
  });
  return encodeUpdate({ structs, deletes });
}

/** Where the clocks of the change stand after `reformText` with the same arguments. */
export function movedByReform(
  update: DecodedUpdate,
  fromClient: number,
  toClient: number,
  startClock: number,
): MovedStruct[] {
  let clock = startClock;
  return update.structs
    .filter((struct) => isKept(struct, fromClient))
    .map((struct) => {
      const to = { client: toClient, clock };
      clock += struct.length;
      return { struct, to };
    });
}

function isItem(struct: Struct): struct is ItemStruct {
  return struct.kind === 'item';
}

function isKept(struct: Struct, fromClient: number): struct is ItemStruct {
  if (struct.kind !== 'item' || struct.client !== fromClient || struct.isKeyed) return false;
  if (struct.parent !== null && 'item' in struct.parent) return false;
  return ['string', 'embed', 'format'].includes(struct.content.kind);
}

/** The one root of the text part. */
function rootName(update: DecodedUpdate, lost: readonly ItemStruct[], base: Y.Doc): string {
  for (const struct of [...update.structs, ...lost]) {
    if (struct.kind === 'item' && struct.parent !== null && 'root' in struct.parent)
      return struct.parent.root;
  }
  const root = base.share.keys().next().value;
  if (root !== undefined) return root;
  throw new RejoinError('internal-error', 'neither the change nor its base names the root of the text');
}

/** What a deleted range covers now: clocks of the base as they are, moved ones where they stand. */
function deletesNow(range: DeleteRange, base: Y.Doc, moved: readonly MovedStruct[]): DeleteRange[] {
  const known = { client: range.client, clock: 0, length: Y.getState(base.store, range.client) };
  const movedRanges = moved.flatMap(({ struct, to }) =>
    overlap(range, struct).map(({ clock, length }) => ({
      client: to.client,
      clock: to.clock + clock - struct.clock,
      length,
    })),
  );
  return [...overlap(range, known), ...movedRanges];
}

function overlap(a: DeleteRange, b: DeleteRange): DeleteRange[] {
  if (a.client !== b.client) return [];
  const clock = Math.max(a.clock, b.clock);
  const length = Math.min(a.clock + a.length, b.clock + b.length) - clock;
  return length > 0 ? [{ client: a.client, clock, length }] : [];
}
