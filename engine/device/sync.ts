/**
 * Synchronisation as a whole: when to connect, what each end of a session means, and what the device
 * says of itself meanwhile.
 *
 * Invariants: an ended token or a disabled account stops sending, and nothing else; a final fault keeps
 * the outbox; a revocation clears the storage before anything else happens.
 */
import { type Code, classOf, type RecordId, RejoinError } from '../model/index.ts';
import { type Hello, PROTOCOL_VERSION } from '../protocol/index.ts';
import { askToken } from './ask-token.ts';
import { Connection } from './connection.ts';
import type { DeviceCore } from './device-core.ts';
import type { Connect } from './socket.ts';
import { syncInCycles } from './sync-cycles.ts';
import { SyncSession } from './sync-session.ts';
import type { SyncPhase, SyncState } from './sync-state.ts';

/**
 * `live`: connected whenever that can be. `manual`: only while `syncNow` runs, or after `goOnline`.
 * Otherwise once, and again so long after each time.
 */
export type SyncMode = 'live' | 'manual' | { readonly everyMs: number };

export interface SyncOptions {
  readonly core: DeviceCore;
  readonly status: SyncState;
  readonly url: string;
  readonly connect: Connect;
  readonly token: () => Promise<string>;
  readonly mode: SyncMode;
  /** How often a new token is sent in a session; never when absent. */
  readonly tokenRefreshMs?: number | undefined;
  readonly onRevoked: () => Promise<void>;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: RejoinError) => void;
}

export class Sync {
  readonly #options: SyncOptions;
  readonly #connection: Connection;
  #session: SyncSession | null = null;
  #waiters: Waiter[] = [];
  /** Whether it was told to be online: to stay connected, or to connect in cycles. */
  #isOnline = false;
  #endCycles: () => void = () => undefined;
  #cancelRefresh: () => void = () => undefined;
  #isEnded = false;

  constructor(options: SyncOptions) {
    this.#options = options;
    const { core, url, connect, token } = options;
    this.#connection = new Connection({
      ...{ url, connect, token, seams: core.seams },
      greeting: (bearer) => greeting(core, bearer),
      onConnecting: () => this.#say('connecting'),
      onWelcome: (welcome) => {
        this.#session?.end();
        this.#session = new SyncSession(
          {
            ...{ core, status: options.status },
            send: (message) => this.#connection.send(message),
            onFault: (code, reason) => this.#fault(code, reason),
            onProgress: () => this.#progress(),
          },
          welcome,
        );
        this.#session.begin();
        core.presences.connect((message) => this.#connection.send(message));
        this.#refreshLater();
      },
      onMessage: (message) => {
        if (this.#session !== null) this.#session.handle(message);
        else if (message.type === 'fault') this.#fault(message.code, message.reason);
      },
      onDown: (code, reason) => this.#down(code, reason),
    });
    core.onStep(() => this.#noteStep());
    this.#noteStep();
  }

