/**
 * Judges one change and stages its decision: the commit, from "known?" to "log".
 *
 * The order is the design's: known, load, inspect, authorize, validate, log. Every refusal leaves by one
 * door, `refuse`, which drops what was applied and keeps what later changes need. A defect is met once:
 * it refuses the change like anything else, because a change that is sent again meets it again, and would
 * hold up for ever what stands behind it.
 *
 * Invariant: the change is staged whole or not at all; its candidates then equal the staged parts.
 */
import { MAX_AHEAD_MS, millisecondsOf } from '../../engine/clock/index.ts';
import type { Code, Refusal } from '../../engine/model/index.ts';
import {
  type AcceptedEntry,
  type Authorship,
  type DeviceDecisions,
  isStoreFailure,
  type LoggedOperation,
  type PartRef,
} from '../store/index.ts';
import { applyOperation } from './apply-operation.ts';
import { describeDefect } from './defect.ts';
import { judgeDependence, judgeInnerDependence } from './depends.ts';
import { endedParts } from './ended-parts.ts';
import { type ChangeInspection, inspectChange } from './inspect-change.ts';
import { type InspectedPart, type JudgeQuestion, type Judging, type Objection, object } from './judgement.ts';
import { knownChange } from './known-change.ts';
import { rebuildDueParts } from './rebuild-due-parts.ts';
import { refusedEntry } from './refused-entry.ts';
import type { Verdict } from './verdict.ts';
import { decidedVerdict } from './verdict.ts';
import { WorkingRecords } from './working-records.ts';

/** Decides the change against everything staged so far. Throws where the store fails; nothing is staged then. */
export function judgeChange(question: JudgeQuestion): Verdict {
  const { device, store, directory, metadata } = question;
  if (store.deviceByNumber(device.number)?.revoked !== false)
    return fault('device-revoked', 'An operator revoked this device.');
  const decisions = store.decisions(device.number);
  const known = knownChange(question, decisions);
  if (known !== undefined) return known;
  const principal = directory.principal(device.userId);
  if (principal === undefined) return fault('account-disabled', 'The account is disabled or not known here.');
  if (metadata === undefined) return fault('not-provisioned', 'The organization has no published metadata.');
  const judging: Judging = { ...question, metadata, principal };
  try {
    return judge(judging, decisions);
  } catch (error) {
    // Candidates may hold what was not accepted.
    question.candidates.clear();
    if (store.status !== 'open' || isStoreFailure(error)) throw error;
    tell(error, judging);
    return refuse(judging, object(defect), undefined, []);
  }
}

function judge(judging: Judging, decisions: DeviceDecisions): Verdict {
  const early = judgeForm(judging) ?? judgeDependence(judging, decisions);
  if (early !== undefined) return refuse(judging, early, undefined, []);
  const { metadata, store: reader, directory } = judging;
  const records = new WorkingRecords({ metadata, reader, directory });
  const inspection = inspectChange(judging, records);
  const objection = inspection.objection ?? judgeInnerDependence(inspection, judging, decisions);
  if (objection !== undefined) return refuse(judging, objection, inspection, []);
  return apply(judging, { inspection, records, decisions });
}

interface Inspected {
  readonly inspection: ChangeInspection;
  readonly records: WorkingRecords;
  readonly decisions: DeviceDecisions;
}

function apply(judging: Judging, { inspection, records, decisions }: Inspected): Verdict {
  const { push, store } = judging;
  const sequence = store.nextSequence;
  const applied: InspectedPart[] = [];
  const operations: LoggedOperation[] = [];
  const consumed: PartRef[] = [];
  for (const [place, operation] of push.operations.entries()) {
    const result = applyOperation(operation, {
      judging,
      records,
      sequence,
      parts: inspection.parts[place] ?? [],
      onApply: (part) => applied.push(part),
    });
    if (!result.ok) return refuse(judging, object(result.refusal, operation), inspection, applied);
    operations.push(result.logged);
    const { entity, id } = operation;
    consumed.push(...result.consumed.map((part) => ({ entity, id, part })));
  }
  const entry: AcceptedEntry = {
    kind: 'accepted',
    sequence,
    author: authorship(judging),
    operations,
    consumed: [...consumed, ...endedParts(judging, decisions)],
    dropCarryUpTo: push.lastVerdict,
  };
  store.stage(entry);
  tidyUp(judging, applied, operations);
  return { kind: 'accepted', number: push.number, sequence };
}

