/**
 * A draft: a change that the relay refused, or that lost its record, kept for its author.
 *
 * Invariant: it is stored in the same batch that takes the change away, so that at no moment is what
 * a person typed in neither place. Plain data; `retry-draft.ts` has what can be done with one.
 */
import type { ChangeId, Code, OwnerId, RecordId, StateCode, Values } from '../model/index.ts';

/** One operation of a draft. */
export interface DraftOperation {
  readonly kind: 'create' | 'update' | 'delete' | 'set-state' | 'assign';
  readonly entity: string;
  readonly id: RecordId;
  /** The values that were there; empty where the record may not be read any more. */
  readonly before: Values;
  /** The values that were wanted. */
  readonly wanted: Values;
  readonly ownerid: OwnerId | null;
  readonly statecode: StateCode | null;
  /** What was typed in texts, as updates, by attribute. */
  readonly texts: Readonly<Record<string, KeptText>>;
}

/** A refused update of a text, kept so that it can be formed again character by character. */
export interface KeptText {
  readonly clientId: number;
  readonly update: Uint8Array;
  /** What the draft showed when its author mended it to what is wanted; absent where that was not done. */
  readonly mendedFrom?: string;
}

export interface DraftReason {
  readonly code: Code;
  readonly reason: string;
  readonly record: { readonly entity: string; readonly id: string } | null;
  readonly attributes: readonly string[];
}

export interface Draft {
  /** The uuid of the change that it was. */
  readonly id: ChangeId;
  /** The place that the change had; dependents are retried in this order. */
  readonly order: number;
  /** Unix milliseconds when it became a draft. */
  readonly since: number;
  readonly why: DraftReason;
  /** The draft that this one builds on. */
  readonly dependsOn: ChangeId | null;
  readonly grouped: boolean;
  readonly operations: readonly DraftOperation[];
}
