/**
 * Applies the inspected updates of one operation to their candidates, within the limits of part and record.
 *
 * Invariant: who owns the candidates is told of each before anything is applied to it, so that a refusal
 * can drop it.
 */
import type { EntityIndex, RecordId, Refusal, Value, Values } from '../../engine/model/index.ts';
import { applyInspected, type Candidate, measureCandidate } from '../../engine/record/index.ts';
import type { LoggedPart } from '../store/index.ts';
import type { InspectedPart, Judging } from './judgement.ts';
import { evenShare, isRecordTooLarge } from './record-size.ts';

export interface PartsContext {
  readonly judging: Judging;
  /** The operation's updates, inspected. */
  readonly parts: readonly InspectedPart[];
  /** Called for each candidate right before something is applied to it. */
  onApply(part: InspectedPart): void;
}

export interface AppliedParts {
  readonly logged: readonly LoggedPart[];
  readonly before: Values;
  readonly after: Values;
  /** Names of parts in which placeholders were integrated. */
  readonly consumed: readonly string[];
}

/** Applies the updates in their order, to the first that is refused. */
export function applyParts(
  { judging, parts, onApply }: PartsContext,
  index: EntityIndex,
  id: RecordId,
): AppliedParts | Refusal {
  const { maxPartBytes, maxRecordBytes } = judging.limits;
  const share = evenShare(index, maxRecordBytes);
  let isShareExceeded = false;
  const logged: LoggedPart[] = [];
  const consumed: string[] = [];
  const before: Record<string, Value> = {};
  const after: Record<string, Value> = {};
  for (const part of parts) {
    const { candidate, inspected, layout } = part;
    onApply(part);
    const applied = applyInspected(candidate, inspected);
    if (!applied.ok) return applied.refusal;
    if (isTooLarge(candidate, maxPartBytes)) return tooLarge;
    isShareExceeded ||= candidate.bytes > share;
    const { emitted, equalsSent, changed } = applied;
    logged.push({ part: layout.name, epoch: candidate.epoch, update: emitted, own: equalsSent });
    if (applied.consumed.length > 0) consumed.push(layout.name);
    for (const [name, value] of Object.entries(changed)) {
      before[name] = value.before;
      after[name] = value.after;
    }
  }
  if (isShareExceeded && isRecordTooLarge({ index, id, reader: judging.store }, logged, maxRecordBytes))
    return tooLarge;
  return { logged, before, after, consumed };
}

/** The count of bytes only grows with each update; what they come to is measured where it would matter. */
function isTooLarge(candidate: Candidate, maxBytes: number): boolean {
  if (candidate.bytes <= maxBytes) return false;
  candidate.bytes = measureCandidate(candidate).bytes;
  return candidate.bytes > maxBytes;
}

const tooLarge: Refusal = { code: 'too-large', reason: 'The record would become larger than its limit.' };
