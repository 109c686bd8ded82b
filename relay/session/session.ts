/**
 * One connection of one device, from its `hello` to its end.
 *
 * A session is a union of states, each with the fields of its own; messages are handled one after the
 * other. Everything that it holds is bounded: changes unanswered, pages unconfirmed, records wanted.
 *
 * Invariant: nothing is sent before a valid token; verdicts go out in the order of their numbers and
 * before the pages that build on them; a malformed frame ends the session and does nothing else.
 */
import type { Seams } from '../../engine/clock/index.ts';
import { type Refusal, RejoinError } from '../../engine/model/index.ts';
import {
  type DeviceMessage,
  decodeDeviceMessage,
  encodeRelayMessage,
  type Hello,
  type RelayMessage,
} from '../../engine/protocol/index.ts';
import { kindOf } from '../commit/index.ts';
import { PageFeed } from '../routing/index.ts';
import { isStoreFailure } from '../store/index.ts';
import type { Follower } from './followers.ts';
import { type Admission, type AdmissionDesk, admit, identify } from './hello.ts';
import { PagePump } from './page-pump.ts';
import { PushLine } from './push-line.ts';
import type { SessionEvent } from './session-event.ts';
import {
  defect,
  helloMissing,
  outOfPlace,
  silent,
  tokenExpired,
  tokenRefused,
  tooManyWanted,
  unavailable,
  unknownPage,
} from './session-faults.ts';
import type { SessionLimits } from './session-limits.ts';
import type { Socket } from './socket.ts';

export interface SessionOptions {
  readonly socket: Socket;
  readonly desk: AdmissionDesk;
  readonly seams: Seams;
  readonly limits: SessionLimits;
  report(event: SessionEvent): void;
}

type State =
  | { readonly name: 'awaiting-hello' }
  | { readonly name: 'admitting' }
  | {
      readonly name: 'open';
      readonly admission: Admission;
      readonly pump: PagePump;
      readonly pushes: PushLine;
      readonly follower: Follower;
    }
  | { readonly name: 'closed' };

