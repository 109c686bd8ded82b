/**
 * Whether a change was decided before: step one of the commit.
 *
 * Invariant: a number is decided once. The same number with the same content gets the same answer;
 * with other content it shows a device that was restored from a backup or runs twice.
 */
import { sameHash } from '../../engine/protocol/index.ts';
import type { DeviceDecisions } from '../store/index.ts';
import type { JudgeQuestion } from './judgement.ts';
import { decidedVerdict, type Verdict } from './verdict.ts';

type KnownQuestion = Pick<JudgeQuestion, 'push' | 'contentHash' | 'firstNumber'>;

/**
 * The answer to a change that is not the device's next one; undefined for one to be judged.
 *
 * Its next one is behind the last that was decided here, and behind those that it formed before a restore. The
 * hash is computed only where a number comes again: the one that the device claims would
 * let a copied device pass other content off as answered.
 */
export function knownChange(
  { push: { number, uuid }, contentHash, firstNumber }: KnownQuestion,
  decisions: DeviceDecisions,
): Verdict | undefined {
  const next = Math.max(decisions.highest + 1, firstNumber);
  if (number === next) {
    const isAccepted = decisions.recent.some(
      (decided) => decided.verdict === 'accepted' && decided.uuid === uuid,
    );
    return isAccepted ? { kind: 'fault', refusal: uuidReused } : undefined;
  }
  if (number > next) {
    return {
      kind: 'resume-at',
      number: next,
      code: 'change-missing',
      reason: `Change ${next} has not come yet.`,
    };
  }
  const decision = decisions.recent.find((decided) => decided.number === number);
  const isRepeat = decision !== undefined && decision.uuid === uuid && sameHash(decision.hash, contentHash());
  return isRepeat ? decidedVerdict(decision) : { kind: 'fault', refusal: numberReused };
}

const numberReused = {
  code: 'number-reused',
  reason: 'This change number was decided with other content: the device was restored or copied.',
} as const;
const uuidReused = {
  code: 'number-reused',
  reason: 'The change was accepted under another number: the device was restored or copied.',
} as const;
