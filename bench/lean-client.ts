/**
 * A device reduced to what a measurement needs of it: it says hello, sends frames that were made
 * before, keeps so many unanswered, confirms pages, and looks at nothing but types and numbers.
 *
 * Invariant: an answer that is not `accepted` ends the measurement; nothing is counted that was refused.
 */
import { createDecoder, readVarUint } from 'lib0/decoding';
import { asId, type DeviceId } from '../engine/model/index.ts';
import {
  decodeRelayMessage,
  encodeDeviceMessage,
  type Hello,
  PROTOCOL_VERSION,
  type RelayMessage,
  SUBPROTOCOL,
} from '../engine/protocol/index.ts';
import { RawAuthor } from '../test/world/raw-author.ts';
import { worker } from './organization.ts';
import { ORGANIZATION } from './relay-process.ts';
import { realSeams } from './seams.ts';
import type { Measured } from './start-process.ts';
import { openWire, type Wire } from './wire.ts';

/** Types of messages on the wire, see docs/protocol.md. */
const PAGE = 66;
const ACCEPTED = 67;
/** What a device may have unanswered in these measurements. */
export const WINDOW = 32;

interface Driving {
  readonly frames: readonly Uint8Array[];
  sent: number;
  answered: number;
  resolve(): void;
}

export class LeanClient {
  /** Makes what it sends; its device number is the one that the relay gave. */
  readonly author = new RawAuthor(realSeams);
  /** The last sequence number that it was told. */
  cursor = 0;
  /** The highest sequence number that one of its changes took. */
  lastAccepted = 0;
  pages = 0;
  pageBytes = 0;
  readonly #wire: Wire;
  #driving: Driving | undefined;
  #fail: (error: Error) => void = () => {};
  #waiting: (() => void) | undefined;
  /** Entities of the plan that are not complete; pages are only looked into while there are some. */
  readonly #missing = new Set<string>();
  #onRange: () => void = () => {};
  /** Whether an own change comes back in a page, as with a real relay. */
  #isToldOfOwn = true;

  private constructor(wire: Wire) {
    this.#wire = wire;
    wire.onFrame = (frame) => this.#receive(frame);
    wire.onEnd = (reason) => this.#fail(new Error(`the connection ended: ${reason}`));
  }

  /** Connects as a device of its own of the given worker; resolves when it was welcomed. */
  static async connect(relay: Measured, place: number, fields: Partial<Hello> = {}): Promise<LeanClient> {
    const token = await relay.token(worker(place));
    const wire = await openWire(relay.url, SUBPROTOCOL);
    const client = new LeanClient(wire);
    const greeted = new Promise<void>((resolve, reject) => {
      client.#fail = reject;
      wire.onFrame = (frame) => client.#greet(frame, resolve);
    });
    wire.send(encodeDeviceMessage({ ...helloOf(place, token), ...fields }));
    await greeted;
    return client;
  }

  /** Connects to a relay that asks nothing. */
  static async connectPlain(relay: Measured): Promise<LeanClient> {
    const client = new LeanClient(await openWire(relay.url, SUBPROTOCOL));
    client.#isToldOfOwn = false;
    return client;
  }

  /** Sends the frames, with `window` of them unanswered; resolves when all are accepted. */
  drive(frames: readonly Uint8Array[], window = WINDOW): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#driving = { frames, sent: 0, answered: 0, resolve };
      for (let at = 0; at < window; at++) this.#sendNext(this.#driving);
    });
  }

  /** Resolves when every entity that it was promised has been sent to its end. */
  whenComplete(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      const look = (): void => {
        if (this.#missing.size === 0) resolve();
      };
      this.#onRange = look;
      look();
    });
  }

  /** Resolves when it has been told of everything up to the sequence number. */
  until(sequence: number): Promise<void> {
    if (this.cursor >= sequence) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#waiting = () => {
        if (this.cursor < sequence) return;
        this.#waiting = undefined;
        resolve();
      };
    });
  }

  close(): void {
    this.#fail = () => {};
    this.#wire.close();
  }

  #greet(frame: Uint8Array, resolve: () => void): void {
    if (frame[0] === PAGE) {
      this.#confirm(frame);
      return;
    }
    const message = messageOf(frame);
    if (message.type === 'fault') this.#fail(new Error(message.reason));
    if (message.type === 'welcome') this.author.device = message.deviceNumber;
    if (message.type === 'welcome') {
      this.cursor = message.sequence;
      for (const { entity } of message.plan) this.#missing.add(entity);
    }
    if (message.type !== 'metadata') return;
    this.author.metadataVersion = message.version;
    this.#wire.onFrame = (next) => this.#receive(next);
    resolve();
  }

  #sendNext(driving: Driving): void {
    const frame = driving.frames[driving.sent];
    if (frame === undefined) return;
    driving.sent += 1;
    this.#wire.send(frame);
  }

  #receive(frame: Uint8Array): void {
    if (frame[0] === ACCEPTED) this.#accept(frame);
    else if (frame[0] === PAGE) this.#confirm(frame);
    else this.#fail(new Error(`answered with ${JSON.stringify(messageOf(frame))}`));
  }

  #accept(frame: Uint8Array): void {
    const decoder = createDecoder(frame);
    decoder.pos = 1;
    readVarUint(decoder); // number
    this.lastAccepted = readVarUint(decoder);
    if (!this.#isToldOfOwn) this.#advance(this.lastAccepted);
    const driving = this.#driving;
    if (driving === undefined) return;
    driving.answered += 1;
    this.#sendNext(driving);
    if (driving.answered < driving.frames.length) return;
    this.#driving = undefined;
    driving.resolve();
  }

  #confirm(frame: Uint8Array): void {
    const decoder = createDecoder(frame);
    decoder.pos = 1;
    const page = readVarUint(decoder);
    this.#advance(readVarUint(decoder));
    this.pages += 1;
    this.pageBytes += frame.length;
    this.#wire.send(encodeDeviceMessage({ type: 'stored', cursor: this.cursor, page }));
    if (this.#missing.size > 0) this.#noteRange(frame);
  }

  #noteRange(frame: Uint8Array): void {
    const message = messageOf(frame);
    if (message.type !== 'page' || message.range === undefined || message.range.upTo !== undefined) return;
    this.#missing.delete(message.range.entity);
    this.#onRange();
  }

  #advance(cursor: number): void {
    this.cursor = Math.max(this.cursor, cursor);
    this.#waiting?.();
  }
}

/** A new device's hello, for the worker of that place. */
export function helloOf(place: number, token: string): Hello {
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    organization: ORGANIZATION,
    app: 'bench',
    deviceId: deviceOfPlace(place),
    token,
    nextNumber: 1,
    firstNumber: 1,
    lastVerdict: 0,
    clock: realSeams.now(),
    publicKey: new Uint8Array(0),
    metadataVersion: 0,
    filterVersion: 0,
    incarnation: '',
    cursor: 0,
    entities: [],
  };
}

/** One device for each worker that connects. */
export function deviceOfPlace(place: number): DeviceId {
  return asId(`00000000-0008-4000-8000-${place.toString(16).padStart(12, '0')}`);
}

export function messageOf(frame: Uint8Array): RelayMessage {
  const decoded = decodeRelayMessage(frame);
  if (!decoded.ok) throw new Error(decoded.refusal.reason);
  return decoded.message;
}
