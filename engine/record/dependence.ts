/**
 * Dependence: whether a later change makes no sense without one that was refused.
 *
 * In a part that is a text typed into the middle of refused text: both its neighbours are gone.
 * Overwriting a register never depends. (What depends through records is the commit's business.)
 */
import type { Candidate } from './candidate.ts';
import type { Id } from './decoded-update.ts';
import type { PlacedItem } from './inspect-structs.ts';
import type { KnownStructs } from './known-structs.ts';

/**
 * Whether an item stands between two refused ones of changes after `lastVerdictKnown`. A device that
 * knew of the refusal had the refused text off its screen.
 */
export function usesRefused(
  { layout, placeholders }: Candidate,
  items: readonly PlacedItem[],
  known: KnownStructs,
  lastVerdictKnown: number,
): boolean {
  if (layout.kind !== 'text' || placeholders.length === 0) return false;
  const isRefused = (id: Id | null): boolean => {
    const placeholder = id ? known.refused(id) : undefined;
    return placeholder !== undefined && placeholder.number > lastVerdictKnown;
  };
  return items.some(({ item }) => isRefused(item.origin) && isRefused(item.rightOrigin));
}
