/**
 * One leading tab: of all the tabs of a browser that want a storage, one has it and the others wait for it.
 *
 * Invariant: nobody has it beside another. The browser lets go of it by itself when the tab that has it is
 * closed, loads again or crashes; the next in line has it then. Where the platform has no Web Locks (Node,
 * whose LevelDB is locked by its folder) everybody has it at once.
 */

/** What is used of the platform's `navigator.locks`. */
export interface WebLocks {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    granted: (lock: object | null) => Promise<void> | undefined,
  ): Promise<unknown>;
}

export interface LeadOptions {
  /** The name of the storage. */
  readonly storage: string;
  readonly locks: WebLocks | undefined;
  /** Called once where another tab has the storage. */
  readonly onWaiting?: (() => void) | undefined;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** Lets the next tab have the storage. */
export type LetGo = () => void;

/** Resolves when this tab has the storage. Rejects with the reason of `signal` where that ends the waiting. */
export async function leadTab({ storage, locks, onWaiting, signal }: LeadOptions): Promise<LetGo> {
  if (locks === undefined) return () => undefined;
  signal?.throwIfAborted();
  const name = `rejoin/${storage}`;
  const atOnce = await take(locks, name, { ifAvailable: true });
  if (atOnce !== undefined) return atOnce;
  onWaiting?.();
  const inTurn = await take(locks, name, signal === undefined ? {} : { signal });
  return inTurn ?? (() => undefined);
}

/** The Web Locks of a browser; undefined where storage is a folder, which has a lock of its own. */
export function platformLocks(): WebLocks | undefined {
  if (!Reflect.has(globalThis, 'indexedDB')) return undefined;
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  if (typeof navigator !== 'object' || navigator === null || !('locks' in navigator)) return undefined;
  return navigator.locks as WebLocks;
}

/** Takes the lock. Returns what lets go of it; undefined where another has it and waiting was not asked for. */
function take(
  locks: WebLocks,
  name: string,
  options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
): Promise<LetGo | undefined> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, options, (lock) => {
        if (lock === null) {
          resolve(undefined);
          return undefined;
        }
        return new Promise<void>((letGo) => resolve(letGo));
      })
      .catch((error: unknown) => {
        // Who may not lock may not store either: that is said when the storage is opened, in better words.
        if (error instanceof Error && error.name === 'SecurityError') resolve(() => undefined);
        else reject(error);
      });
  });
}
