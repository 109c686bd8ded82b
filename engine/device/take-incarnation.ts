/**
 * Going on with a relay that was restored: it has another incarnation, and may have lost the end of its log.
 *
 * What this device holds from there counts as nothing: any state that the relay sends replaces it. What this device
 * wrote and still has in its outbox is not lost: it is formed again, with its uuid, where the relay does not
 * know of it any more.
 *
 * Invariant: nothing is written again under a client id whose content the relay may have lost, because others
 * may still hold that content; so a new generation begins in the same batch.
 */
import type { DeviceNumber } from '../model/index.ts';
import type { Welcome } from '../protocol/index.ts';
import type { Wanted } from './device-state.ts';
import { touchedKeys } from './outbox-entry.ts';
import type { Step } from './step.ts';
import { recordKey } from './storage-keys.ts';

/** Takes over the incarnation that the welcome names, where it is another one. */
export function takeIncarnation(step: Step, { incarnation, plan, lastDecided, deviceNumber }: Welcome): void {
  const { state } = step;
  if (state.incarnation === incarnation) return;
  const begunAnew = new Set(plan.filter(({ action }) => action !== 'resume').map(({ entity }) => entity));
  if (state.incarnation !== '') {
    const wanted = doubtRows(step, begunAnew);
    formLostAgain(step, lastDecided, deviceNumber);
    step.change({ generation: state.generation + 1, wanted: [...(state.wanted ?? []), ...wanted] });
  }
  if (begunAnew.size > 0) {
    const held = Object.entries(state.entities).filter(([entity]) => !begunAnew.has(entity));
    step.change({
      cursor: state.incarnation === '' ? state.cursor : 0,
      entities: Object.fromEntries(held),
    });
  }
  step.change({ incarnation });
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

/** An accepted change that the relay does not know of is not accepted any more. */
function formLostAgain(step: Step, lastDecided: number, deviceNumber: DeviceNumber): void {
  const isOther = step.state.deviceNumber !== deviceNumber;
  if (isOther) step.change({ nextNumber: step.state.lastVerdict + 1 });
  for (const entry of step.outbox()) {
    const isLost = entry.number !== null && entry.number > lastDecided && entry.accepted !== null;
    // Under another number nothing that was formed under the former one is its own.
    if (!isLost && !isOther) continue;
    step.putEntry({ ...entry, number: null, accepted: null, settled: [], reform: 'gap' });
    for (const key of touchedKeys(entry)) step.touched.add(key);
  }
}
