/**
 * Candidates kept warm between changes, bounded by bytes.
 *
 * Invariant: what is kept equals the part as staged in the store. Whoever judged on one and refused
 * drops it; it is then built again from the store, where the batch's earlier changes are.
 */
import { LRUCache } from 'lru-cache';
import type { DeviceNumber, PartLayout, RecordId } from '../../engine/model/index.ts';
import { type Candidate, openCandidate } from '../../engine/record/index.ts';
import type { ViewReader } from '../store/index.ts';

/** A document costs about this many times its encoded bytes, and this much even when it is empty. */
const DOCUMENT_FACTOR = 4;
const DOCUMENT_BYTES = 1_024;

/** Which part is judged, for whom. */
export interface CandidateQuestion {
  readonly entity: string;
  readonly id: RecordId;
  readonly layout: PartLayout;
  readonly device: DeviceNumber;
}

export class Candidates {
  readonly #cache: LRUCache<string, Candidate>;

  /** @param maxBytes of memory, about */
  constructor(maxBytes: number) {
    this.#cache = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ bytes }) => DOCUMENT_BYTES + bytes * DOCUMENT_FACTOR,
    });
  }

  /** The part as a candidate, with what the device's refused changes left in it. */
  load({ entity, id, layout, device }: CandidateQuestion, reader: ViewReader): Candidate {
    const key = keyOf(id, layout.name);
    const left = reader.placeholders(device, entity, id, layout.name);
    const known = this.#cache.get(key);
    if (known !== undefined) {
      const isSameEpoch = left?.epoch === known.epoch;
      known.placeholders = isSameEpoch ? left.placeholders : [];
      known.carry = isSameEpoch ? left.carry : [];
      return known;
    }
    const part = reader.part(entity, id, layout.name);
    const epoch = part?.epoch ?? 1;
    const isSameEpoch = left?.epoch === epoch;
    const candidate = openCandidate({
      layout,
      epoch,
      guid: key,
      ...(part?.snapshot != null && { snapshot: part.snapshot }),
      updates: part?.updates ?? [],
      placeholders: isSameEpoch ? left.placeholders : [],
      carry: isSameEpoch ? left.carry : [],
    });
    // What nothing is stored of is not kept: a refused create would leave a candidate to whatever comes.
    if (part !== undefined) this.#cache.set(key, candidate);
    return candidate;
  }

  /** Keeps a candidate to which an accepted update was applied, at its new size. */
  keep(id: RecordId, candidate: Candidate): void {
    this.#cache.set(keyOf(id, candidate.layout.name), candidate);
  }

  /** Forgets a candidate that a refused change was applied to, or whose part is no more. */
  drop(id: RecordId, part: string): void {
    this.#cache.delete(keyOf(id, part));
  }

  /** Forgets all: the store lost what was staged, or parts are laid out anew. */
  clear(): void {
    this.#cache.clear();
  }
}

function keyOf(id: RecordId, part: string): string {
  return `${id}/${part}`;
}
