/**
 * Epochs: a plain part whose history outweighs its values is written anew from them.
 *
 * Random overwrites leave thousands of tombstones that no format compresses. The relay then writes
 * the live entries, conflicts included, into an empty document under its own client id. Each entry
 * names its author, because the client id no longer does.
 *
 * Invariant: rows, conflicts, stamps and authors are the same before and after, also those of attributes that
 * the metadata has no more (they may be published again); only ids change, which is why an update of an
 * older epoch must be formed again. What was just rebuilt needs no rebuild.
 */
import type * as Y from 'yjs';
import { canonicalJson, type PartLayout, RejoinError } from '../model/index.ts';
import { localTransact, openDoc } from './open-doc.ts';
import { type Register, readRegister, rootOf } from './register.ts';
import type { RegisterEntry } from './register-entry.ts';

/** How many times its values a part may weigh. */
export const MAX_HISTORY_RATIO = 8;
/** Parts below this many bytes are left alone. */
export const MIN_REBUILD_BYTES = 4 * 1024;
/** How many client ids a part may have. */
export const MAX_CLIENTS = 50;

/**
 * What one clock of a history takes at rest, at most, about: 5.4 bytes for random overwrites by five
 * devices, more with more devices. Overestimated, so that whoever goes by it measures rather too early.
 */
export const CLOCK_BYTES = 10;

export interface PartWeight {
  /** Of the part at rest. */
  readonly bytes: number;
  /** `valuesBytesOf` the part. */
  readonly valuesBytes: number;
  /** How many client ids have written in it. */
  readonly clients: number;
}

/** Whether the part is due for the next epoch. */
export function needsRebuild({ bytes, valuesBytes, clients }: PartWeight): boolean {
  return clients > MAX_CLIENTS || bytes > Math.max(MIN_REBUILD_BYTES, MAX_HISTORY_RATIO * valuesBytes);
}

/** Where the registers of a part are read. */
export interface RegisterReader {
  /** The register of that name; one that was never written where there is none. */
  read(attribute: string): Register;
  /** The names of all that were ever written. */
  names(): Iterable<string>;
}

/** The registers of a document. */
export function registersOf(doc: Y.Doc): RegisterReader {
  return { read: (attribute) => readRegister(rootOf(doc, attribute)), names: () => doc.share.keys() };
}

/** What the part's live entries weigh: each with its attribute's name, as canonical JSON in UTF-8. */
export function valuesBytesOf(registers: RegisterReader): number {
  const utf8 = new TextEncoder();
  let bytes = 0;
  for (const [attribute, entries] of liveEntries(registers)) {
    for (const { value } of entries) bytes += utf8.encode(canonicalJson({ [attribute]: value })).length;
  }
  return bytes;
}

/**
 * The part's next epoch: a document with the same live entries as `[value, stamp, author]`.
 *
 * @param relayClientId Under which it is written; its clocks begin anew with the epoch.
 * @throws RejoinError `internal-error` for a text part: its history is what merges.
 */
export function rebuildPart(registers: RegisterReader, layout: PartLayout, relayClientId: number): Y.Doc {
  if (layout.kind === 'text') throw new RejoinError('internal-error', `${layout.name} is a text part`);
  const next = openDoc({ guid: layout.name, gc: true });
  localTransact(next, relayClientId, () => {
    for (const [attribute, entries] of liveEntries(registers)) {
      next.getArray<unknown>(attribute).push(entries.map(toElement));
    }
  });
  return next;
}

function toElement({ value, stamp, author }: RegisterEntry): unknown[] {
  return author === undefined ? [value, stamp] : [value, stamp, author];
}

/** The written attributes in the order of their names: equal content gives equal bytes. */
function liveEntries(registers: RegisterReader): [string, readonly RegisterEntry[]][] {
  return [...registers.names()]
    .sort()
    .map((attribute): [string, readonly RegisterEntry[]] => [attribute, registers.read(attribute).entries])
    .filter(([, entries]) => entries.length > 0);
}
