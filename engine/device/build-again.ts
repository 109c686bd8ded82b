/**
 * What an open text shows is not stored any more: its base was taken away, or replaced by another.
 *
 * Invariant: nothing that left the device, or that it never had, stays in an editor, from where the next
 * letter would bring it back into rows.
 */
import type { Step } from './step.ts';
import { partKey, type RecordKey } from './storage-keys.ts';

/**
 * Has open texts of a record built again: all, or those among some parts. A new generation begins with
 * it, because the clocks that were used in what they show are not in what they become.
 */
export function buildAgain(step: Step, key: RecordKey, among?: ReadonlySet<string>): void {
  const parts = step.openParts(key).filter((part) => among?.has(part) !== false);
  if (parts.length === 0) return;
  for (const part of parts) step.documents.push({ place: partKey(key, part), update: null });
  step.beginGeneration();
}
