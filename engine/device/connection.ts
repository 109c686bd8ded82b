/**
 * The way to the relay: ask for a token, open a socket, greet, and begin again after a pause when it
 * breaks.
 *
 * Invariants: at most one socket; each phase carries only what it needs; nothing that happens on a
 * socket counts after that socket was given up. Editing never waits for any of it.
 */
import type { Seams } from '../clock/index.ts';
import { type Code, RejoinError } from '../model/index.ts';
import {
  type DeviceMessage,
  decodeRelayMessage,
  encodeDeviceMessage,
  type Hello,
  type RelayMessage,
  type Welcome,
} from '../protocol/index.ts';
import { askToken } from './ask-token.ts';
import { Backoff } from './backoff.ts';
import { Liveness } from './liveness.ts';
import type { Connect, Socket } from './socket.ts';

type Phase =
  | { readonly kind: 'closed' }
  | { readonly kind: 'waiting'; readonly cancel: () => void }
  | { readonly kind: 'asking'; readonly cancel: () => void }
  | { readonly kind: 'greeting'; readonly socket: Socket; readonly cancel: () => void }
  | {
      readonly kind: 'live';
      readonly socket: Socket;
      readonly liveness: Liveness;
      readonly cancel: () => void;
    };

/** How long a relay may take to answer the greeting. */
const GREETING_MS = 15_000;
/** A connection that lasted this long counts as a success. */
const STEADY_MS = 10_000;

export interface ConnectionOptions {
  readonly url: string;
  readonly seams: Seams;
  readonly connect: Connect;
  readonly token: () => Promise<string>;
  readonly greeting: (token: string) => Hello;
  readonly onConnecting: () => void;
  readonly onWelcome: (message: Welcome) => void;
  readonly onMessage: (message: Exclude<RelayMessage, Welcome>) => void;
  /** The connection is gone; it is tried again by itself unless `close` is called. */
  readonly onDown: (code: Code, reason: string) => void;
}

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #backoff: Backoff;
  #phase: Phase = { kind: 'closed' };

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.seams.random);
  }

  /** Begins, unless it has begun. */
  open(): void {
    if (this.#phase.kind === 'closed') this.#ask();
  }

  /** Tries now what waits for its pause. */
  hurry(): void {
    if (this.#phase.kind !== 'waiting') return;
    this.#phase.cancel();
    this.#ask();
  }

  /** Gives up the socket, and does not try again. */
  close(): void {
    this.#leave({ kind: 'closed' });
  }

  /** Gives up the socket and tries again after a pause. */
  restart(code: Code, reason: string): void {
    if (this.#phase.kind === 'closed' || this.#phase.kind === 'waiting') return;
    const cancel = this.#options.seams.setTimer(this.#backoff.next(), () => this.#ask());
    this.#leave({ kind: 'waiting', cancel });
    this.#options.onDown(code, reason);
  }

  /** Sends, when there is a live connection. */
  send(message: DeviceMessage): void {
    if (this.#phase.kind !== 'live') return;
    const { socket } = this.#phase;
    const bytes = encodeDeviceMessage(message);
    this.#attempt(() => socket.send(bytes));
  }

  #leave(next: Phase): void {
    const phase = this.#phase;
    this.#phase = next;
    if (phase.kind === 'closed') return;
    phase.cancel();
    if (phase.kind === 'waiting' || phase.kind === 'asking') return;
    if (phase.kind === 'live') phase.liveness.stop();
    phase.socket.onOpen = null;
    phase.socket.onMessage = null;
    phase.socket.onClose = null;
    phase.socket.close(1000);
  }

  #ask(): void {
    const { seams, token, onConnecting } = this.#options;
    const cancel = askToken({
      ...{ seams, token },
      onToken: (given) => this.#attempt(() => this.#greet(given)),
      onFailure: (code, reason) => this.restart(code, reason),
    });
    this.#phase = { kind: 'asking', cancel };
    onConnecting();
  }

  #greet(token: string): void {
    const { url, seams, connect, greeting } = this.#options;
    const socket = connect(url);
    const cancel = seams.setTimer(GREETING_MS, () => {
      this.restart('relay-unreachable', 'the relay does not answer');
    });
    this.#phase = { kind: 'greeting', socket, cancel };
    socket.onOpen = () => this.#attempt(() => socket.send(encodeDeviceMessage(greeting(token))));
    socket.onMessage = (bytes) => this.#receive(bytes);
    socket.onClose = () => this.restart('relay-unreachable', 'the connection ended');
  }

  /** Does what calls the platform or what the app handed in: whatever it throws breaks the connection. */
  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'the connection failed';
      this.restart(error instanceof RejoinError ? error.code : 'relay-unreachable', reason);
    }
  }

  #receive(bytes: Uint8Array): void {
    const decoded = decodeRelayMessage(bytes);
    if (!decoded.ok) {
      this.restart(decoded.refusal.code, decoded.refusal.reason);
      return;
    }
    const { message } = decoded;
    const phase = this.#phase;
    if (phase.kind === 'live') phase.liveness.heard();
    if (message.type !== 'welcome') this.#options.onMessage(message);
    else if (phase.kind === 'greeting') this.#welcomed(phase, message);
  }

  #welcomed(phase: Extract<Phase, { kind: 'greeting' }>, message: Welcome): void {
    const { seams, onWelcome } = this.#options;
    phase.cancel();
    this.#phase = {
      kind: 'live',
      socket: phase.socket,
      cancel: seams.setTimer(STEADY_MS, () => this.#backoff.reset()),
      liveness: new Liveness({
        seams,
        ping: () => this.send({ type: 'ping' }),
        onDead: () => this.restart('relay-unreachable', 'the relay stopped answering'),
      }),
    };
    onWelcome(message);
  }
}
