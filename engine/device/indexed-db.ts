/**
 * IndexedDB as a device needs it: looked at before it is used, and written so that what is stored stays stored.
 *
 * Invariants: a database that can't be used says why before a device is made on it, as a code; it is never emptied
 * or upgraded here. What a transaction has written is on the disk when it is complete, also where the power goes
 * next: of itself a browser says so as soon as it has handed the bytes on.
 */
import type { Seams } from '../clock/index.ts';
import { databaseFailureOf, RejoinError } from '../model/index.ts';

/** What `level` calls its databases in a browser, before their own name. */
const PREFIX = 'level-js-';
/** The version of the layout: one store that bears the name of the storage. */
const VERSION = 1;
/** How long another page may keep the database from being opened. */
const BLOCKED_MS = 10_000;

/** What is used of an open database. */
interface Idb {
  readonly objectStoreNames: { contains(name: string): boolean };
  createObjectStore(name: string): unknown;
  transaction(stores: readonly string[], mode: string, options?: { readonly durability: string }): unknown;
  close(): void;
}

interface OpenRequest {
  readonly result: Idb;
  readonly error: unknown;
  /** Chromium says in the event what it found damaged and threw away. */
  onupgradeneeded:
    | ((event: { readonly dataLoss?: string; readonly dataLossMessage?: string }) => void)
    | null;
  onsuccess: (() => void) | null;
  onerror: (() => void) | null;
}

/** What is used of the platform's `indexedDB`. */
export interface IndexedDb {
  open(name: string, version: number): OpenRequest;
}

/** The platform's IndexedDB; undefined where storage is a folder. */
export function platformIndexedDb(): IndexedDb | undefined {
  const found: unknown = Reflect.get(globalThis, 'indexedDB');
  return found === undefined || found === null ? undefined : (found as IndexedDb);
}

/**
 * Opens the database of a storage, makes it where there is none, and closes it.
 *
 * @throws RejoinError `storage-denied`, `storage-full`, `data-folder-newer`, `data-folder-damaged`,
 *   `data-folder-locked` where another page keeps it from being opened, or `storage-failed`.
 */
export async function checkIndexedDb(
  indexedDb: IndexedDb,
  storage: string,
  setTimer: Seams['setTimer'],
): Promise<void> {
  try {
    await opened(indexedDb, storage, setTimer);
  } catch (cause) {
    if (cause instanceof RejoinError) throw cause;
    const { code, said } = databaseFailureOf(cause);
    throw new RejoinError(code, `the browser does not open the device's storage: ${said}`, { cause });
  }
}

function opened(indexedDb: IndexedDb, storage: string, setTimer: Seams['setTimer']): Promise<void> {
  return new Promise((resolve, reject) => {
    let lost: string | undefined;
    const request = indexedDb.open(`${PREFIX}${storage}`, VERSION);
    const cancel = setTimer(BLOCKED_MS, () => reject(blocked()));
    request.onupgradeneeded = ({ dataLoss, dataLossMessage }) => {
      if (dataLoss === 'total') lost = dataLossMessage ?? '';
      request.result.createObjectStore(storage);
    };
    request.onerror = () => {
      cancel();
      reject(request.error);
    };
    request.onsuccess = () => {
      cancel();
      const isWhole = request.result.objectStoreNames.contains(storage);
      request.result.close();
      if (lost !== undefined) reject(damaged(`the browser could not read it and threw it away (${lost})`));
      else if (!isWhole) reject(damaged('the database is not one of a device'));
      else resolve();
    };
  });
}

function blocked(): RejoinError {
  const what =
    'another page keeps the storage of this device from being opened: close the other pages of the app';
  return new RejoinError('data-folder-locked', what);
}

function damaged(what: string): RejoinError {
  return new RejoinError('data-folder-damaged', `the storage of this device is damaged: ${what}`);
}

/**
 * Asks the browser to keep what is stored when its disk fills up: else it may throw away what was not sent yet.
 * It decides by itself, or asks its user; a device works either way.
 */
export function askToKeep(): void {
  const navigator = Reflect.get(globalThis, 'navigator') as
    | { readonly storage?: { persist?(): Promise<boolean> } }
    | undefined;
  navigator?.storage?.persist?.().catch(() => undefined);
}

/** Has every write of the open database wait until it is on the disk. */
export function writeStrictly(database: unknown): void {
  const idb = database as Idb;
  const begin = idb.transaction.bind(idb);
  idb.transaction = (stores, mode) =>
    begin(stores, mode, { durability: mode === 'readwrite' ? 'strict' : 'default' });
}
