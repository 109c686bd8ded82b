/**
 * Carry over: an accepted write that overwrites a refused one overwrites what that one had overwritten.
 *
 * The author saw one value in the field and replaced it. Without this the value below the refused one
 * stays alive beside the new one: a conflict that nobody made. Invariant: a carry entry outlives its
 * placeholders, and counts until a push says that the device knew the verdict when it formed the change.
 */
import type { DecodedUpdate, DeleteRange } from './decoded-update.ts';
import { countDeleted, indexDeletes, mergeRanges } from './delete-ranges.ts';
import type { KnownStructs } from './known-structs.ts';
import type { CarryEntry, CarryMap, Placeholder } from './remains.ts';

/**
 * The carry map of one refused update, whose structs `known` has taken in. Of a text it remembers only
 * which clocks were refused: what was erased there stays, but nothing may be typed into it.
 *
 * A write keeps also what it would have carried over itself. The entries that it got this from may end
 * before its own does: the verdict on an earlier change is known before the one on a later change.
 */
export function carryOf(
  { deletes }: DecodedUpdate,
  placeholders: readonly Placeholder[],
  known: KnownStructs,
  earlier: CarryMap,
): CarryMap {
  const texts = placeholders.filter((placeholder) => placeholder.isText);
  if (texts.length > 0) return texts.map(carriesNothing);
  const index = indexDeletes(deletes);
  if (index === undefined || index.size === 0) return [];
  const live = placeholders.filter((placeholder) => countDeleted(index, placeholder) < placeholder.length);
  if (live.length === 0) return [];
  const byRoot = new Map<string, DeleteRange[]>();
  const all = mergeRanges([...deletes, ...carriedBy(deletes, earlier, 0)]);
  for (const { root, ...range } of all.flatMap((whole) => known.splitByRoot(whole))) {
    const own = byRoot.get(root);
    if (own) own.push(range);
    else byRoot.set(root, [range]);
  }
  return live.flatMap(({ number, root, client, clock, length }) => {
    const inRoot = byRoot.get(root);
    return inRoot ? [{ number, root, client, clock, length, deletes: inRoot }] : [];
  });
}

function carriesNothing({ number, root, client, clock, length }: Placeholder): CarryEntry {
  return { number, root, client, clock, length, deletes: [] };
}

/**
 * The further deletes that come with `deletes`. Only refusals newer than `lastVerdictKnown` count: a
 * device that knew of the others saw what lay below. One step is enough, an entry has the rest in it.
 */
export function carriedBy(
  deletes: readonly DeleteRange[],
  carry: CarryMap,
  lastVerdictKnown: number,
): readonly DeleteRange[] {
  if (carry.length === 0 || deletes.length === 0) return [];
  const index = indexDeletes(mergeRanges(deletes));
  const hits = carry.filter(
    (entry) => entry.number > lastVerdictKnown && index !== undefined && countDeleted(index, entry) > 0,
  );
  return mergeRanges(hits.flatMap((entry) => entry.deletes));
}
