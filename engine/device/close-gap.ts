/**
 * A change was taken out of the queue and nothing stands for its clocks: neither the relay nor a
 * placeholder has them.
 *
 * Invariant: nothing is sent that follows a hole in its author's clocks; it would be parked for ever.
 */
import { isUnsent, type OutboxEntry, operationKey, partsOf } from './outbox-entry.ts';
import type { Step } from './step.ts';
import { partKey } from './storage-keys.ts';

/**
 * Begins a new generation, and has what is unsent behind the change in the same parts formed again.
 * Open texts are built again: what was typed there after it stands under the old client id.
 */
export function closeGap(step: Step, entry: OutboxEntry): void {
  step.beginGeneration();
  const parts = new Set(
    entry.operations.flatMap((pending) =>
      partsOf(pending.operation).map(({ part }) => partKey(operationKey(pending), part)),
    ),
  );
  for (const later of step.outbox()) {
    if (later.order < entry.order || !isUnsent(later) || later.reform !== null) continue;
    const follows = later.operations.some((pending) =>
      partsOf(pending.operation).some(({ part }) => parts.has(partKey(operationKey(pending), part))),
    );
    if (follows) step.putEntry({ ...later, reform: 'gap' });
  }
  for (const place of parts) step.documents.push({ place, update: null });
}
