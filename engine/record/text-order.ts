/**
 * Where text of an old change belongs on another base.
 *
 * As long as every neighbour that the text was typed beside is still there, those stay its neighbours.
 * Otherwise the order is found out by trying: the change and all that it was typed beside, the lost
 * included, are laid into a copy of the base, and each struct gets the neighbours that it has there.
 *
 * Invariant: a neighbour that is given out is in the base, or was formed again before its user; so
 * the text stands as if the lost had been tombstones.
 */
import * as Y from 'yjs';
import type { DeleteRange, Id, ItemStruct } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';
import { openDoc } from './open-doc.ts';

/** A struct that stands elsewhere after being formed again. */
export interface MovedStruct {
  /** As it was before. */
  readonly struct: ItemStruct;
  /** Where its first clock stands now. */
  readonly to: Id;
}

export interface TextToPlace {
  /** The structs to be placed, in the order of typing. */
  readonly own: readonly MovedStruct[];
  /** Earlier ones that the base has already under their new ids. */
  readonly moved: readonly MovedStruct[];
  /** What the base does not have. */
  readonly lost: readonly ItemStruct[];
  readonly base: Y.Doc;
  readonly root: string;
  /** The first id that the base does not have of the client that writes. */
  readonly next: Id;
}

export type Sides = Pick<ItemStruct, 'origin' | 'rightOrigin'>;

/** The neighbours of each of `own`, in the same order. */
export function sidesOf(text: TextToPlace): Sides[] {
  const reachable = [...text.moved, ...text.own];
  const sides = text.own.map(({ struct }) => ({
    origin: place(struct.origin, reachable, text.base),
    rightOrigin: place(struct.rightOrigin, reachable, text.base),
  }));
  return sides.every(isKnown) ? sides : sidesByTrying(text);
}

/** Whether both sides are an id, or open as they were typed. */
function isKnown(sides: { [Side in keyof Sides]: Sides[Side] | undefined }): sides is Sides {
  return sides.origin !== undefined && sides.rightOrigin !== undefined;
}

/** The id that stands for `id` now; undefined where nothing does. */
function place(id: Id | null, moved: readonly MovedStruct[], base: Y.Doc): Id | null | undefined {
  if (id === null) return null;
  const found = moved.find(({ struct }) => covers(struct, id));
  if (found) return { client: found.to.client, clock: found.to.clock + id.clock - found.struct.clock };
  return itemAt(base, id) && id;
}

/** A stretch of the tried order. `rank`: who may use it as a neighbour, every struct of a higher rank. */
interface Stretch {
  readonly rank: number;
  readonly first: Id;
  readonly last: Id;
}

const IN_BASE = -1;
const LOST = Number.POSITIVE_INFINITY;

function sidesByTrying(text: TextToPlace): Sides[] {
  const order = triedOrder(text);
  return text.own.map((_, rank) => {
    const left = order.slice(
      0,
      order.findIndex((stretch) => stretch.rank === rank),
    );
    const right = order.slice(order.findLastIndex((stretch) => stretch.rank === rank) + 1);
    return {
      origin: left.findLast((stretch) => stretch.rank < rank)?.last ?? null,
      rightOrigin: right.find((stretch) => stretch.rank < rank)?.first ?? null,
    };
  });
}

function triedOrder(text: TextToPlace): Stretch[] {
  const staged = stage(text);
  const trial = openDoc({ guid: 'trial', gc: false });
  Y.applyUpdate(trial, Y.encodeStateAsUpdate(text.base));
  Y.applyUpdate(trial, encodeUpdate({ structs: staged.map(({ laid }) => laid), deletes: [] }));
  const order: Stretch[] = [];
  for (let item = trial.share.get(text.root)?._start ?? null; item !== null; item = item.right) {
    const { client, clock } = item.id;
    if (client !== text.next.client) {
      order.push({
        rank: IN_BASE,
        first: { client, clock },
        last: { client, clock: clock + item.length - 1 },
      });
      continue;
    }
    // Yjs joins structs of one client: each clock is looked at by itself.
    for (let at = clock; at < clock + item.length; at += 1) {
      const known = stretchAt({ client, clock: at }, text, staged);
      if (known) order.push(known);
    }
  }
  return order;
}

