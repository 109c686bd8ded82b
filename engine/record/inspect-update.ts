/**
 * Judges an update of a stranger before anything of it touches the candidate.
 *
 * Answers 1 to 5: it is whole, of the allowed kinds, of the sender's ids, refers to what is known, and
 * touches these attributes. Invariant: the candidate is as before, whatever the answer, and for any
 * bytes there is an answer. (Answer 6, how it integrates, is `applyInspected`'s.)
 */
import type { DeviceNumber, EntityIndex, Refusal } from '../model/index.ts';
import type { Candidate } from './candidate.ts';
import { carriedBy } from './carry-over.ts';
import { decodeUpdate } from './decode-update.ts';
import { type DecodedUpdate, type DeleteRange, defaultLimits, type Limits } from './decoded-update.ts';
import { indexDeletes } from './delete-ranges.ts';
import { usesRefused } from './dependence.ts';
import { type Failure, inspectStructs, malformed, type PlacedItem, unknownRoot } from './inspect-structs.ts';
import { inspectRegisters, inspectText, type RegisterWrite } from './inspect-values.ts';
import type { KnownStructs } from './known-structs.ts';
import { exceedsSearchBudget } from './search-work.ts';

export interface InspectionContext {
  /** The sender's. */
  readonly device: DeviceNumber;
  /** The relay's time in Unix milliseconds. */
  readonly now: number;
  /** Of the record's entity. */
  readonly index: EntityIndex;
  /** The last change whose verdict the device knew when it formed this one; 0 for none. */
  readonly lastVerdictKnown: number;
  readonly limits?: Limits;
}

/** An update that may be applied to the candidate on which it was inspected. */
export interface InspectedUpdate {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly decoded: DecodedUpdate;
  /** Attributes with a new struct or a live entry deleted, each once. */
  readonly touched: readonly string[];
  /** The register entries that it leaves live, at most one for each attribute. */
  readonly writes: readonly RegisterWrite[];
  /** It was typed into refused text: to be refused with `depends-on-rejected`. */
  readonly usesRefused: boolean;
  /** What is deleted together with the refused entries that it overwrites. */
  readonly carried: readonly DeleteRange[];
}

export interface RefusedUpdate {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly verdict: 'rejected' | 'reform';
  /** Whether `placeholdersOf(decoded, …)` can stand for it, so that later changes are judged as sent. */
  readonly leavesPlaceholder: boolean;
  /** Given where answers 1 to 5 were reached. */
  readonly touched?: readonly string[];
  readonly decoded?: DecodedUpdate;
}

export type Inspection = InspectedUpdate | RefusedUpdate;

/** Answers 1 to 5 on an update in V1 as it was received. */
export function inspectUpdate(
  candidate: Candidate,
  bytes: Uint8Array,
  { device, now, index, lastVerdictKnown, limits = defaultLimits }: InspectionContext,
): Inspection {
  const decoding = decodeUpdate(bytes, limits);
  if (!decoding.ok) return refuse({ refusal: decoding.refusal, verdict: 'rejected' });
  const decoded = decoding.update;
  const deletes = indexDeletes(decoded.deletes);
  if (deletes === undefined) return refuse(malformed('deleted ranges do not ascend'));
  const structs = inspectStructs(candidate, decoded, device);
  if (!structs.ok) return refuse(structs.failure);
  const { items, known } = structs;
  if (exceedsSearchBudget(candidate, items)) return refuse(tooScattered);
  // What is deleted by carry over is this change's doing too: it is judged like the rest.
  const carried = carriedBy(decoded.deletes, candidate.carry, lastVerdictKnown);
  const { touched, deletedLive } = touchedBy(items, [...decoded.deletes, ...carried], known);
  const stranger = touched.find((root) => !candidate.layout.roots.has(root));
  if (stranger !== undefined) return refuse(unknownRoot(stranger));
  const values =
    candidate.layout.kind === 'text'
      ? inspectText({ items, deletes, candidate, deletedLive })
      : inspectRegisters({ items, deletes, candidate, index, now });
  if (!values.ok) {
    return { ...refuse(values.failure), leavesPlaceholder: values.leavesPlaceholder, touched, decoded };
  }
  return {
    ok: true,
    bytes,
    decoded,
    touched,
    writes: values.writes,
    usesRefused: usesRefused(candidate, decoded.structs, lastVerdictKnown),
    carried,
  };
}

const tooScattered: Failure = {
  refusal: { code: 'too-large', reason: 'the update is too scattered to be integrated in one piece' },
  verdict: 'rejected',
};

function refuse({ refusal, verdict }: Failure): RefusedUpdate {
  return { ok: false, refusal, verdict, leavesPlaceholder: false };
}

/** Answer 5, and how many live clocks the deletes reach. */
function touchedBy(
  items: readonly PlacedItem[],
  deletes: readonly DeleteRange[],
  known: KnownStructs,
): { touched: string[]; deletedLive: number } {
  const roots = new Set<string>();
  for (const { root } of items) roots.add(root);
  let deletedLive = 0;
  for (const range of deletes) {
    known.visitLive(range, (root, length) => {
      roots.add(root);
      deletedLive += length;
    });
  }
  return { touched: [...roots], deletedLive };
}
