/**
 * The IndexedDB of a page without the engine: what other code of the page, an older version of the app or a bad
 * disk may have done there.
 */
import type { CDPSession, Page } from 'playwright-core';

/** The database of the storage that tablets of tests have, as `level` names it. */
export const DATABASE = 'level-js-field';
/** The store in it. */
export const STORE = 'field';

/** Makes a database in that version with these stores, where it is not there, and leaves it open as `window.raw`. */
export function openRaw(
  page: Page,
  database: string,
  version: number,
  ...stores: readonly string[]
): Promise<void> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const request = indexedDB.open(${JSON.stringify(database)}, ${version});
    request.onupgradeneeded = () => {
      for (const store of ${JSON.stringify(stores)})
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => { window.raw = request.result; resolve(); };
  })`);
}

export function closeRaw(page: Page): Promise<void> {
  return page.evaluate('raw.close()');
}

/** Begins to delete a database: as long as somebody has it open nobody else can open it any more. */
export function beginDeleting(page: Page, database: string): Promise<void> {
  return page.evaluate(`new Promise((resolve) => {
    indexedDB.deleteDatabase(${JSON.stringify(database)}).onblocked = () => resolve();
  })`);
}

/** What is stored in the open database under keys that begin so; keys are UTF-8. */
export async function rawKeys(page: Page, store: string, beginning: string): Promise<readonly string[]> {
  const keys: readonly string[] = await page.evaluate(`new Promise((resolve, reject) => {
    const request = raw.transaction([${JSON.stringify(store)}]).objectStore(${JSON.stringify(store)}).getAllKeys();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve(request.result.map((key) => new TextDecoder().decode(key)));
  })`);
  return keys.filter((key) => key.startsWith(beginning));
}

/** Puts bytes in place of what is stored under the key. */
export function overwrite(page: Page, store: string, key: string, bytes: readonly number[]): Promise<void> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const transaction = raw.transaction([${JSON.stringify(store)}], 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    const key = new TextEncoder().encode(${JSON.stringify(key)});
    transaction.objectStore(${JSON.stringify(store)}).put(new Uint8Array(${JSON.stringify(bytes)}), key);
  })`);
}

/** The room that the page's origin has, and what changes it. */
export class Quota {
  readonly #devtools: CDPSession;
  readonly #page: Page;

  private constructor(devtools: CDPSession, page: Page) {
    this.#devtools = devtools;
    this.#page = page;
  }

  /** Bounds the room of the page's origin: before anything is stored, since browsers ask once in a while only. */
  static async of(page: Page, bytes: number): Promise<Quota> {
    const quota = new Quota(await page.context().newCDPSession(page), page);
    await quota.change(bytes);
    return quota;
  }

  async change(quotaSize: number): Promise<void> {
    const { origin } = new URL(this.#page.url());
    await this.#devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  }

  /** Stores until nothing more goes in, in a database of its own. */
  async fill(): Promise<void> {
    await openRaw(this.#page, 'filler', 1, 'filler');
    await this.#page.evaluate(`(async () => {
      const put = (at, bytes) => new Promise((resolve) => {
        const transaction = raw.transaction(['filler'], 'readwrite');
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
        transaction.objectStore('filler').put(crypto.getRandomValues(new Uint8Array(bytes)), at);
      });
      let at = 0;
      for (const bytes of [60_000, 10_000, 1_000, 100]) while (await put(at, bytes)) at += 1;
    })()`);
  }
}
