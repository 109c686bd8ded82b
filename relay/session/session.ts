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
import type { Refusal } from '../../engine/model/index.ts';
import {
  type DeviceMessage,
  decodeDeviceMessage,
  encodeRelayMessage,
  type Hello,
  type PushMessage,
  type RelayMessage,
} from '../../engine/protocol/index.ts';
import { PageFeed } from '../routing/index.ts';
import { type Admission, type AdmissionDesk, admit } from './hello.ts';
import type { Follower } from './open-organization.ts';
import { PagePump } from './page-pump.ts';
import type { SessionLimits } from './session-limits.ts';
import type { Socket } from './socket.ts';
import { verdictMessage } from './verdict-message.ts';

/** What a session reports; never with values or tokens. */
export type SessionEvent =
  | {
      readonly event: 'opened';
      readonly organization: string;
      readonly device: number;
      readonly user: string;
    }
  | { readonly event: 'closed'; readonly code: string }
  | { readonly event: 'refused'; readonly code: string; readonly number: number };

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
      readonly follower: Follower;
    }
  | { readonly name: 'closed' };

/** WebSocket close codes of 4000 and above are for applications. */
const CLOSE_FAULT = 4000;

export class Session {
  readonly #options: SessionOptions;
  #state: State = { name: 'awaiting-hello' };
  #cancelSilence: () => void;
  #cancelTokenEnd: () => void = () => {};
  #unanswered = 0;
  /** After `resume-at n` everything is ignored until n comes again. */
  #resumeAt: number | undefined;

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
    if (decoded.ok) this.#handle(decoded.message);
    else this.end(decoded.refusal);
  }

  #handle(message: DeviceMessage): void {
    const state = this.#state;
    if (message.type === 'hello' && state.name === 'awaiting-hello') {
      void this.#admit(message);
      return;
    }
    if (state.name !== 'open' || message.type === 'hello') {
      this.end(outOfPlace(message.type));
      return;
    }
    this.#watchSilence();
    switch (message.type) {
      case 'push':
        this.#push(message, state.admission);
        break;
      case 'stored':
        if (!state.pump.confirm(message.page)) this.end(unknownPage);
        break;
      case 'want':
        if (!state.pump.want(message.records)) this.end(tooManyWanted);
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
    const result = await admit(hello, this.#options.desk).catch((): Refusal => unavailable);
    // Closed meanwhile; the compiler can't know.
    if ((this.#state as State).name === 'closed') return;
    if ('code' in result) return this.end(result);
    const admission = result;
    const { organization, device } = admission;
    const feed = new PageFeed(
      {
        get store() {
          return organization.store;
        },
        get tail() {
          return organization.tail;
        },
        view: () => admission.view(),
      },
      { device: device.number, cursor: admission.plan.cursor, reconcile: admission.plan.reconcile },
    );
    const pump = new PagePump({
      feed,
      limits: this.#options.limits,
      send: (message) => this.#send(message),
      bufferedAmount: () => this.#options.socket.bufferedAmount,
      setTimer: this.#options.seams.setTimer,
      fail: () => this.end(unavailable),
    });
    const follower: Follower = {
      userId: device.userId,
      device: device.number,
      wake: () => pump.wake(),
      review: () => this.#review(),
      end: (refusal) => this.end(refusal),
    };
    organization.follow(follower);
    this.#state = { name: 'open', admission, pump, follower };
    this.#options.report({
      event: 'opened',
      organization: organization.store.organization,
      device: device.number,
      user: device.userId,
    });
    this.#watchSilence();
    this.#watchToken(admission.tokenEndsAt);
    for (const message of admission.greeting(this.#options.limits)) this.#send(message);
    pump.wake();
  }

  #push(message: PushMessage, admission: Admission): void {
    if (this.#resumeAt !== undefined) {
      if (message.number !== this.#resumeAt) return;
      this.#resumeAt = undefined;
    }
    if (this.#unanswered >= this.#options.limits.maxUnanswered) {
      this.end(tooManyUnanswered);
      return;
    }
    this.#unanswered += 1;
    admission.organization.judge(admission.device, message).then(
      (verdict) => {
        this.#unanswered -= 1;
        if (this.#state.name === 'closed' || this.#resumeAt !== undefined) return;
        if (verdict.kind === 'fault') return this.end(verdict.refusal);
        if (verdict.kind === 'resume-at') this.#resumeAt = verdict.number;
        if (verdict.kind === 'rejected') {
          this.#options.report({ event: 'refused', code: verdict.code, number: verdict.number });
        }
        this.#send(verdictMessage(verdict, this.#options));
      },
      () => {
        this.#unanswered -= 1;
        this.#pause(message.number);
      },
    );
  }

  /** Nothing could be stored: the device sends again from here on, after a pause. */
  #pause(number: number): void {
    if (this.#state.name === 'closed' || this.#resumeAt !== undefined) return;
    this.#resumeAt = number;
    const { code, reason } = unavailable;
    this.#send({ type: 'resume-at', number, code, reason, pauseMs: this.#options.limits.pauseMs });
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
    if (this.#state.name !== 'closed') this.#options.socket.send(encodeRelayMessage(message));
  }

  #close(code: string): void {
    if (this.#state.name === 'closed') return;
    if (this.#state.name === 'open') {
      const { admission, follower, pump } = this.#state;
      admission.organization.unfollow(follower);
      pump.stop();
    }
    this.#state = { name: 'closed' };
    this.#cancelSilence();
    this.#cancelTokenEnd();
    this.#options.report({ event: 'closed', code });
  }
}

const refusal = (code: Refusal['code'], reason: string): Refusal => ({ code, reason });
const outOfPlace = (type: string) => refusal('malformed-frame', `The message ${type} is out of place here.`);
const helloMissing = refusal('malformed-frame', 'No hello came in time.');
const silent = refusal('malformed-frame', 'Nothing came for too long, not even a ping.');
const unknownPage = refusal('malformed-frame', 'A page was confirmed that was not sent.');
const tooManyWanted = refusal('malformed-frame', 'More records are wanted than may be asked for at a time.');
const tooManyUnanswered = refusal('malformed-frame', 'More changes are unanswered than the limit allows.');
const tokenExpired = refusal('token-expired', 'The token has ended.');
const tokenRefused = refusal('token-refused', 'The token is not valid for this relay and organization.');
const unavailable = refusal('unavailable', 'The relay can not serve this organization at the moment.');
