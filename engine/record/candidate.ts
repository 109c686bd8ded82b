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
import type { CarryMap, Placeholder } from './remains.ts';

export interface Candidate {
  readonly layout: PartLayout;
  readonly epoch: number;
  readonly doc: Y.Doc;
  /** Names of the document's root types, filled as they are asked for: see `rootNameOf`. */
  readonly rootNames: Map<unknown, string>;
  /** Of the sending device in this part, in the order of its changes; integrated ones may be among them. */
  placeholders: readonly Placeholder[];
  /** Of the sending device in this part, the oldest change first. Set anew for each sender. */
  carry: CarryMap;
  /** What the part takes in storage, about: its snapshot and the updates since. */
  bytes: number;
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
  const { layout, snapshot, updates } = source;
  const doc = openDoc({ guid: source.guid, gc: true });
  // Registers stay without a type until something is written: an empty one costs as much memory as a value.
  if (layout.kind === 'text') for (const name of layout.roots.keys()) doc.getText(name);
  if (snapshot) Y.applyUpdateV2(doc, snapshot);
  for (const update of updates) Y.applyUpdate(doc, update);
  const bytes = updates.reduce((sum, update) => sum + update.length, snapshot?.length ?? 0);
  return {
    layout,
    epoch: source.epoch,
    doc,
    rootNames: new Map(),
    placeholders: source.placeholders,
    carry: source.carry,
    bytes,
  };
}

/** The name of a root by its type in the document, also of one that the layout no longer has. */
export function rootNameOf({ rootNames, doc }: Candidate, type: unknown): string | undefined {
  const known = rootNames.get(type);
  if (known !== undefined) return known;
  for (const [name, root] of doc.share) rootNames.set(root, name);
  return rootNames.get(type);
}

/** The sender's placeholders that are not in the document: the others are kept for what is in flight. */
export function waitingPlaceholders({ doc, placeholders }: Candidate): readonly Placeholder[] {
  if (placeholders.length === 0) return placeholders;
  return placeholders.filter(({ client, clock, length }) => clock + length > Y.getState(doc.store, client));
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
