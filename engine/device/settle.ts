/**
 * Settling: a change that the relay accepted leaves the outbox when the base has it.
 *
 * Invariant: for a record, by any version at or after the one under which the change was accepted; for
 * all records, by a cursor there. Never by the verdict alone: the base does not have it yet then.
 */
import { leaveRecord } from './apply-leave.ts';
import { type OutboxEntry, touchedKeys, touches } from './outbox-entry.ts';
import type { Step } from './step.ts';
import type { RecordKey } from './storage-keys.ts';

/** Notes that the record's base has every accepted change up to the version. */
export function settleRecord(step: Step, key: RecordKey, version: number): void {
  for (const entry of step.outbox()) {
    if (entry.accepted === null || entry.accepted > version) continue;
    if (!touches(entry, key) || entry.settled.includes(key)) continue;
    step.putEntry({ ...entry, settled: [...entry.settled, key] });
  }
}

/** Removes the entries that are part of the base everywhere. */
export function settleEntries(step: Step): void {
  for (const entry of step.outbox()) {
    if (isSettled(entry, step.state.cursor)) removeSettled(step, entry);
  }
}

function isSettled(entry: OutboxEntry, cursor: number): boolean {
  if (entry.accepted === null) return false;
  return entry.accepted <= cursor || touchedKeys(entry).every((key) => entry.settled.includes(key));
}

function removeSettled(step: Step, entry: OutboxEntry): void {
  step.removeEntry(entry);
  step.touch(entry);
}

/** Takes out records that left the scope and waited for the changes that touch them. */
export function sweepLeaving(step: Step): void {
  const waiting = step.outbox();
  for (const key of [...step.touched]) {
    const row = step.row(key);
    if (row?.isLeaving === true && !waiting.some((entry) => touches(entry, key))) {
      leaveRecord(step, key, 'out-of-scope');
    }
  }
}
