/**
 * What a change builds on besides the parts that it writes: records that an earlier change of its device
 * creates or touches, where that one was refused or is to be formed again.
 *
 * Invariant: one refused change never holds up another that does not build on it.
 */
import type { ChangeId, RecordId } from '../../engine/model/index.ts';
import type { DeviceDecisions } from '../store/index.ts';
import type { ChangeInspection } from './inspect-change.ts';
import { type Judging, type Objection, object } from './judgement.ts';

/** Of the operations alone, before anything is loaded. */
export function judgeDependence(judging: Judging, decisions: DeviceDecisions): Objection | undefined {
  if (decisions.refusedCreated.length === 0 && decisions.reforming.length === 0) return undefined;
  return dependenceOn(new Set(judging.push.operations.map(({ id }) => id)), judging, decisions);
}

/** Of the lookups that the inspected updates set, and of text typed into refused text. */
export function judgeInnerDependence(
  inspection: ChangeInspection,
  judging: Judging,
  decisions: DeviceDecisions,
): Objection | undefined {
  const parts = inspection.parts.flat();
  const typedInside = parts.find(({ inspected }) => inspected.usesRefused);
  if (typedInside !== undefined) return object(dependsOnRejected, typedInside);
  if (decisions.refusedCreated.length === 0 && decisions.reforming.length === 0) return undefined;
  const named = parts.flatMap(({ inspected }) =>
    inspected.writes.flatMap(({ value }) =>
      typeof value === 'object' && value !== null ? [value.id as RecordId] : [],
    ),
  );
  return dependenceOn(new Set(named), judging, decisions);
}

function dependenceOn(
  ids: ReadonlySet<RecordId>,
  { push }: Judging,
  { refusedCreated, reforming, recent }: DeviceDecisions,
): Objection | undefined {
  const own = new Set(push.operations.filter(({ kind }) => kind === 'create').map(({ id }) => id));
  const refused = refusedCreated.find(
    ({ id, number }) => number > push.lastVerdict && ids.has(id) && !own.has(id),
  );
  if (refused !== undefined) return object(dependsOnRejected, refused);
  // A device that knew of the verdict has sent the change again before this one, or given it up.
  const isOpen = (uuid: ChangeId): boolean =>
    recent.some((decision) => decision.uuid === uuid && decision.number > push.lastVerdict);
  const isFormedAgain = madeBefore(push.uuid, reforming).some(
    ({ uuid, records }) => records.some(({ id }) => ids.has(id)) && isOpen(uuid),
  );
  return isFormedAgain ? object(behindReform, undefined, 'reform') : undefined;
}

/** Nothing builds on what its device made after it: else two that name each other's records would never end. */
function madeBefore(change: ChangeId, reforming: DeviceDecisions['reforming']): DeviceDecisions['reforming'] {
  const place = reforming.findIndex(({ uuid }) => uuid === change);
  return place < 0 ? reforming : reforming.slice(0, place);
}

const dependsOnRejected = {
  code: 'depends-on-rejected',
  reason: 'The change builds on one that was refused.',
} as const;
const behindReform = {
  code: 'missing-dependency',
  reason: 'The change builds on one that is formed again.',
} as const;
