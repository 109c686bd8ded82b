/**
 * Verdicts on this device's changes: accepted, rejected, reform.
 *
 * Invariant: a verdict on a number that is not waiting is a repeat, and changes nothing.
 */
import type { Accepted, Reform, Rejected } from '../protocol/index.ts';
import { isUnanswered, type OutboxEntry, touchedKeys } from './outbox-entry.ts';
import { formAgain, noteReform } from './reform-pending.ts';
import { ENTITY_GONE, rollBack } from './roll-back.ts';
import { settleEntries, settleRecord, sweepLeaving } from './settle.ts';
import type { Step } from './step.ts';

/** Applies one verdict. */
export async function applyVerdict(step: Step, verdict: Accepted | Rejected | Reform): Promise<void> {
  const entry = step.outbox().find(({ number }) => number === verdict.number);
  if (entry === undefined || !isUnanswered(entry)) return;
  for (const key of touchedKeys(entry)) step.touched.add(key);
  if (verdict.number > step.state.lastVerdict) step.change({ lastVerdict: verdict.number });
  switch (verdict.type) {
    case 'accepted':
      accept(step, entry, verdict.sequence);
      break;
    case 'rejected':
      await rollBack(step, entry, verdict);
      break;
    case 'reform':
      if (isOfGoneEntity(step, entry)) await rollBack(step, entry, ENTITY_GONE);
      else noteReform(step, entry, verdict);
  }
  await formAgain(step);
  settleEntries(step);
  sweepLeaving(step);
}

/** Whether its entity went while it was on its way: there is nothing on which it could be formed again. */
function isOfGoneEntity(step: Step, { operations }: OutboxEntry): boolean {
  return operations.some(({ operation }) => step.metadata.entity(operation.entity) === undefined);
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
