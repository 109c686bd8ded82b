/**
 * A record leaves the device.
 *
 * Invariants: `gone` (deleted, or no longer readable) takes the record at once, and unsent edits
 * become drafts that show only what their author wrote; `out-of-scope` waits until the changes that
 * touch the record are decided. Changes that were sent wait for their verdict either way. What left is
 * removed, the bytes in the files too once they are compacted.
 */
import { withdraw } from './become-draft.ts';
import { buildAgain } from './build-again.ts';
import type { DraftReason } from './draft.ts';
import { forgetRefused } from './forget-refused.ts';
import { createdKeys, isUnsent, type OutboxEntry, operationKey, touches } from './outbox-entry.ts';
import { ownWordsOfDraft, ownWordsOnly } from './own-words.ts';
import type { Step } from './step.ts';
import { type RecordKey, recordKey } from './storage-keys.ts';

/** Why an edit of a record that left is a draft. */
export const RECORD_GONE: DraftReason = {
  code: 'record-gone',
  reason: 'The record does not exist any more, or you may not read it.',
  record: null,
  attributes: [],
};

/** Takes the record out, or notes that it goes when its changes are decided. */
export function leaveRecord(step: Step, key: RecordKey, kind: 'out-of-scope' | 'gone'): void {
  const row = step.row(key);
  const touching = step.outbox().filter((entry) => touches(entry, key));
  if (kind === 'out-of-scope') {
    if (row === undefined) return;
    if (touching.length > 0) step.putRow({ ...row, isLeaving: true });
    else removeAndForgetGeneration(step, key);
    return;
  }
  if (row === undefined) return;
  // A restored relay has lost the record that it is to create again.
  const isMadeAgain = touching.some((entry) => isUnsent(entry) && createdKeys(entry).includes(key));
  for (const { order } of touching) {
    const entry = step.entry(order);
    if (entry === undefined) continue;
    if (!isUnsent(entry)) step.putEntry(withoutBefore(entry, key));
    else if (!isMadeAgain) giveUp(step, entry, key);
  }
  for (const [id, draft] of [...step.holdings.drafts.entries()]) {
    if (!draft.operations.some(({ entity, id: record }) => recordKey(entity, record) === key)) continue;
    const operations = draft.operations.map((operation) =>
      recordKey(operation.entity, operation.id) === key ? ownWordsOfDraft(operation) : operation,
    );
    step.holdings.drafts.set(id, { ...draft, operations });
  }
  removeAndForgetGeneration(step, key);
}

/**
 * Without the placeholders of the record a later write under the same client id would leave a hole in
 * its clocks, should the record come back: so the next write begins a new generation.
 */
function removeAndForgetGeneration(step: Step, key: RecordKey): void {
  const row = step.row(key);
  if (row === undefined) return;
  forgetRefused(step, key);
  step.removeRow(row);
  buildAgain(step, key);
}

function giveUp(step: Step, entry: OutboxEntry, key: RecordKey): void {
  const onlyDeletes = entry.operations.every(
    (pending) => operationKey(pending) === key && pending.operation.kind === 'delete',
  );
  if (onlyDeletes) {
    step.removeEntry(entry);
    return;
  }
  withdraw(step, withoutBefore(entry, key), RECORD_GONE);
}

/** What was there before may not be shown any more; what its author wrote stays. */
function withoutBefore(entry: OutboxEntry, key: RecordKey): OutboxEntry {
  return {
    ...entry,
    operations: entry.operations.map((pending) =>
      operationKey(pending) === key ? ownWordsOnly(pending) : pending,
    ),
  };
}
