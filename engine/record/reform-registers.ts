/**
 * Forms register writes again on today's base, from what was meant by them.
 *
 * Needed when the relay answers `reform`: the part has a new epoch, the clock was wrong, or the device
 * has a new number or generation. Replaying the write would delete values that its author never saw;
 * so only the entries that the intent names are deleted, where they are still live.
 *
 * Invariant: an entry keeps the stamp of its typing, unless the caller says that the clock was wrong.
 */
import type * as Y from 'yjs';
import type { Stamp } from '../clock/index.ts';
import type { DeviceNumber } from '../model/index.ts';
import { deviceOf } from './client-id.ts';
import { localTransact } from './open-doc.ts';
import { type PlacedEntry, placedEntries } from './register.ts';
import { type EntryKey, names, type RegisterIntent } from './register-intent.ts';

export interface ReformRegistersOptions {
  /**
   * The stamp to write instead of one from a wrong clock. Must answer the same for the same stamp
   * each time, in later changes too: they name the entries of earlier ones by their stamps.
   */
  readonly restamp?: (stamp: Stamp) => Stamp;
  /** The number that this device had when the intents were recorded, where it has a new one. */
  readonly formerDevice?: DeviceNumber | undefined;
}

/**
 * Writes the intents in one local transaction under the document's own client id.
 *
 * @param doc Today's base with the earlier pending changes; its client id is the next generation's.
 * @param intents In the order of writing; of several for one attribute the last one's value is written.
 * @returns One intent per attribute as it was now written, to be kept in place of the old ones.
 */
export function reformRegisters(
  doc: Y.Doc,
  intents: readonly RegisterIntent[],
  options: ReformRegistersOptions = {},
): RegisterIntent[] {
  return localTransact(doc, doc.clientID, () =>
    joinByAttribute(intents).map((intent) => {
      const set = { ...intent.set, stamp: restamped(intent.set.stamp, options) };
      const deleted = intent.deleted.flatMap((key) => formsOf(key, doc.clientID, options));
      const register = doc.getArray<unknown>(intent.attribute);
      for (const { index } of matching(placedEntries(register), deleted)) register.delete(index, 1);
      register.push([[set.value, set.stamp]]);
      return { attribute: intent.attribute, set, deleted };
    }),
  );
}

/** Unlike `foldIntents`, forgets nothing: what an earlier intent set may have been accepted since. */
function joinByAttribute(intents: readonly RegisterIntent[]): RegisterIntent[] {
  const joined = new Map<string, RegisterIntent>();
  for (const intent of intents) {
    const earlier = joined.get(intent.attribute)?.deleted ?? [];
    joined.set(intent.attribute, { ...intent, deleted: [...earlier, ...intent.deleted] });
  }
  return [...joined.values()];
}

function restamped(stamp: Stamp, { restamp }: ReformRegistersOptions): Stamp {
  return restamp ? restamp(stamp) : stamp;
}

/** The key as recorded and, for an entry of this device's own, as it stands after being formed again. */
function formsOf(key: EntryKey, clientId: number, options: ReformRegistersOptions): EntryKey[] {
  const self = deviceOf(clientId);
  if (key.author === undefined || (key.author !== self && key.author !== options.formerDevice)) return [key];
  const again = { ...key, author: self, stamp: restamped(key.stamp, options) };
  return again.author === key.author && again.stamp === key.stamp ? [key] : [key, again];
}

/** The entries that a key names, the last in the array first, so that deleting keeps the indices. */
function matching(placed: readonly PlacedEntry[], keys: readonly EntryKey[]): PlacedEntry[] {
  return placed.filter(({ entry }) => keys.some((key) => names(key, entry))).reverse();
}
