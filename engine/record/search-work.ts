/**
 * Bounds how far Yjs has to search for the places of an update's items.
 *
 * Yjs walks from an item's origin to its right origin past everything between. Where the author saw
 * the two side by side only what others wrote meanwhile lies there; a forger can choose them far apart
 * for every item: 80 kB of such items stopped a relay for 24 s. Invariant: an update within the budget
 * integrates in a time that grows with its size and the budget, not with their product.
 */
import * as Y from 'yjs';
import { type Candidate, waitingPlaceholders } from './candidate.ts';
import type { DeleteRange, Id, ItemStruct } from './decoded-update.ts';
import { findCovering } from './known-structs.ts';

/** Steps of all searches of one update together: below 100 ms. */
export const SEARCH_BUDGET = 100_000;

type Sought = Pick<ItemStruct, 'client' | 'clock' | 'length' | 'origin' | 'rightOrigin'>;

/** The item of the document behind which something lies; null for the beginning. */
type Anchor = Y.Item | null;

interface PlacedStruct extends DeleteRange {
  readonly anchor: Anchor;
}

/** Whether the items, in the order of their integration, take more steps than the budget. */
export function exceedsSearchBudget(
  candidate: Candidate,
  items: readonly { readonly item: Sought; readonly root: string }[],
): boolean {
  const waiting = waitingPlaceholders(candidate).map((item) => ({ item, root: item.root }));
  if (waiting.length === 0 && isSmall(candidate, items.length)) return false;
  const expected = new ExpectedOrder(candidate.doc);
  let steps = 0;
  for (const { item, root } of waiting.length > 0 ? [...waiting, ...items] : items) {
    if (!expected.isSideBySide(item, root)) steps += expected.distance(item, root, SEARCH_BUDGET - steps);
    if (steps > SEARCH_BUDGET) return true;
    expected.place(item, root);
  }
  return false;
}

/** Whether no items can exceed the budget, because each passes at most everything that there is. */
function isSmall({ registers }: Candidate, items: number): boolean {
  return registers !== undefined && items * (registers.clocks + items) <= SEARCH_BUDGET;
}

/** The order that the roots would have if every item stood right behind its origin. */
class ExpectedOrder {
  readonly #doc: Y.Doc;
  /** What stands behind an id or at the beginning of a root, where an item has changed it. */
  readonly #next = new Map<string, Id | null>();
  readonly #placed = new Map<number, PlacedStruct[]>();
  /** How many items stand behind each item of the document and before the next. */
  readonly #crowd = new Map<Anchor, number>();

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  isSideBySide({ origin, rightOrigin }: Sought, root: string): boolean {
    return isNext(this.#nextOf(origin, root), rightOrigin);
  }

  /** The steps from origin to right origin, at most a little over `most`. */
  distance({ origin, rightOrigin }: Sought, root: string, most: number): number {
    const end = rightOrigin && this.#anchorOf(rightOrigin);
    let at = this.#anchorOf(origin);
    let steps = 0;
    while (steps <= most) {
      steps += 1 + (this.#crowd.get(at) ?? 0);
      if (rightOrigin && at === end) break;
      at = at === null ? startOf(this.#doc, root) : at.right;
      if (at === null) break;
    }
    return steps;
  }

  place({ client, clock, length, origin, rightOrigin }: Sought, root: string): void {
    const anchor = this.#anchorOf(origin);
    this.#next.set(keyOf(origin, root), { client, clock });
    this.#next.set(keyOf({ client, clock: clock + length - 1 }, root), rightOrigin);
    this.#crowd.set(anchor, (this.#crowd.get(anchor) ?? 0) + 1);
    const placed = { client, clock, length, anchor };
    const own = this.#placed.get(client);
    if (own) own.push(placed);
    else this.#placed.set(client, [placed]);
  }

  #nextOf(id: Id | null, root: string): Id | null {
    const changed = this.#next.size > 0 ? this.#next.get(keyOf(id, root)) : undefined;
    return changed !== undefined ? changed : nextInDocument(this.#doc, id, root);
  }

  #anchorOf(id: Id | null): Anchor {
    if (id === null) return null;
    const item = itemAt(this.#doc, id);
    return item ?? findCovering(this.#placed.get(id.client) ?? [], id.clock)?.anchor ?? null;
  }
}

/** What stands behind the id in the document, or at the beginning of the root. */
function nextInDocument(doc: Y.Doc, id: Id | null, root: string): Id | null {
  if (id === null) return startOf(doc, root)?.id ?? null;
  const item = itemAt(doc, id);
  const isLast = item !== undefined && item.id.clock + item.length - 1 === id.clock;
  return isLast ? (item.right?.id ?? null) : { client: id.client, clock: id.clock + 1 };
}

function isNext(next: Id | null, rightOrigin: Id | null): boolean {
  return next?.client === rightOrigin?.client && next?.clock === rightOrigin?.clock;
}

function itemAt(doc: Y.Doc, id: Id): Y.Item | undefined {
  const structs = doc.store.clients.get(id.client);
  if (structs === undefined || id.clock >= Y.getState(doc.store, id.client)) return undefined;
  const struct = structs[Y.findIndexSS(structs, id.clock)];
  return struct instanceof Y.Item ? struct : undefined;
}

function startOf(doc: Y.Doc, root: string): Y.Item | null {
  return doc.share.get(root)?._start ?? null;
}

function keyOf(id: Id | null, root: string): string {
  return id === null ? root : `${id.client}:${id.clock}`;
}
