/**
 * One tablet: whose it is, its device, its network. A device belongs to one user, so another user is another
 * device, on storage of its own.
 *
 * Invariants: at most one device is open; one is closed, with everything that was typed on the disk, before the
 * next is opened; what nobody waits for any more is not shown.
 */
import {
  asId,
  type Device,
  type OpenDeviceOptions,
  type OrganizationId,
  RejoinError,
} from '../../../engine/index.ts';
import type { KeptTexts } from './kept-texts.ts';
import { NetworkSwitch } from './network-switch.ts';
import type { Setup } from './setup.ts';

export type TabletPhase =
  /** Nobody has told yet whose tablets there are. */
  | { readonly kind: 'starting' }
  /** And nobody answers. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'opening' }
  /** Another tab has this tablet open; it is opened here when that is closed. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'open'; readonly device: Device }
  | { readonly kind: 'failed'; readonly error: RejoinError };

export interface TabletState {
  readonly setup: Setup | undefined;
  /** The id of the user; empty before anyone is known. */
  readonly user: string;
  readonly phase: TabletPhase;
}

export interface TabletSessionOptions {
  /** Which tablet of this browser it is. */
  readonly name: string;
  /** The id of the user that it begins with, where none was chosen before. */
  readonly user: string | undefined;
  readonly kept: KeptTexts;
  readonly readSetup: () => Promise<Setup>;
  readonly token: (user: string) => Promise<string>;
  readonly open: (options: OpenDeviceOptions) => Promise<Device>;
  /** Where the page is, as a WebSocket address. */
  readonly origin: string;
}

export class TabletSession {
  readonly network: NetworkSwitch;
  readonly #options: TabletSessionOptions;
  readonly #listeners = new Set<() => void>();
  #state: TabletState = { setup: undefined, user: '', phase: { kind: 'starting' } };
  /** What happens to the device, one after the other. */
  #turn: Promise<void> = Promise.resolve();
  /** Ends the wait for another tab. */
  #waiting = new AbortController();

  constructor(options: TabletSessionOptions) {
    this.#options = options;
    this.network = new NetworkSwitch({ isOn: options.kept.get(this.#key('network')) !== 'off' });
    this.network.subscribe(() => {
      options.kept.set(this.#key('network'), this.network.isOn ? 'on' : 'off');
      // Without this the device would wait for its next attempt.
      if (this.network.isOn) this.device?.goOnline();
    });
  }

  get state(): TabletState {
    return this.#state;
  }

  /** The device; undefined while none is open. */
  get device(): Device | undefined {
    return this.#state.phase.kind === 'open' ? this.#state.phase.device : undefined;
  }

  /** Calls `listener` with each change of the state. Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks for the setup, and opens the device of the user who was here last. */
  async start(): Promise<void> {
    this.#show({ phase: { kind: 'starting' } });
    try {
      const setup = await this.#options.readSetup();
      this.#show({ setup });
      const wanted = [this.#options.kept.get(this.#key('user')), this.#options.user, setup.start.left];
      const isKnown = (id: string | undefined): boolean => setup.users.some((user) => user.id === id);
      await this.choose(wanted.find(isKnown) ?? setup.start.left);
    } catch {
      this.#show({ phase: { kind: 'unknown' } });
    }
  }

  /** Has this tablet be that user's. */
  choose(user: string): Promise<void> {
    this.#options.kept.set(this.#key('user'), user);
    return this.#inTurn(async (signal) => {
      await this.device?.close();
      this.#show({ user, phase: { kind: 'opening' } });
      await this.#open(signal);
    });
  }

  /** Opens the device again, after it failed to open or was wiped. */
  reopen(): Promise<void> {
    return this.choose(this.#state.user);
  }

  /** Removes everything of this tablet and downloads it anew. */
  downloadAgain(): Promise<void> {
    return this.#inTurn(async (signal) => {
      const { device } = this;
      this.#show({ phase: { kind: 'opening' } });
      await device?.wipe();
      await this.#open(signal);
    });
  }

  /** Stores what was typed and lets go of the device. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.device?.close();
      this.#show({ phase: { kind: 'starting' } });
    });
  }

  async #open(signal: AbortSignal): Promise<void> {
    const { setup, user } = this.#state;
    if (setup === undefined) return;
    const { name, open, origin } = this.#options;
    try {
      const device = await open({
        url: new URL(setup.syncPath, origin).href,
        organization: asId<OrganizationId>(setup.organization),
        app: setup.app,
        storage: `rejoin-${name}-${user}`,
        token: () => this.#token(user),
        WebSocket: this.network.WebSocket,
        onWaiting: () => this.#show({ phase: { kind: 'elsewhere' } }),
        signal,
      });
      this.#show({ phase: { kind: 'open', device } });
    } catch (error) {
      // Somebody chose another user, or left, while it waited for another tab.
      if (signal.aborted) return;
      this.#show({ phase: { kind: 'failed', error: asRejoinError(error) } });
    }
  }

  /** The switch cuts this way to the relay too. */
  #token(user: string): Promise<string> {
    if (this.network.isOn) return this.#options.token(user);
    return Promise.reject(new RejoinError('relay-unreachable', 'the network is off'));
  }

  /** Does it when everything before it is done; whoever waits for another tab gives that up. */
  #inTurn(act: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#waiting.abort();
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    const done = this.#turn.then(() => act(signal));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #key(what: string): string {
    return `${this.#options.name}/${what}`;
  }

  #show(changes: Partial<TabletState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of [...this.#listeners]) listener();
  }
}

function asRejoinError(error: unknown): RejoinError {
  if (error instanceof RejoinError) return error;
  return new RejoinError('internal-error', error instanceof Error ? error.message : 'unknown', {
    cause: error,
  });
}
