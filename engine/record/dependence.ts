/**
 * Dependence: whether a later change makes no sense without one that was refused.
 *
 * In a part that is a text typed into the middle of refused text: both its neighbours are gone.
 * Overwriting a register never depends. (What depends through records is the commit's business.)
 * Asked of the carry map, because the placeholders may lie in the document by now.
 */
import type { Candidate } from './candidate.ts';
import type { Id, Struct } from './decoded-update.ts';
import { countDeleted, indexDeletes, mergeRanges } from './delete-ranges.ts';

/**
 * Whether an item stands between two refused ones of changes after `lastVerdictKnown`. A device that
 * knew of the refusal had the refused text off its screen.
 */
export function usesRefused(
  { layout, carry }: Pick<Candidate, 'layout' | 'carry'>,
  structs: readonly Struct[],
  lastVerdictKnown: number,
): boolean {
  if (layout.kind !== 'text' || carry.length === 0) return false;
  const refused = indexDeletes(mergeRanges(carry.filter(({ number }) => number > lastVerdictKnown)));
  const isRefused = (id: Id | null): boolean =>
    id !== null && refused !== undefined && countDeleted(refused, { ...id, length: 1 }) > 0;
  return structs.some(
    (struct) => struct.kind === 'item' && isRefused(struct.origin) && isRefused(struct.rightOrigin),
  );
}
