/**
 * A candidate: a throw-away copy of one part on which an update is judged before anyone else sees it.
 *
 * Invariant: a candidate holds what the relay has accepted and nothing else. Answers 1 to 5 of the
 * inspection leave it untouched, so a refusal there keeps it warm; `applyInspected` changes it, and
 * whoever refuses after that drops it.
 */
import * as Y from 'yjs';
import type { PartLayout } from '../model/index.ts';
import { openDoc } from './open-doc.ts';
import { DocStructs, type PartStructs } from './part-structs.ts';
import { RegisterIndex } from './register-index.ts';
import type { CarryMap, Placeholder } from './remains.ts';
import { loadDoc, storedBytes } from './stored-updates.ts';

export interface Candidate {
  readonly layout: PartLayout;
  readonly epoch: number;
  /** Never written to by whoever reads it. Of a plain part it may be made only when it is asked for. */
  readonly doc: Y.Doc;
  /** What the part knows of its clocks. */
  readonly structs: PartStructs;
  /** Given where the part's registers can be judged without its document. */
  readonly registers: RegisterIndex | undefined;
  /** Of the sending device in this part, in the order of its changes; integrated ones may be among them. */
  placeholders: readonly Placeholder[];
  /** Of the sending device in this part, the oldest change first. Set anew for each sender. */
  carry: CarryMap;
  /** What the part takes in storage, about: its snapshot and the updates since. */
  bytes: number;
}

/** A candidate of which the registers can be written without the document. */
export interface IndexedCandidate extends Candidate {
  readonly registers: RegisterIndex;
  /** The registers were changed by this V1 update, which the document has to be told when it is asked for. */
  note(update: Uint8Array): void;
  /** The document was changed: what the registers say is read from it anew. */
  reindex(): void;
}

export interface CandidateSource {
  readonly layout: PartLayout;
  readonly epoch: number;
  readonly guid: string;
  /** V2, written by this relay: never bytes of a stranger. */
  readonly snapshot?: Uint8Array;
  /** V1, as emitted since the snapshot. */
  readonly updates: readonly Uint8Array[];
  readonly placeholders: readonly Placeholder[];
  readonly carry: CarryMap;
}

/** Opens a part from what the relay has stored of it. */
export function openCandidate(source: CandidateSource): Candidate {
  const { layout, epoch, placeholders, carry } = source;
  const bytes = storedBytes(source);
  if (layout.kind === 'plain') return new PlainCandidate(source, bytes);
  const doc = openDoc({ guid: source.guid, gc: true });
  for (const name of layout.roots.keys()) doc.getText(name);
  loadDoc(doc, source);
  const structs = new DocStructs(doc);
  return { layout, epoch, doc, structs, registers: undefined, placeholders, carry, bytes };
}

/** Whether the candidate's registers can be written without its document. */
export function isIndexed(candidate: Candidate): candidate is IndexedCandidate {
  return candidate instanceof PlainCandidate;
}

/** A plain part: its registers, and the document that they were read from where someone asked for it. */
class PlainCandidate implements IndexedCandidate {
  readonly layout: PartLayout;
  readonly epoch: number;
  placeholders: readonly Placeholder[];
  carry: CarryMap;
  bytes: number;
  readonly #source: CandidateSource;
  #registers: RegisterIndex;
  #doc: Y.Doc | undefined;
  /** Updates that the registers have and the document does not. */
  #ahead: Uint8Array[] = [];

  constructor(source: CandidateSource, bytes: number) {
    this.layout = source.layout;
    this.epoch = source.epoch;
    this.placeholders = source.placeholders;
    this.carry = source.carry;
    this.bytes = bytes;
    this.#source = source;
    const isEmpty = source.snapshot === undefined && source.updates.length === 0;
    // A document takes many times the memory of what it was made from, and most are not asked for again.
    this.#registers = isEmpty ? new RegisterIndex() : RegisterIndex.of(openPlain(source));
  }

  get registers(): RegisterIndex {
    return this.#registers;
  }

  get structs(): PartStructs {
    return this.#registers;
  }

  get doc(): Y.Doc {
    const doc = this.#doc ?? openPlain(this.#source);
    this.#doc = doc;
    const ahead = this.#ahead;
    this.#ahead = [];
    if (ahead.length > 0) loadDoc(doc, { updates: ahead });
    return doc;
  }

  note(update: Uint8Array): void {
    this.#ahead.push(update);
    this.bytes += update.length;
  }

  reindex(): void {
    this.#registers = RegisterIndex.of(this.doc);
  }
}

function openPlain(source: CandidateSource): Y.Doc {
  // Registers stay without a type until something is written: an empty one costs as much memory as a value.
  const doc = openDoc({ guid: source.guid, gc: true });
  loadDoc(doc, source);
  return doc;
}

/** The sender's placeholders that are not in the document: the others are kept for what is in flight. */
export function waitingPlaceholders({ structs, placeholders }: Candidate): readonly Placeholder[] {
  if (placeholders.length === 0) return placeholders;
  return placeholders.filter(({ client, clock, length }) => clock + length > structs.endOf(client));
}

export interface CandidateMeasure {
  /** Of the whole part in V2: what a put sends. */
  readonly bytes: number;
  /** How many client ids have written in the part. */
  readonly clients: number;
}

/** The exact size of the part, for the decision whether it is rebuilt. Encodes it: not for each change. */
export function measureCandidate({ doc }: Pick<Candidate, 'doc'>): CandidateMeasure {
  return { bytes: Y.encodeStateAsUpdateV2(doc).length, clients: doc.store.clients.size };
}
