/**
 * Watches every frame on every connection, for the promises that frames can break. It reads them by
 * `docs/protocol.md`, with no code of those who send or receive them.
 *
 * P5 and P6 are asked of the raw bytes: a marker in a frame to a device must have been accepted, and the
 * user must be able to read its record and column, as the log said when the frame was sent. What became
 * durable while the frame was being made counts in its favour.
 */
import { createHash } from 'node:crypto';
import { readDeviceFrame, readRelayFrame, type SeenRelayMessage } from '../world/observer-frames.ts';
import type { ObservedRelay } from '../world/observer-relay.ts';
import { ClockWatch } from './clock-watch.ts';
import type { FaultCounts } from './faults.ts';
import { type Ledger, markersIn } from './ledger.ts';
import type { Connection, Direction } from './network.ts';
import { ReconcileWatch } from './reconcile-watch.ts';

interface Suspect {
  readonly marker: string;
  readonly user: string;
  readonly device: string;
  readonly at: number;
  readonly isUnaccepted: boolean;
  readonly isForbidden: boolean;
}

interface ConnectionCounts {
  pagesSent: number;
  pagesConfirmed: number;
  pushesArrived: number;
  verdictsSent: number;
  deviceNumber: number;
}

export interface FrameWatchOptions {
  readonly observed: ObservedRelay;
  readonly ledger: Ledger;
  readonly faults: FaultCounts;
  readonly userOf: (device: string) => string;
  /** How many changes wait on the device. */
  readonly pendingOf: (device: string) => number;
  readonly now: () => number;
  /** Called when a device says that it has stored a page. */
  readonly onStored: (device: string) => void;
}

export class FrameWatch {
  readonly #options: FrameWatchOptions;
  readonly #hash = createHash('sha256');
  readonly #counts = new Map<Connection, ConnectionCounts>();
  readonly #pushed = new Set<string>();
  readonly #unanswered = new Map<string, Set<number>>();
  readonly #reconciles = new ReconcileWatch();
  readonly problems: string[] = [];
  readonly #clocks = new ClockWatch(this.problems);
  readonly #read = new WeakMap<Uint8Array, SeenRelayMessage>();
  #suspects: Suspect[] = [];
  /** By device, the number that the relay gave it last. */
  readonly deviceNumbers = new Map<string, number>();
  /** `device/number` of what the relay said it accepted, with the sequence number. */
  readonly acknowledged = new Map<string, number>();

  constructor(options: FrameWatchOptions) {
    this.#options = options;
  }

  get trace(): string {
    return this.#hash.copy().digest('hex');
  }

  /** Whether a reconcile may show the device two states at once. */
  isReconciling(device: string): boolean {
    return this.#reconciles.isReconciling(device);
  }

  take(connection: Connection, direction: Direction, moment: 'sent' | 'arrived', bytes: Uint8Array): void {
    if (moment === 'sent') {
      const line = `${this.#options.now()} ${connection.number} ${direction} ${bytes.length} `;
      this.#hash.update(line).update(bytes);
    }
    if (direction === 'up') this.#up(connection, moment, bytes);
    else if (moment === 'sent') this.#sentDown(connection, bytes);
    else this.#arrivedDown(connection, bytes);
  }

  /** The device was wiped and begins anew. */
  forget(device: string): void {
    this.#unanswered.delete(device);
    this.deviceNumbers.delete(device);
    for (const key of this.#pushed) if (key.startsWith(`${device}/`)) this.#pushed.delete(key);
  }

  /** Lets go of suspects that a batch has cleared which became durable in the same moment. */
  reconsider(): void {
    if (this.#suspects.length === 0) return;
    this.#suspects = this.#suspects.flatMap((suspect) => {
      const isUnaccepted = suspect.isUnaccepted && !this.#options.observed.markers.has(suspect.marker);
      const isForbidden = suspect.isForbidden && !this.#mayHave(suspect.user, suspect.marker);
      return isUnaccepted || isForbidden ? [{ ...suspect, isUnaccepted, isForbidden }] : [];
    });
  }

  /** The moment is over: what is still suspect is a problem. */
  settle(): void {
    for (const { marker, device, at, isUnaccepted, isForbidden } of this.#suspects) {
      const sent = `${marker} was sent to ${device} at ${at}`;
      if (isUnaccepted) this.problems.push(`[P6] ${sent}, and was not accepted`);
      if (isForbidden) this.problems.push(`[P5] ${sent}, which may not have it`);
    }
    this.#suspects = [];
  }