/** WebSocket close codes of 4000 and above are for applications. */
const CLOSE_FAULT = 4000;
/** Who lets more than this stand unread in its socket has gone away, or means harm. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

export class Session {
  readonly #options: SessionOptions;
  #state: State = { name: 'awaiting-hello' };
  #cancelSilence: () => void;
  #cancelTokenEnd: () => void = () => {};

  constructor(options: SessionOptions) {
    this.#options = options;
    const { socket, seams, limits } = options;
    socket.onMessage = (bytes) => this.#receive(bytes);
    socket.onClose = () => this.#close('closed-by-device');
    this.#cancelSilence = seams.setTimer(limits.helloTimeoutMs, () => this.end(helloMissing));
  }

  /** Tells the device why, and closes. */
  end(refusal: Refusal): void {
    if (this.#state.name === 'closed') return;
    this.#send({ type: 'fault', code: refusal.code, reason: refusal.reason });
    this.#close(refusal.code);
    this.#options.socket.close(CLOSE_FAULT, refusal.code);
  }

  #receive(bytes: Uint8Array): void {
    if (this.#state.name === 'closed') return;
    const decoded = decodeDeviceMessage(bytes, this.#options.limits);
    try {
      if (decoded.ok) this.#handle(decoded.message, bytes);
      else this.end(decoded.refusal);
    } catch (error) {
      // The store may fail to be read at any moment.
      this.end(this.#explain(error));
    }
  }

  #handle(message: DeviceMessage, frame: Uint8Array): void {
    const state = this.#state;
    if (message.type === 'hello' && state.name === 'awaiting-hello') {
      this.#admit(message).catch((error: unknown) => this.end(this.#explain(error)));
      return;
    }
    if (state.name !== 'open' || message.type === 'hello') {
      this.end(outOfPlace(message.type));
      return;
    }
    this.#watchSilence();
    switch (message.type) {
      case 'push':
        state.pushes.take(message, frame);
        break;
      case 'stored':
        if (!state.pump.confirm(message.page)) this.end(unknownPage);
        break;
      case 'want':
        if (!state.pump.want(message.records)) this.end(tooManyWanted);
        break;
      case 'presence':
        state.admission.organization.presence.take(state.follower, message);
        break;
      case 'refresh':
        void this.#refresh(message.token, state.admission);
        break;
      case 'ping':
        this.#send({ type: 'pong' });
        break;
    }
  }

  async #admit(hello: Hello): Promise<void> {
    this.#state = { name: 'admitting' };
    const { socket, desk, seams, limits } = this.#options;
    const identity = await identify(hello, desk).catch((error: unknown) => this.#explain(error));
    // Closed meanwhile; the compiler can't know.
    if ((this.#state as State).name === 'closed') return;
    const admission = 'code' in identity ? identity : admit(identity, hello, seams);
    if ('code' in admission) return this.end(admission);
    const { organization, device } = admission;
    const feed = new PageFeed(
      {
        get store() {
          return organization.store;
        },
        get tail() {
          return organization.tail;
        },
        work: desk.scopeWork,
        view: () => admission.view(),
      },
      { device: device.number, ...admission.plan, maxRangeRecords: limits.maxRangeRecords },
    );
    const pump = new PagePump({
      feed,
      limits,
      send: (message) => {
        this.#send(message);
        seams.reach?.('page-sent');
      },
      bufferedAmount: () => socket.bufferedAmount,
      setTimer: seams.setTimer,
      fail: (error) => this.end(this.#explain(error)),
    });
    const follower: Follower = {
      userId: device.userId,
      device: device.number,
      get isBehind() {
        return socket.bufferedAmount >= limits.maxBufferedBytes;
      },
      tell: (message) => this.#send(message),
      wake: () => pump.wake(),
      review: () => this.#review(),
      fail: (error) => this.end(this.#explain(error)),
      end: (refusal) => this.end(refusal),
    };
    const pushes = new PushLine({
      ...this.#options,
      admission,
      send: (message) => this.#send(message),
      end: (refusal) => this.end(refusal),
      explain: (error) => this.#explain(error),
    });
    organization.follow(follower);
    this.#state = { name: 'open', admission, pump, pushes, follower };
    this.#options.report({
      event: 'opened',
      organization: organization.store.organization,
      device: device.number,
      user: device.userId,
    });
    this.#watchSilence();
    this.#watchToken(admission.tokenEndsAt);
    for (const message of admission.greeting(limits)) this.#send(message);
    pump.wake();
  }

  async #refresh(token: string, admission: Admission): Promise<void> {
    const claims = await this.#options.desk.verifyToken(token).catch((): Refusal => tokenRefused);
    if (this.#state.name !== 'open') return;
    if ('code' in claims) return this.end(claims);
    const isSame =
      claims.userId === admission.device.userId &&
      claims.organization === admission.organization.store.organization;
    if (!isSame) return this.end(tokenRefused);
    this.#watchToken(claims.endsAt);
  }

  /** Rights or metadata changed: what is sent again, and whether the user may go on at all. */
  #review(): void {
    const state = this.#state;
    if (state.name !== 'open') return;
    const review = state.admission.review();
    if ('code' in review) {
      this.end(review);
      return;
    }
    if (review.message !== undefined) this.#send(review.message);
    state.pump.reconcile(review.changed);
  }

  /** What the device is told of an exception; the report says more. */
  #explain(error: unknown): Refusal {
    if (error instanceof RejoinError && error.code === 'unavailable') return unavailable;
    this.#options.report({ event: 'failed', reason: kindOf(error) });
    return isStoreFailure(error) ? unavailable : defect;
  }

  #watchSilence(): void {
    this.#cancelSilence();
    const { seams, limits } = this.#options;
    this.#cancelSilence = seams.setTimer(limits.silenceTimeoutMs, () => this.end(silent));
  }

  #watchToken(endsAt: number): void {
    this.#cancelTokenEnd();
    const { seams } = this.#options;
    this.#cancelTokenEnd = seams.setTimer(Math.max(0, Math.min(endsAt - seams.now(), 2 ** 31 - 1)), () => {
      if (seams.now() >= endsAt) this.end(tokenExpired);
      else this.#watchToken(endsAt);
    });
  }

  #send(message: RelayMessage): void {
    if (this.#state.name === 'closed') return;
    const { socket } = this.#options;
    socket.send(encodeRelayMessage(message));
    if (socket.bufferedAmount <= MAX_UNREAD_BYTES) return;
    this.#close('unread');
    socket.close(CLOSE_FAULT, 'unread');
  }

  #close(code: string): void {
    if (this.#state.name === 'closed') return;
    if (this.#state.name === 'open') {
      const { admission, follower, pump, pushes } = this.#state;
      admission.organization.unfollow(follower);
      pump.stop();
      pushes.stop();
    }
    this.#state = { name: 'closed' };
    this.#cancelSilence();
    this.#cancelTokenEnd();
    this.#options.report({ event: 'closed', code });
  }
}
