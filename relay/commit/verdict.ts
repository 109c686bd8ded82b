/** What the relay answers to a change. */
import type { Code, Refusal, SequenceNumber } from '../../engine/model/index.ts';
import type { Decision, RecordRef } from '../store/index.ts';

export type Verdict =
  | { readonly kind: 'accepted'; readonly number: number; readonly sequence: SequenceNumber }
  | {
      readonly kind: 'rejected';
      readonly number: number;
      readonly code: Code;
      readonly reason: string;
      readonly record?: RecordRef;
      readonly attributes?: readonly string[];
      /** Whether later changes of the device can be judged as they were sent. */
      readonly leftPlaceholder: boolean;
    }
  | { readonly kind: 'reform'; readonly number: number; readonly code: Code; readonly reason: string }
  /** Numbers are missing before this one. */
  | { readonly kind: 'resume-at'; readonly number: number; readonly code: Code; readonly reason: string }
  /** Not an answer to the change, but the end of the session. */
  | { readonly kind: 'fault'; readonly refusal: Refusal };

/** The answer that a decision had, and has again when the change is sent again. */
export function decidedVerdict(decision: Decision): Exclude<Verdict, { kind: 'fault' }> {
  const { number } = decision;
  switch (decision.verdict) {
    case 'accepted':
      return { kind: 'accepted', number, sequence: decision.sequence };
    case 'reform':
      return { kind: 'reform', number, code: decision.code, reason: decision.reason };
    case 'rejected': {
      const { code, reason, record, attributes, leftPlaceholder } = decision;
      return {
        kind: 'rejected',
        number,
        code,
        reason,
        ...(record !== undefined && { record }),
        ...(attributes !== undefined && { attributes }),
        leftPlaceholder,
      };
    }
  }
}
