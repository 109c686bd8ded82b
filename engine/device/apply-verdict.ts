/**
 * Verdicts on this device's changes: accepted, rejected, reform.
 *
 * Invariant: a verdict on a number that is not waiting is a repeat, and changes nothing.
 */
import type { Accepted, Reform, Rejected } from '../protocol/index.ts';
import { baseDraftOf } from './become-draft.ts';
import { isUnanswered, type OutboxEntry, touchedKeys } from './outbox-entry.ts';
import { formAgain, noteReform } from './reform-pending.ts';
import { BASE_REFUSED, ENTITY_GONE, type Refused, rollBack } from './roll-back.ts';
import { settleEntries, settleRecord, sweepLeaving } from './settle.ts';
import type { Step } from './step.ts';

/** Applies one verdict. */
export async function applyVerdict(step: Step, verdict: Accepted | Rejected | Reform): Promise<void> {
  const entry = step.outbox().find(({ number }) => number === verdict.number);
  if (entry === undefined || !isUnanswered(entry)) return;
  step.touch(entry);
  if (verdict.number > step.state.lastVerdict) step.change({ lastVerdict: verdict.number });
  switch (verdict.type) {
    case 'accepted':
      accept(step, entry, verdict.sequence);
      break;
    case 'rejected':
      await rollBack(step, entry, verdict);
      break;
    case 'reform': {
      const lost = lostGround(step, entry);
      if (lost === undefined) noteReform(step, entry, verdict);
      else await rollBack(step, entry, lost);
    }
  }
  await formAgain(step);
  settleEntries(step);
  sweepLeaving(step);
}

/** What has gone while the change was on its way, so that it can't be formed again: its entity, or what it uses. */
export function lostGround(step: Step, entry: OutboxEntry): Refused | undefined {
  const isOfGoneEntity = entry.operations.some(
    ({ operation }) => step.metadata.entity(operation.entity) === undefined,
  );
  if (isOfGoneEntity) return ENTITY_GONE;
  return entry.isDoomed === true && baseDraftOf(step, entry) !== null ? BASE_REFUSED : undefined;
}

function accept(step: Step, entry: OutboxEntry, sequence: number): void {
  step.putEntry({ ...entry, accepted: sequence });
  for (const key of touchedKeys(entry)) {
    const row = step.row(key);
    if (row !== undefined && row.system.versionnumber >= sequence) {
      settleRecord(step, key, row.system.versionnumber);
    }
  }
}
