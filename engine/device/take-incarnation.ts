/**
 * Going on with a relay that was restored: it has another incarnation, and may have lost the end of its log.
 *
 * What this device holds from there counts as nothing: any state that the relay sends replaces it. What this device
 * wrote and still has in its outbox is not lost: where the relay has not decided it, it is formed again with its uuid,
 * under a new number, once the relay has said what it has of the records.
 *
 * Invariants: nothing is written again under a client id whose content the relay may have lost, because others
 * may still hold that content, so a new generation begins in the same batch; no number is used again; and nothing
 * waits for what this relay does not know.
 */
import type { Welcome } from '../protocol/index.ts';
import { lostGround } from './apply-verdict.ts';
import type { EntityProgress, Wanted } from './device-state.ts';
import { isUnsent, type OutboxEntry } from './outbox-entry.ts';
import { isOnDoubted } from './reform-pending.ts';
import { rollBack } from './roll-back.ts';
import type { Step } from './step.ts';
import { recordKey } from './storage-keys.ts';

/** Takes over the incarnation that the welcome names, where it is another one. */
export async function takeIncarnation(step: Step, welcome: Welcome): Promise<void> {
  const { state } = step;
  const { incarnation, plan, nextNumber, sequence } = welcome;
  if (state.incarnation === incarnation) return;
  step.change({ incarnation });
  if (state.incarnation === '') return;
  const begunAnew = new Set(plan.filter(({ action }) => action !== 'resume').map(({ entity }) => entity));
  const wanted = doubtRows(step, begunAnew);
  step.beginGeneration();
  step.change({
    ...{ nextNumber, firstNumber: nextNumber },
    cursor: Math.min(state.cursor, sequence),
    entities: withoutScope(state.entities, begunAnew),
    wanted: [...(state.wanted ?? []), ...wanted],
  });
  await formUndecidedAgain(step, welcome);
}

/** Versions that the relay may have lost count as 0. Those that no range will bring are wanted. */
function doubtRows(step: Step, begunAnew: ReadonlySet<string>): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const [, row] of [...step.holdings.rows.entries()]) {
    const { entity, id, system } = row;
    const isBegunAnew = begunAnew.has(entity);
    if (!isBegunAnew && system.versionnumber <= step.state.cursor) continue;
    step.holdings.rows.set(recordKey(entity, id), { ...row, system: { ...system, versionnumber: 0 } });
    if (!isBegunAnew) wanted.push({ entity, id });
  }
  return wanted;
}

/** Held under no scope hash, those are sent whole; and told to leave, where they are not offline any more by then. */
function withoutScope(
  entities: Readonly<Record<string, EntityProgress>>,
  begunAnew: ReadonlySet<string>,
): Readonly<Record<string, EntityProgress>> {
  const none: EntityProgress = { scopeHash: new Uint8Array(), after: null };
  return Object.fromEntries(
    Object.entries(entities).map(([entity, held]) => [entity, begunAnew.has(entity) ? none : held]),
  );
}

/** What the relay has not decided is formed again; also what it accepted before, and does not know of any more. */
async function formUndecidedAgain(step: Step, { lastDecided, deviceNumber }: Welcome): Promise<void> {
  const isOther = step.state.deviceNumber !== deviceNumber;
  for (const { order } of step.outbox()) {
    const entry = step.entry(order);
    if (entry === undefined) continue;
    if (isUnsent(entry)) {
      // Under another number nothing that was formed under the former one is its own.
      if (isOther || entry.reform !== null || isOnDoubted(step, entry)) giveBack(step, entry);
      continue;
    }
    const isDecided = entry.number === null || entry.number <= lastDecided;
    if (isDecided && !isOther) continue;
    const lost = lostGround(step, entry);
    if (lost === undefined) giveBack(step, entry);
    else await rollBack(step, entry, lost);
  }
}

function giveBack(step: Step, entry: OutboxEntry): void {
  step.putEntry({ ...entry, number: null, accepted: null, settled: [], reform: 'gap', isDoomed: false });
  step.touch(entry);
}
