/**
 * What the steps of a commit hand to each other.
 *
 * Invariant: a judgement is of one change; candidates that it applied something to are listed, so that
 * a refusal can drop them.
 */
import type { MetadataIndex, PartLayout, RecordId, Refusal } from '../../engine/model/index.ts';
import type { Push } from '../../engine/protocol/index.ts';
import type { Candidate, InspectedUpdate } from '../../engine/record/index.ts';
import type { Principal } from '../../engine/security/index.ts';
import type { DirectoryView } from '../directory/index.ts';
import type { RelayStore, StoredDevice } from '../store/index.ts';
import type { Candidates } from './candidates.ts';
import type { Defect } from './defect.ts';

export interface JudgeLimits {
  /** Bytes of all updates of a change together. */
  readonly maxChangeBytes: number;
  readonly maxOperations: number;
  /** Bytes of one part, at rest. */
  readonly maxPartBytes: number;
  /** Bytes of all parts of a record together, as a put sends them. */
  readonly maxRecordBytes: number;
  /** Client ids that a plain part may have before it is begun anew; what records bear at most, where absent. */
  readonly maxPartClients?: number;
}

export interface JudgeQuestion {
  readonly device: StoredDevice;
  readonly push: Push;
  /** Computes the hash of the content as it came, where it is a repeat; what the push claims is not asked. */
  contentHash(): Uint8Array;
  /** The first number of the device in this incarnation: after a restore more than the next of those decided here. */
  readonly firstNumber: number;
  /** The time of decision, milliseconds since 1970. */
  readonly time: number;
  readonly store: RelayStore;
  readonly directory: DirectoryView;
  readonly metadata: MetadataIndex | undefined;
  readonly candidates: Candidates;
  readonly limits: JudgeLimits;
  /** Told of an exception that is no failure of the store: the change is refused for it, unless it was accepted before. */
  readonly onDefect: (defect: Defect) => void;
}

/** The question, once the organization has metadata and the user is one who may ask. */
export interface Judging extends JudgeQuestion {
  readonly metadata: MetadataIndex;
  readonly principal: Principal;
}

/** A refusal with what it was about, and whether the device forms the change again. */
export interface Objection extends Refusal {
  readonly verdict: 'rejected' | 'reform';
  readonly record?: { readonly entity: string; readonly id: RecordId };
}

/** One update of a change, inspected on its candidate and not applied yet. */
export interface InspectedPart {
  readonly entity: string;
  readonly id: RecordId;
  readonly layout: PartLayout;
  readonly candidate: Candidate;
  readonly inspected: InspectedUpdate;
}

/** An objection to a record of the change. */
export function object(
  refusal: Refusal,
  record?: { readonly entity: string; readonly id: RecordId },
  verdict: Objection['verdict'] = 'rejected',
): Objection {
  return {
    ...refusal,
    verdict,
    ...(record !== undefined && { record: { entity: record.entity, id: record.id } }),
  };
}
