/**
 * Opens a device on what the platform has: a level database by name (IndexedDB in a browser, a folder
 * in Node), the real clock and random source, and a WebSocket.
 *
 * This is the rim: nothing else in the engine reads the platform's time, chance, sockets or storage.
 */
import { Level } from 'level';
import type { ReachPoint, Seams } from '../clock/index.ts';
import { type OrganizationId, RejoinError } from '../model/index.ts';
import { SUBPROTOCOL } from '../protocol/index.ts';
import { createDevice, type Device, type DeviceOptions } from './device.ts';
import { askToKeep, checkIndexedDb, platformIndexedDb, writeStrictly } from './indexed-db.ts';
import type { Connect, Socket } from './socket.ts';
import type { DeviceDatabase } from './storage.ts';
import { leadTab, platformLocks } from './tab-leader.ts';

/** What is used of a WebSocket: the browser's and that of `ws` both have it. */
export interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(bytes: Uint8Array): void;
  close(code?: number, reason?: string): void;
}

export type WebSocketConstructor = new (url: string, protocols: string) => WebSocketLike;

export interface OpenDeviceOptions
  extends Pick<
    DeviceOptions,
    'url' | 'app' | 'token' | 'sync' | 'tokenRefreshMs' | 'onWiped' | 'onListenerError'
  > {
  readonly organization: OrganizationId;
  /** The name of the storage: of a database in a browser, of a folder in Node. */
  readonly storage: string;
  /** The platform's own where absent; Node 20 has none, hand in that of `ws`. */
  readonly WebSocket?: WebSocketConstructor;
  /**
   * Called where another tab of the browser has the storage open: `openDevice` then resolves as soon as that
   * one is closed, loads again or crashes. Say so on the page: "This tablet is open in another tab."
   */
  readonly onWaiting?: () => void;
  /** Ends the waiting for another tab: `openDevice` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** For crash tests: told of the places at which the process may end. */
  readonly reach?: ReachPoint;
}

/**
 * Opens the device that lives in the named storage, or a new one.
 *
 * @throws RejoinError where the storage does not open: `data-folder-locked`, `data-folder-read-only`,
 *   `data-folder-newer`, `data-folder-damaged`, `storage-denied`, `storage-full` or `storage-failed`;
 *   `invalid-argument` where the platform has no WebSocket and none is handed in.
 */
export async function openDevice(options: OpenDeviceOptions): Promise<Device> {
  const { storage, WebSocket = platformWebSocket(), reach, onWaiting, signal, ...rest } = options;
  const seams = reach === undefined ? realSeams : { ...realSeams, reach };
  const letGo = await leadTab({ storage, locks: platformLocks(), onWaiting, signal });
  try {
    const database = await databaseOf(storage);
    return await createDevice({ ...rest, database, seams, connect: connectBy(WebSocket), onClosed: letGo });
  } catch (error) {
    letGo();
    throw error;
  }
}

async function databaseOf(storage: string): Promise<DeviceDatabase> {
  const indexedDb = platformIndexedDb();
  if (indexedDb !== undefined) await checkIndexedDb(indexedDb, storage, realSeams.setTimer);
  const database = new Level<string, Uint8Array>(storage, { keyEncoding: 'utf8', valueEncoding: 'view' });
  if (indexedDb !== undefined) {
    database.on('open', () => writeStrictly(Reflect.get(database, 'db')));
    askToKeep();
  }
  return database;
}

/** The platform's clock, random source and timers. */
export const realSeams: Seams = {
  now: () => Date.now(),
  random: () => Math.random(),
  randomBytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
  setTimer(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

function platformWebSocket(): WebSocketConstructor {
  const found: unknown = Reflect.get(globalThis, 'WebSocket');
  if (typeof found !== 'function') {
    const what = 'this platform has no WebSocket: hand one in as `WebSocket`, such as that of the package ws';
    throw new RejoinError('invalid-argument', what);
  }
  return found as WebSocketConstructor;
}

/** Wraps a WebSocket constructor into the device's seam. */
export function connectBy(WebSocket: WebSocketConstructor): Connect {
  return (url) => {
    const web = new WebSocket(url, SUBPROTOCOL);
    web.binaryType = 'arraybuffer';
    const socket: Socket = {
      send: (bytes) => web.send(bytes),
      close: (code, reason) => web.close(code, reason),
      get bufferedAmount() {
        return web.bufferedAmount;
      },
      onOpen: null,
      onMessage: null,
      onClose: null,
    };
    web.onopen = () => socket.onOpen?.();
    web.onmessage = ({ data }: { readonly data: unknown }) => {
      if (data instanceof ArrayBuffer) socket.onMessage?.(new Uint8Array(data));
    };
    // A failure is followed by a close; without a listener `ws` would throw it.
    web.onerror = () => undefined;
    web.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) => {
      socket.onClose?.({ code, reason });
    };
    return socket;
  };
}
