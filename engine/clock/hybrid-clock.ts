/**
 * The hybrid logical clock that stamps a device's edits.
 *
 * It reads the device's time, corrected by what the relay said at the handshake, and never gives the
 * same stamp twice. Invariant: `next` is greater than every stamp given before, whatever the device's
 * time, `observe` and `correct` do, and over a restart that hands `last` back in; `rewind` is the one
 * exception. A stamp more than 60 s ahead of the corrected time never moves the clock: one device
 * with a wrong clock must not drag the others with it.
 */
import { isStamp, LAST_STAMP_MS, MAX_AHEAD_MS, millisecondsOf, type Stamp, stampOf } from './stamp.ts';

export interface HybridClockOptions {
  /** The device's own time in Unix milliseconds; may jump. */
  readonly now: () => number;
  /** The greatest stamp before a restart. */
  readonly last?: Stamp;
}

/**
 * A clock that claims a time after this is read as this: the day that stays free leaves room to
 * count on until the clock is corrected.
 */
const LATEST_READING_MS = LAST_STAMP_MS - 86_400_000;

export class HybridClock {
  readonly #now: () => number;
  #offsetMs = 0;
  #last: Stamp;

  constructor(options: HybridClockOptions) {
    this.#now = options.now;
    this.#last = options.last ?? stampOf(0, 0);
  }

  /** The greatest stamp given or believed so far: to be stored with whatever it was given for. */
  get last(): Stamp {
    return this.#last;
  }

  /** The corrected time in Unix milliseconds. May run backward, as the device's time may. */
  now(): number {
    return this.#now() + this.#offsetMs;
  }

  /**
   * A new stamp, of the corrected time where that has moved on, else the last one plus 1.
   *
   * @throws RangeError where no greater stamp exists (a stored `last` at the end of the year 2089).
   */
  next(): Stamp {
    const reading = this.#reading();
    const following = this.#last + 1;
    if (reading > following) this.#last = reading;
    else if (isStamp(following)) this.#last = following;
    else throw new RangeError('the clock stands at the last stamp that there is');
    return this.#last;
  }

  /**
   * Takes note of a stamp from elsewhere, so that what is written next counts as later.
   *
   * @returns whether it is believed; false where it lies more than 60 s ahead of the corrected time,
   *   and then nothing has moved.
   */
  observe(stamp: Stamp): boolean {
    if (millisecondsOf(stamp) > Math.min(this.now(), LATEST_READING_MS) + MAX_AHEAD_MS) return false;
    if (stamp > this.#last) this.#last = stamp;
    return true;
  }

  /**
   * Learns the relay's time, at a handshake or from a verdict that names the clock.
   *
   * @param relayTimeMs The relay's Unix milliseconds now.
   */
  correct(relayTimeMs: number): void {
    if (!Number.isFinite(relayTimeMs)) return;
    this.#offsetMs = relayTimeMs - this.#now();
  }

  /**
   * Gives up the stamps that this device gave while its own time ran ahead: where the last one lies
   * more than 60 s ahead of the corrected time, the next follows that time again.
   *
   * For the moment before changes are formed again whose stamps the relay refused: without it a
   * device whose clock once stood a day ahead would get every change of that day refused. A stamp of
   * the minute ahead that a relay had believed may come again; entries with equal stamps are told
   * apart by their values.
   *
   * @returns whether the clock went back.
   */
  rewind(): boolean {
    if (millisecondsOf(this.#last) <= this.now() + MAX_AHEAD_MS) return false;
    this.#last = this.#reading();
    return true;
  }

  #reading(): Stamp {
    return stampOf(Math.min(this.now(), LATEST_READING_MS), 0);
  }
}
