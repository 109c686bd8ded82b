/**
 * Forms a change of a text again on today's base: the same characters, the same deletions, new ids.
 *
 * Replaying by position would delete other people's words. So the change's own structs keep their
 * neighbours, and only their ids move to a new client; a neighbour that the base does not have (it was
 * refused, or given up) is replaced by the nearest one that it has.
 *
 * Invariant: nothing in the result refers to what the base and the earlier re-formed changes do not
 * have, so that no part of it can be parked.
 */
import * as Y from 'yjs';
import { RejoinError } from '../model/index.ts';
import type { DecodedUpdate, DeleteRange, Id, ItemStruct, Struct } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';

/** Clocks that stand elsewhere after being formed again. */
export interface MovedRange extends DeleteRange {
  /** Where the first of them stands now. */
  readonly to: Id;
}

export interface ReformTextContext {
  /** Structs that the change was written beside and that the base does not have: refused or given up. */
  readonly lost?: readonly ItemStruct[];
  /** `movedByReform` of the earlier pending changes that were formed again before this one. */
  readonly moved?: readonly MovedRange[];
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
  const kept = update.structs.filter((struct) => isKept(struct, fromClient));
  const dropped = update.structs.filter(isItem).filter((struct) => !isKept(struct, fromClient));
  const neighbours = new Neighbours(
    base,
    [...(context.moved ?? []), ...movedByReform(update, fromClient, toClient, startClock)],
    [...(context.lost ?? []), ...dropped],
  );
  const root = rootName(update, base, context);
  let clock = startClock;
  const structs = kept.map((struct): ItemStruct => {
    const sides = neighbours.around(struct, root);
    const parent = sides.origin || sides.rightOrigin ? null : { root: root ?? noRoot() };
    const moved: ItemStruct = { ...struct, ...sides, client: toClient, clock, parent };
    clock += struct.length;
    return moved;
  });
  return encodeUpdate({ structs, deletes: update.deletes.flatMap((range) => neighbours.deletes(range)) });
}

/** Where the clocks of the change stand after `reformText` with the same arguments. */
export function movedByReform(
  update: DecodedUpdate,
  fromClient: number,
  toClient: number,
  startClock: number,
): MovedRange[] {
  let clock = startClock;
  return update.structs
    .filter((struct) => isKept(struct, fromClient))
    .map(({ client, clock: from, length }) => {
      const moved = { client, clock: from, length, to: { client: toClient, clock } };
      clock += length;
      return moved;
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
function rootName(update: DecodedUpdate, base: Y.Doc, { lost = [] }: ReformTextContext): string | undefined {
  for (const struct of [...update.structs, ...lost]) {
    if (struct.kind === 'item' && struct.parent !== null && 'root' in struct.parent)
      return struct.parent.root;
  }
  return base.share.keys().next().value;
}

function noRoot(): never {
  throw new RejoinError('internal-error', 'neither the change nor its base names the root of the text');
}

type Sides = Pick<ItemStruct, 'origin' | 'rightOrigin'>;

/** Finds for each id of the old change what stands for it now. */
class Neighbours {
  readonly #base: Y.Doc;
  readonly #moved: readonly MovedRange[];
  readonly #lost: readonly ItemStruct[];

  constructor(base: Y.Doc, moved: readonly MovedRange[], lost: readonly ItemStruct[]) {
    this.#base = base;
    this.#moved = moved;
    this.#lost = lost;
  }

  /**
   * The neighbours of a struct. Where the way over lost structs ends on one side, the neighbour in
   * the base of the other side is taken: an open right side would let the text drift to the end.
   */
  around(struct: ItemStruct, root: string | undefined): Sides {
    const origin = this.#nearest(struct.origin, 'origin');
    const rightOrigin = this.#nearest(struct.rightOrigin, 'rightOrigin');
    if (struct.origin !== null && origin === null && rightOrigin !== null) {
      return { origin: this.#before(rightOrigin), rightOrigin };
    }
    if (struct.rightOrigin !== null && rightOrigin === null) {
      return { origin, rightOrigin: this.#after(origin, root) };
    }
    return { origin, rightOrigin };
  }

  /** What a deleted range covers now: clocks of the base as they are, moved ones where they stand. */
  deletes(range: DeleteRange): DeleteRange[] {
    const known = { client: range.client, clock: 0, length: Y.getState(this.#base.store, range.client) };
    return [
      ...overlap(range, known),
      ...this.#moved.flatMap((moved) =>
        overlap(range, moved).map(({ clock, length }) => ({
          client: moved.to.client,
          clock: moved.to.clock + clock - moved.clock,
          length,
        })),
      ),
    ];
  }

  #nearest(id: Id | null, side: 'origin' | 'rightOrigin'): Id | null {
    let at = id;
    // Each step leaves a lost struct for good; the bound ends a circle, which only a forgery has.
    for (let steps = this.#lost.length; at !== null && steps >= 0; steps -= 1) {
      const place: Id = at;
      const moved = this.#moved.find((range) => covers(range, place));
      if (moved) return { client: moved.to.client, clock: moved.to.clock + place.clock - moved.clock };
      if (this.#itemAt(place)) return place;
      at = this.#lost.find((struct) => covers(struct, place))?.[side] ?? null;
    }
    return null;
  }

  #before(right: Id): Id | null {
    const item = this.#itemAt(right);
    if (item && right.clock > item.id.clock) return { client: right.client, clock: right.clock - 1 };
    const left = item?.left;
    return left ? { client: left.lastId.client, clock: left.lastId.clock } : null;
  }

  #after(left: Id | null, root: string | undefined): Id | null {
    const item = left ? this.#itemAt(left) : undefined;
    if (left && item && left.clock < item.lastId.clock) return { client: left.client, clock: left.clock + 1 };
    if (left && !item) return null;
    const right = item ? item.right : root === undefined ? null : this.#base.share.get(root)?._start;
    return right ? { client: right.id.client, clock: right.id.clock } : null;
  }

  #itemAt(id: Id): Y.Item | undefined {
    if (id.clock >= Y.getState(this.#base.store, id.client)) return undefined;
    const struct = Y.getItem(this.#base.store, Y.createID(id.client, id.clock));
    return struct instanceof Y.Item ? struct : undefined;
  }
}

function covers(range: DeleteRange, id: Id): boolean {
  return range.client === id.client && range.clock <= id.clock && id.clock < range.clock + range.length;
}

function overlap(a: DeleteRange, b: DeleteRange): DeleteRange[] {
  if (a.client !== b.client) return [];
  const clock = Math.max(a.clock, b.clock);
  const length = Math.min(a.clock + a.length, b.clock + b.length) - clock;
  return length > 0 ? [{ client: a.client, clock, length }] : [];
}
