/**
 * A register: one plain attribute as a list of entries `[value, stamp]` in a root `Y.Array`.
 *
 * To write is to delete every live entry and push one; to read is to take the live entry with the
 * greatest stamp. So the latest edit by time wins whatever the order of arrival, and what was written
 * at the same time stays visible as further live entries until someone writes again. (A `Y.Map` would
 * settle concurrent writes by client id and lose the other one.)
 *
 * Invariant: `entries` stand in one order on every replica, the winner first: by stamp, then by the
 * greater canonical JSON of the value, then by author.
 */
import * as Y from 'yjs';
import { isStamp, type Stamp } from '../clock/index.ts';
import {
  canonicalJson,
  type DeviceNumber,
  isDeviceNumber,
  RELAY_DEVICE_NUMBER,
  RejoinError,
  type Value,
} from '../model/index.ts';
import { deviceOf } from './client-id.ts';
import type { RegisterEntry } from './register-entry.ts';
import { keyOf, type RegisterIntent } from './register-intent.ts';

/** A register as it reads now; `value` is null and `stamp` undefined where nothing was ever written. */
export interface Register {
  readonly value: Value;
  readonly stamp: Stamp | undefined;
  readonly author: DeviceNumber | undefined;
  /** The live entries, the winner first; more than one is a conflict. */
  readonly entries: readonly RegisterEntry[];
}

/** An entry with its index in the array. */
export interface PlacedEntry {
  readonly index: number;
  readonly entry: RegisterEntry;
}

/** A root type of a document, typed or not yet: reading needs its list of items alone. */
export type RootType = Pick<Y.Array<unknown>, '_start'>;

/** Reads a register; a root that does not exist reads as one that was never written. */
export function readRegister(register: RootType | undefined): Register {
  return registerOf(placedEntries(register).map((placed) => placed.entry));
}

/** The register that these live entries make, whatever their order. */
export function registerOf(live: readonly RegisterEntry[]): Register {
  const entries = live.length > 1 ? [...live].sort(winnerFirst) : live;
  const winner = entries[0];
  return { value: winner?.value ?? null, stamp: winner?.stamp, author: winner?.author, entries };
}

/** The root of a document by name, without bringing it into being. */
export function rootOf(doc: Y.Doc, name: string): RootType | undefined {
  return doc.share.get(name);
}

/**
 * Writes the attribute in one local transaction and gives back what was meant by it, so that the
 * write can be formed again on another base. Call it within `localTransact`.
 * Throws `internal-error` when the document's client id is not a device's own.
 */
export function writeRegister(doc: Y.Doc, attribute: string, value: Value, stamp: Stamp): RegisterIntent {
  if (deviceOf(doc.clientID) === undefined) {
    throw new RejoinError('internal-error', `${attribute} is written before the client id is set`);
  }
  const register = doc.getArray<unknown>(attribute);
  const { entries } = readRegister(register);
  doc.transact(() => {
    if (register.length > 0) register.delete(0, register.length);
    register.push([[value, stamp]]);
  });
  return { attribute, set: { value, stamp }, deleted: entries.map(keyOf) };
}

/** The live entries in the order of the array. What is no entry (a relay lets none in) is passed over. */
export function placedEntries(register: RootType | undefined): PlacedEntry[] {
  const placed: PlacedEntry[] = [];
  let index = 0;
  for (let item = register?._start ?? null; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    if (item.content instanceof Y.ContentAny) {
      item.content.arr.forEach((element: unknown, offset) => {
        const entry = parseEntry(element, item.id.client);
        if (entry) placed.push({ index: index + offset, entry });
      });
    }
    index += item.length;
  }
  return placed;
}

/**
 * The entry that the array's element is. A third element names the author in entries of a rebuild:
 * it is believed only under the relay's own client id, so that nobody writes in another's name.
 */
export function parseEntry(element: unknown, client: number): RegisterEntry | undefined {
  if (!Array.isArray(element) || element.length < 2 || element.length > 3) return undefined;
  const [value, stamp, named]: unknown[] = element;
  if (!isValue(value) || !isStamp(stamp)) return undefined;
  const writer = deviceOf(client);
  const author = writer === RELAY_DEVICE_NUMBER && isDeviceNumber(named) ? named : writer;
  return { value, stamp, author };
}

function isValue(value: unknown): value is Value {
  if (typeof value !== 'object' || value === null) return value !== undefined && typeof value !== 'bigint';
  return (
    'entity' in value && typeof value.entity === 'string' && 'id' in value && typeof value.id === 'string'
  );
}

function winnerFirst(a: RegisterEntry, b: RegisterEntry): number {
  if (a.stamp !== b.stamp) return b.stamp - a.stamp;
  const [jsonA, jsonB] = [canonicalJson(a.value), canonicalJson(b.value)];
  if (jsonA !== jsonB) return jsonA < jsonB ? 1 : -1;
  return (b.author ?? 0) - (a.author ?? 0);
}
