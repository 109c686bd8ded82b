/**
 * Forgets what refused changes left in the parts of a record, where the relay has nothing of it either.
 *
 * Invariant: a clock range is used once. What was refused there used some clocks, so the next write
 * begins a new generation; and nothing formed from here on names an item that only this device has.
 */
import type { Step } from './step.ts';
import type { RecordKey } from './storage-keys.ts';

/** Drops placeholders and carry maps of all parts of the record. */
export function forgetRefused(step: Step, key: RecordKey): void {
  const held = [...step.holdings.refused.entries(`${key}/`)];
  if (held.length === 0) return;
  for (const [part] of held) step.holdings.refused.delete(part);
  step.beginGeneration();
}