/** What follows an acceptance. It is staged and stands, so a defect here is told and refuses nothing. */
function tidyUp(
  judging: Judging,
  applied: readonly InspectedPart[],
  operations: readonly LoggedOperation[],
): void {
  const { store, candidates, metadata } = judging;
  try {
    for (const { id, candidate } of applied) candidates.keep(id, candidate);
    for (const operation of operations) {
      if (operation.system === null) {
        for (const { name } of metadata.entity(operation.entity)?.parts ?? [])
          candidates.drop(operation.id, name);
      }
    }
    rebuildDueParts(applied, judging);
  } catch (error) {
    candidates.clear();
    if (store.status !== 'open') throw error;
    tell(error, judging);
  }
}

function tell(error: unknown, { onDefect, device, push }: Judging): void {
  onDefect(describeDefect(error, { device: device.number, number: push.number }));
}

/** Stages the refusal with what it leaves behind, and forgets candidates that it was applied to. */
function refuse(
  judging: Judging,
  objection: Objection,
  inspection: ChangeInspection | undefined,
  applied: readonly InspectedPart[],
): Verdict {
  const { store, candidates, push } = judging;
  for (const { id, layout } of applied) candidates.drop(id, layout.name);
  const entry = refusedEntry({ judging, objection, inspection, author: authorship(judging) });
  store.stage(entry);
  const { code, reason, record, attributes } = entry;
  return decidedVerdict({
    number: push.number,
    uuid: push.uuid,
    hash: push.hash,
    verdict: entry.verdict,
    code,
    reason,
    ...(record !== undefined && { record }),
    ...(attributes !== undefined && { attributes }),
    leftPlaceholder: entry.placeholders.length > 0,
  });
}

/** What can be said of a change without loading anything: sizes, its clock, and one write for each record. */
function judgeForm({ push, limits, time }: Judging): Objection | undefined {
  const { operations, stamp } = push;
  if (operations.length === 0) return malformed('The change has no operation.');
  if (operations.length > limits.maxOperations) return object(tooLarge);
  let bytes = 0;
  const written: string[] = [];
  for (const operation of operations) {
    if (operation.kind !== 'create' && operation.kind !== 'update') continue;
    written.push(operation.id);
    if (hasRepeated(operation.parts.map(({ part }) => part)))
      return malformed('The change writes a part twice.');
    for (const { update } of operation.parts) bytes += update.length;
  }
  if (hasRepeated(written)) return malformed('The change writes a record twice.');
  if (bytes > limits.maxChangeBytes) return object(tooLarge);
  return millisecondsOf(stamp) > time + MAX_AHEAD_MS ? object(clockSkew, undefined, 'reform') : undefined;
}

/** Most changes write one part of one record, and have no set made for that. */
function hasRepeated(names: readonly string[]): boolean {
  return names.length > 1 && new Set(names).size !== names.length;
}

function authorship({ device, push }: Judging): Authorship {
  const { number, uuid, stamp } = push;
  // The frame's memory is not kept alive by the hash.
  return { device: device.number, number, uuid, hash: push.hash.slice(), userId: device.userId, stamp };
}

function malformed(reason: string): Objection {
  return object({ code: 'malformed-update', reason });
}

function fault(code: Code, reason: string): Verdict {
  return { kind: 'fault', refusal: { code, reason } };
}

const defect: Refusal = {
  code: 'internal-error',
  reason: 'The relay met a defect while it judged the change; its log says more.',
};
const tooLarge: Refusal = { code: 'too-large', reason: 'The change is larger than the limit.' };
const clockSkew: Refusal = {
  code: 'clock-skew',
  reason: 'The clock of the device is ahead: the change lies more than 60 seconds in the future.',
};