  /** Begins as the mode says. */
  begin(): void {
    if (this.#options.mode !== 'manual') this.goOnline();
  }

  goOnline(): void {
    if (this.#isEnded) return;
    const { mode, core } = this.#options;
    this.#isOnline = true;
    this.#endCycles();
    if (typeof mode === 'string') this.#connect();
    else {
      const { everyMs } = mode;
      this.#endCycles = syncInCycles({ seams: core.seams, everyMs, sync: () => this.syncNow() });
    }
  }

  goOffline(): void {
    if (this.#isEnded) return;
    this.#isOnline = false;
    this.#endCycles();
    this.#disconnect('closed', null, null);
    this.#rejectWaiters('relay-unreachable', 'the device went offline');
  }

  /**
   * Resolves when everything made before it is decided and everything that the relay had is here.
   * @throws RejoinError with the code of what stood in the way.
   */
  syncNow(): Promise<void> {
    if (this.#isEnded) return Promise.reject(new RejoinError('relay-unreachable', 'the device is stopped'));
    if (this.#options.mode === 'live') this.#isOnline = true;
    const done = new Promise<void>((resolve, reject) => this.#waiters.push({ resolve, reject }));
    this.#connect();
    this.#progress();
    return done;
  }

  /**
   * Goes offline for good. What had ended by itself keeps saying why.
   * @returns what goes on as before, for a device that can't be closed.
   */
  end(): () => void {
    if (this.#isEnded) return () => undefined;
    const wasOnline = this.#isOnline;
    this.goOffline();
    this.#isEnded = true;
    return () => {
      this.#isEnded = false;
      if (wasOnline) this.goOnline();
    };
  }

  #connect(): void {
    this.#connection.open();
    this.#connection.hurry();
  }

  /** Whether the connection is kept while nobody waits for anything. */
  get #staysConnected(): boolean {
    return this.#isOnline && typeof this.#options.mode === 'string';
  }

  #fault(code: Code, reason: string): void {
    if (code === 'device-revoked') {
      this.#isEnded = true;
      this.#disconnect('revoked', code, reason);
      this.#rejectWaiters(code, reason);
      void this.#options.onRevoked();
    } else if (classOf(code) === 'final') {
      this.#isEnded = true;
      this.#disconnect('stopped', code, reason);
      this.#rejectWaiters(code, reason);
    } else {
      this.#connection.restart(code, reason);
    }
  }

  #down(code: Code, reason: string): void {
    this.#endSession();
    if (!this.#staysConnected) this.#connection.close();
    this.#say(classOf(code) === 'needs-auth' ? 'signed-out' : 'offline', code, reason);
    this.#rejectWaiters(code, reason);
  }

  #disconnect(state: SyncPhase, code: Code | null, reason: string | null): void {
    this.#endSession();
    this.#connection.close();
    this.#say(state, code, reason);
  }

  #endSession(): void {
    this.#cancelRefresh();
    this.#options.core.presences.disconnect();
    this.#session?.end();
    this.#session = null;
  }

  #progress(): void {
    const session = this.#session;
    if (session === null) return;
    this.#say(session.isCaughtUp ? 'ready' : 'downloading');
    const isDrained = this.#options.core.holdings.outbox.size === 0;
    if (!session.isCaughtUp || !isDrained) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { resolve } of waiters) resolve();
    if (!this.#staysConnected && waiters.length > 0) this.#disconnect('closed', null, null);
  }

  #rejectWaiters(code: Code, reason: string): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { reject } of waiters) reject(new RejoinError(code, reason));
  }

  #noteStep(): void {
    const { core, status } = this.#options;
    const { lastSync } = core.state;
    status.update({ pending: core.holdings.outbox.size, drafts: core.holdings.drafts.size, lastSync });
    this.#session?.wake();
    // Not only what the relay says empties the outbox: what is too large or taken back goes by itself.
    if (this.#waiters.length > 0) this.#progress();
  }

  #refreshLater(): void {
    const { core, token, tokenRefreshMs } = this.#options;
    const { seams } = core;
    this.#cancelRefresh();
    if (tokenRefreshMs === undefined) return;
    this.#cancelRefresh = seams.setTimer(tokenRefreshMs, () => {
      this.#cancelRefresh = askToken({
        ...{ seams, token },
        onToken: (fresh) => {
          this.#refreshLater();
          this.#connection.send({ type: 'refresh', token: fresh });
        },
        onFailure: () => this.#refreshLater(),
      });
    });
  }

  #say(state: SyncPhase, code: Code | null = null, reason: string | null = null): void {
    this.#options.status.update({ state, code, reason });
  }
}

function greeting(core: DeviceCore, token: string): Hello {
  const { deviceId, organization, app, nextNumber, lastVerdict, incarnation, cursor, ...state } = core.state;
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    ...{ organization, app, deviceId, token, nextNumber, lastVerdict, incarnation, cursor },
    firstNumber: state.firstNumber ?? 1,
    clock: Math.max(0, Math.floor(core.seams.now())),
    publicKey: new Uint8Array(),
    metadataVersion: state.metadataVersion,
    filterVersion: state.filterVersion,
    entities: Object.entries(state.entities).map(([entity, { scopeHash, after }]) =>
      after === null ? { entity, scopeHash } : { entity, scopeHash, after: after as RecordId },
    ),
  };
}