/** The stretch of one clock of the client that writes; none for the second form of a moved struct. */
function stretchAt(id: Id, text: TextToPlace, staged: readonly Staged[]): Stretch | undefined {
  const found = staged.find(({ laid }) => covers(laid, id));
  if (found === undefined) {
    const isSecondForm = text.moved.some(({ struct, to }) => covers({ ...to, length: struct.length }, id));
    return isSecondForm ? undefined : { rank: IN_BASE, first: id, last: id };
  }
  const { to, laid, rank } = found;
  const now = to ? { client: to.client, clock: to.clock + id.clock - laid.clock } : id;
  return { rank, first: now, last: now };
}

/** A struct on trial. */
interface Staged {
  readonly struct: ItemStruct;
  readonly rank: number;
  /** Where it stands in the end; undefined for a lost one. */
  readonly to: Id | undefined;
  /** As it is laid into the trial: without content, under an id behind the base's. */
  readonly laid: ItemStruct;
}

/** Everything that the base does not have under its old id, each behind what it refers to. */
function stage({ own, moved, lost, base, root, next }: TextToPlace): Staged[] {
  const staged: Staged[] = [];
  const placed: MovedStruct[] = [];
  let waiting: Omit<Staged, 'laid'>[] = [
    ...lost
      .filter((struct) => !itemAt(base, struct))
      .map((struct) => ({ struct, to: undefined, rank: LOST })),
    ...moved.map(({ struct, to }) => ({ struct, to, rank: IN_BASE })),
    ...own.map(({ struct, to }, rank) => ({ struct, to, rank })),
  ];
  let clock = next.clock;
  const lay = (entry: Omit<Staged, 'laid'>) => {
    const sides = trialSides(entry.struct, placed, base, root);
    const parent = sides.origin || sides.rightOrigin ? null : { root };
    const id = { client: next.client, clock };
    placed.push({ struct: entry.struct, to: id });
    staged.push({
      ...entry,
      laid: { ...entry.struct, ...sides, ...id, parent, content: { kind: 'deleted' } },
    });
    clock += entry.struct.length;
  };
  while (waiting.length > 0) {
    const later = waiting.filter((entry, index) => {
      const isBlocked = [entry.struct.origin, entry.struct.rightOrigin].some(
        (id) => id && waiting.some((other, at) => at >= index && other !== entry && covers(other.struct, id)),
      );
      if (!isBlocked) lay(entry);
      return isBlocked;
    });
    // A circle, which only a forgery has: it is cut open anywhere.
    const [first, ...rest] = later;
    if (first && later.length === waiting.length) lay(first);
    waiting = first && later.length === waiting.length ? rest : later;
  }
  return staged;
}

/**
 * The sides on trial. Where nothing is known of one side, the base's neighbour of the other is taken:
 * an open side would let the text drift away from the side that is known.
 */
function trialSides(struct: ItemStruct, placed: readonly MovedStruct[], base: Y.Doc, root: string): Sides {
  const origin = place(struct.origin, placed, base);
  const rightOrigin = place(struct.rightOrigin, placed, base);
  if (origin === undefined) {
    return { origin: rightOrigin ? before(base, rightOrigin) : null, rightOrigin: rightOrigin ?? null };
  }
  return { origin, rightOrigin: rightOrigin === undefined ? after(base, origin, root) : rightOrigin };
}

function before(base: Y.Doc, right: Id): Id | null {
  const item = itemAt(base, right);
  if (item && right.clock > item.id.clock) return { client: right.client, clock: right.clock - 1 };
  return item?.left ? { client: item.left.lastId.client, clock: item.left.lastId.clock } : null;
}

function after(base: Y.Doc, left: Id | null, root: string): Id | null {
  const item = left ? itemAt(base, left) : undefined;
  if (left && !item) return null;
  if (left && item && left.clock < item.lastId.clock) return { client: left.client, clock: left.clock + 1 };
  const right = item ? item.right : base.share.get(root)?._start;
  return right ? { client: right.id.client, clock: right.id.clock } : null;
}

function itemAt(base: Y.Doc, id: Id): Y.Item | undefined {
  if (id.clock >= Y.getState(base.store, id.client)) return undefined;
  const struct = Y.getItem(base.store, Y.createID(id.client, id.clock));
  return struct instanceof Y.Item ? struct : undefined;
}

/** Whether the range holds the id. */
export function covers(range: DeleteRange, id: Id): boolean {
  return range.client === id.client && range.clock <= id.clock && id.clock < range.clock + range.length;
}
