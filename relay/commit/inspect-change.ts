/**
 * Inspects every update of a change before anything is applied: steps two and three of the commit.
 *
 * Invariants: of a record that the user may not read no candidate is opened, so that no inspection code
 * tells that it exists; and a part that the user may not read is refused in the words of one that
 * never was.
 */
import type { EntityIndex, RecordId } from '../../engine/model/index.ts';
import type { Operation, PartUpdate } from '../../engine/protocol/index.ts';
import { type Candidate, type DecodedUpdate, inspectUpdate } from '../../engine/record/index.ts';
import { isReadable, readableParts } from '../../engine/security/index.ts';
import { type InspectedPart, type Judging, type Objection, object } from './judgement.ts';
import type { WorkingRecords } from './working-records.ts';

/** An update whose structs are well-formed, whatever else is wrong: what placeholders are made from. */
export interface SoundPart {
  readonly entity: string;
  readonly id: RecordId;
  readonly candidate: Candidate;
  readonly decoded: DecodedUpdate;
}

export interface ChangeInspection {
  /** By operation, in their order; empty for operations without updates. */
  readonly parts: readonly (readonly InspectedPart[])[];
  readonly sound: readonly SoundPart[];
  /** Whether placeholders can stand for the whole change. */
  readonly isSound: boolean;
  /** The first that refuses the change for good, or else the first; by the order of the operations. */
  readonly objection: Objection | undefined;
}

type Written = Extract<Operation, { parts: unknown }>;

/**
 * Inspects all updates; goes on behind an objection, because a refusal leaves placeholders of all.
 *
 * @param records as they are before the change
 */
export function inspectChange(judging: Judging, records: WorkingRecords): ChangeInspection {
  const parts: InspectedPart[][] = [];
  const sound: SoundPart[] = [];
  let isSound = true;
  let objection: Objection | undefined;
  for (const operation of judging.push.operations) {
    const own: InspectedPart[] = [];
    parts.push(own);
    if (operation.kind !== 'create' && operation.kind !== 'update') continue;
    const index = readableIndex(operation, judging, records);
    if (index === undefined) {
      isSound = false;
      objection = graver(objection, object(operation.kind === 'create' ? notOffline : recordGone, operation));
      continue;
    }
    for (const part of operation.parts) {
      const result = inspectPart(operation, part, index, judging);
      if ('layout' in result) own.push(result);
      else objection = graver(objection, result.objection);
      if ('layout' in result) sound.push(soundPart(result));
      else if (result.sound !== undefined) sound.push(result.sound);
      else isSound = false;
    }
  }
  return { parts, sound, isSound, objection };
}

function soundPart({ entity, id, candidate, inspected }: InspectedPart): SoundPart {
  return { entity, id, candidate, decoded: inspected.decoded };
}

/** What is refused for good is not worth forming again: its new base may be one that its author never gets. */
function graver(first: Objection | undefined, next: Objection): Objection {
  return first === undefined || (first.verdict === 'reform' && next.verdict === 'rejected') ? next : first;
}

/** The entity of a record that may be written to at all; a record that is created now counts. */
function readableIndex(
  operation: Written,
  { metadata, principal }: Judging,
  records: WorkingRecords,
): EntityIndex | undefined {
  const index = metadata.entity(operation.entity);
  if (index?.isOffline !== true) return undefined;
  if (operation.kind === 'create') return index;
  return isReadable(principal, records.row(operation.entity, operation.id), records) ? index : undefined;
}

type PartResult = InspectedPart | { readonly objection: Objection; readonly sound?: SoundPart };

function inspectPart(operation: Written, part: PartUpdate, index: EntityIndex, judging: Judging): PartResult {
  const { entity, id } = operation;
  const { principal, device, store, candidates, push, time } = judging;
  const layout = index.part(part.part);
  if (layout === undefined || !readableParts(principal, index).has(part.part)) {
    return { objection: object({ ...unknownPart, attributes: [part.part] }, operation) };
  }
  // A create begins from nothing; where the id is taken, the record behind it must not show.
  const reader = operation.kind === 'create' && store.isUsed(id) ? undefined : store;
  if (reader === undefined) return { objection: object(duplicateId, operation) };
  const candidate = candidates.load({ entity, id, layout, device: device.number }, reader);
  if (part.epoch < candidate.epoch) return { objection: object(epochPassed, operation, 'reform') };
  if (part.epoch > candidate.epoch) return { objection: object(unknownEpoch, operation, 'reform') };
  const inspected = inspectUpdate(candidate, part.update, {
    device: device.number,
    now: time,
    index,
    lastVerdictKnown: push.lastVerdict,
  });
  if (inspected.ok) return { entity, id, layout, candidate, inspected };
  const { refusal, verdict, leavesPlaceholder, decoded } = inspected;
  return {
    objection: object(refusal, operation, verdict),
    ...(leavesPlaceholder && decoded !== undefined && { sound: { entity, id, candidate, decoded } }),
  };
}

export const recordGone = { code: 'record-gone', reason: 'The record does not exist.' } as const;
export const duplicateId = {
  code: 'duplicate-id',
  reason: 'A record with this id exists or existed.',
} as const;
const notOffline = {
  code: 'entity-not-offline',
  reason: 'The entity is not enabled for mobile offline, or does not exist.',
} as const;
const unknownPart = {
  code: 'attribute-removed',
  reason: 'The change sets an attribute that is not in the metadata.',
} as const;
const epochPassed = {
  code: 'epoch-passed',
  reason: 'The part was written anew since the change was formed.',
} as const;
// A relay that was restored from a backup has lost it.
const unknownEpoch = {
  code: 'missing-dependency',
  reason: 'The update names an epoch that the relay does not have.',
} as const;