  #up(connection: Connection, moment: 'sent' | 'arrived', bytes: Uint8Array): void {
    const message = this.#try(connection.device, () => readDeviceFrame(bytes));
    if (message === undefined) return;
    const counts = this.#of(connection);
    if (message.type === 'stored' && moment === 'arrived') counts.pagesConfirmed = message.page;
    if (message.type === 'stored' && moment === 'sent') {
      this.#reconciles.stored(connection.device, message);
      this.#options.onStored(connection.device);
    }
    if (message.type === 'hello' && moment === 'sent') {
      if (message.entities.some(({ after }) => after !== undefined))
        this.#options.faults.count('resumed-range');
    }
    if (message.type !== 'push') return;
    if (moment === 'arrived') {
      counts.pushesArrived++;
      return;
    }
    const key = `${connection.device}/${message.number}`;
    if (this.#pushed.has(key)) this.#options.faults.count('repeat');
    else this.#clocks.sent(`${connection.device} ${this.#options.ledger.eraOf(connection.device)}`, message);
    this.#pushed.add(key);
    const unanswered = this.#unanswered.get(connection.device) ?? new Set();
    this.#unanswered.set(connection.device, unanswered.add(message.number));
    if (unanswered.size > 64)
      this.problems.push(`[P9] ${connection.device} has ${unanswered.size} unanswered`);
  }

  #sentDown(connection: Connection, bytes: Uint8Array): void {
    const { observed, userOf, now, faults } = this.#options;
    const { device } = connection;
    const user = userOf(device);
    for (const marker of new Set(markersIn(Buffer.from(bytes).toString('latin1')))) {
      const isUnaccepted = !observed.markers.has(marker);
      const isForbidden = !this.#mayHave(user, marker);
      if (isUnaccepted || isForbidden) {
        this.#suspects.push({ marker, user, device, at: now(), isUnaccepted, isForbidden });
      }
    }
    const message = this.#try('the relay', () => readRelayFrame(bytes));
    if (message === undefined) return;
    this.#read.set(bytes, message);
    const counts = this.#of(connection);
    if (message.type === 'welcome') {
      counts.deviceNumber = message.deviceNumber;
      this.deviceNumbers.set(device, message.deviceNumber);
    }
    if (message.type === 'page') {
      if (observed.revoked.has(counts.deviceNumber))
        this.problems.push(`[P8] a page was sent to ${device} at ${now()}, which is revoked`);
      counts.pagesSent++;
      const unconfirmed = counts.pagesSent - counts.pagesConfirmed;
      if (unconfirmed > 4) this.problems.push(`[P9] ${unconfirmed} pages unconfirmed by ${device}`);
    }
    if (message.type === 'accepted') {
      counts.verdictsSent++;
      const key = `${counts.deviceNumber}/${message.number}`;
      // The first word counts: one that is said again otherwise was not kept.
      if (!this.acknowledged.has(key)) this.acknowledged.set(key, message.sequence);
    }
    if (message.type === 'rejected') faults.count('refusal');
    if (message.type === 'reform') faults.count('reform');
  }

  #arrivedDown(connection: Connection, bytes: Uint8Array): void {
    // A frame that arrives is the one that was sent.
    const message = this.#read.get(bytes);
    if (message === undefined) return;
    const { device } = connection;
    const { faults, pendingOf } = this.#options;
    if (message.type === 'rejected' && pendingOf(device) > 1) faults.count('refusal-with-later-edits');
    if (message.type === 'accepted' || message.type === 'rejected' || message.type === 'reform') {
      this.#unanswered.get(device)?.delete(message.number);
    }
    if (message.type === 'page' && message.range?.upTo !== undefined) faults.count('split-range');
    this.#reconciles.arrived(device, message);
  }

  /** What a frame says; one that nobody could read is a problem of who sent it. */
  #try<T>(sender: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.problems.push(`${sender} sent a frame that can't be read: ${String(error)}`);
      return undefined;
    }
  }

  #mayHave(user: string, marker: string): boolean {
    const { observed, ledger } = this.#options;
    const typed = ledger.typed.get(marker);
    if (typed === undefined) return false;
    const { entity, id, attribute } = typed;
    return observed.reads(user, `${entity}/${id}`) && observed.mayHold(user, entity, attribute);
  }

  #of(connection: Connection): ConnectionCounts {
    const known = this.#counts.get(connection);
    if (known !== undefined) return known;
    const fresh = { pagesSent: 0, pagesConfirmed: 0, pushesArrived: 0, verdictsSent: 0, deviceNumber: 0 };
    this.#counts.set(connection, fresh);
    return fresh;
  }
}
