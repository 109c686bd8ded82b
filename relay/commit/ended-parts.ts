/**
 * Parts in which placeholders of a device will never be integrated, because their record is not there:
 * its create was refused, or somebody deleted it.
 *
 * Invariant: what a device may have of placeholders is bounded (`refused-entry.ts`), so whatever can end,
 * ends; how soon is the store's to say, by the verdicts that the device knows.
 */
import type { DeviceDecisions, PartRef } from '../store/index.ts';
import type { Judging } from './judgement.ts';

export function endedParts(
  { store, push }: Judging,
  { placeholderParts }: DeviceDecisions,
): readonly PartRef[] {
  if (placeholderParts.length === 0) return placeholderParts;
  const created = new Set(push.operations.filter(({ kind }) => kind === 'create').map(({ id }) => id));
  return placeholderParts.filter(({ entity, id }) => !created.has(id) && store.row(entity, id) === undefined);
}
