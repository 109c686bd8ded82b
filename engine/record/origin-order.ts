/**
 * Whether integrated items stand where their origins say: behind the one and before the other.
 *
 * Yjs always puts them there when the two are in order. When a forger names them the wrong way round,
 * replicas that integrate in different orders end up with different texts for ever. Invariant: an item
 * is looked for only among its neighbours, and for an honest one the first of them answers.
 */
import * as Y from 'yjs';
import type { Id, Struct } from './decoded-update.ts';

/** Whether every item of the update, which is in the document by now, keeps the order of its origins. */
export function keepsOriginOrder(doc: Y.Doc, structs: readonly Struct[]): boolean {
  return structs.every((struct) => {
    if (struct.kind !== 'item') return false;
    const { client, clock, origin, rightOrigin } = struct;
    const item = itemAt(doc, { client, clock });
    if (item === undefined) return false;
    return isBefore(doc, origin, item, clock) && isBehind(doc, rightOrigin, item, clock);
  });
}

function isBefore(doc: Y.Doc, origin: Id | null, item: Y.Item, clock: number): boolean {
  if (origin === null) return true;
  const sought = itemAt(doc, origin);
  // Merged into one item: the clocks tell.
  if (sought === item) return origin.clock < clock;
  for (let at = item.left; at !== null; at = at.left) if (at === sought) return true;
  return false;
}

function isBehind(doc: Y.Doc, rightOrigin: Id | null, item: Y.Item, clock: number): boolean {
  if (rightOrigin === null) return true;
  const sought = itemAt(doc, rightOrigin);
  if (sought === item) return rightOrigin.clock > clock;
  for (let at = item.right; at !== null; at = at.right) if (at === sought) return true;
  return false;
}

function itemAt(doc: Y.Doc, { client, clock }: Id): Y.Item | undefined {
  const structs = doc.store.clients.get(client);
  const struct = structs?.[Y.findIndexSS(structs, clock)];
  return struct instanceof Y.Item ? struct : undefined;
}
