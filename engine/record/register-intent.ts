/**
 * What a register write meant, kept beside a pending change so that it can be formed again.
 *
 * An update says which clocks it deletes, and those mean nothing on a base of another epoch. The
 * intent says it in values: this entry was set, and those, seen by the writer, were replaced.
 */
import type { Stamp } from '../clock/index.ts';
import { canonicalJson, type DeviceNumber, type Value } from '../model/index.ts';
import type { RegisterEntry } from './register-entry.ts';

/** A register entry as it can be recognised in any epoch. */
export interface EntryKey {
  readonly stamp: Stamp;
  readonly author: DeviceNumber | undefined;
  /**
   * The value's canonical JSON. Absent where the writer may not read the value any more: then stamp and author name
   * the entry, as they do by themselves but for writers that give a stamp twice.
   */
  readonly json?: string;
}

/** One write of one register. */
export interface RegisterIntent {
  readonly attribute: string;
  readonly set: { readonly value: Value; readonly stamp: Stamp };
  /** The entries that were live when it was written. */
  readonly deleted: readonly EntryKey[];
}

/** How an entry is recognised. */
export function keyOf(entry: RegisterEntry): EntryKey {
  return { stamp: entry.stamp, author: entry.author, json: canonicalJson(entry.value) };
}

/** Whether a key names the entry. */
export function names(key: EntryKey, entry: RegisterEntry): boolean {
  return key.author === entry.author && hasContent(key, entry);
}

function hasContent({ stamp, json }: EntryKey, of: Pick<RegisterEntry, 'stamp' | 'value'>): boolean {
  return stamp === of.stamp && (json === undefined || json === canonicalJson(of.value));
}

/** The same intent without the values that it replaces. */
export function withoutReplacedValues(intent: RegisterIntent): RegisterIntent {
  return { ...intent, deleted: intent.deleted.map(({ stamp, author }) => ({ stamp, author })) };
}

/**
 * The intents of one change, in the order of writing, as one intent per attribute: what was set last,
 * and everything that was replaced, but for what the change itself had set in between.
 */
export function foldIntents(intents: readonly RegisterIntent[]): RegisterIntent[] {
  const folded = new Map<string, RegisterIntent>();
  for (const intent of intents) {
    const earlier = folded.get(intent.attribute);
    folded.set(intent.attribute, earlier === undefined ? intent : joinIntents(earlier, intent));
  }
  return [...folded.values()];
}

function joinIntents(earlier: RegisterIntent, later: RegisterIntent): RegisterIntent {
  const seen = later.deleted.filter((key) => !hasContent(key, earlier.set));
  return { ...later, deleted: [...earlier.deleted, ...seen] };
}
