/**
 * How many changes a minute are taken of one device, of all devices of a user, and of all of an organization.
 *
 * Who has been silent may send a minute's worth at once: that is what a tablet does which comes back. Beyond, it
 * is told how long to wait. Invariant: a device that connects anew has no more than if it had stayed; and
 * what is remembered of devices is bounded, because who has waited long enough is forgotten.
 */
import type { DeviceNumber, UserId } from '../../engine/model/index.ts';

export interface RateLimits {
  /** Changes of one device in a minute. */
  readonly maxChangesPerMinute: number;
  /** Changes of all devices of one user in a minute: a further device brings nobody more. */
  readonly maxUserChangesPerMinute: number;
  /** Changes of all devices of an organization in a minute. */
  readonly maxOrganizationChangesPerMinute: number;
}

const MINUTE_MS = 60_000;
/** Devices and users that are remembered before those are looked for that can be forgotten. */
const REMEMBERED = 1_000;

export class ChangeRates {
  readonly #limits: RateLimits;
  readonly #organization: Allowance;
  readonly #own = new Map<DeviceNumber | UserId, Allowance>();
  #rememberUpTo = REMEMBERED;

  constructor(limits: RateLimits) {
    this.#limits = limits;
    this.#organization = new Allowance(limits.maxOrganizationChangesPerMinute);
  }

  /**
   * Takes a change of the user's device, or says how long it is to wait.
   *
   * @param now milliseconds since 1970
   * @returns milliseconds; 0 where the change is taken
   */
  take(device: DeviceNumber, userId: UserId, now: number): number {
    const own = this.#allowance(device, this.#limits.maxChangesPerMinute, now);
    const user = this.#allowance(userId, this.#limits.maxUserChangesPerMinute, now);
    const waitMs = Math.max(own.waitMs(now), user.waitMs(now), this.#organization.waitMs(now));
    if (waitMs > 0) return waitMs;
    own.take();
    user.take();
    this.#organization.take();
    return 0;
  }

  #allowance(whose: DeviceNumber | UserId, perMinute: number, now: number): Allowance {
    const known = this.#own.get(whose);
    if (known !== undefined) return known;
    if (this.#own.size >= this.#rememberUpTo) this.#forget(now);
    const own = new Allowance(perMinute);
    this.#own.set(whose, own);
    return own;
  }

  #forget(now: number): void {
    for (const [whose, own] of this.#own) if (own.isWhole(now)) this.#own.delete(whose);
    // Twice what is left, so that looking costs each device little.
    this.#rememberUpTo = Math.max(REMEMBERED, 2 * this.#own.size);
  }
}

/** So many in a minute, as many at once, coming back evenly. */
class Allowance {
  readonly #perMinute: number;
  #left: number;
  #asOf = Number.NEGATIVE_INFINITY;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
    this.#left = perMinute;
  }

  /** How long until one may be taken. */
  waitMs(now: number): number {
    this.#refill(now);
    return this.#left >= 1 ? 0 : Math.ceil(((1 - this.#left) * MINUTE_MS) / this.#perMinute);
  }

  isWhole(now: number): boolean {
    this.#refill(now);
    return this.#left >= this.#perMinute;
  }

  take(): void {
    this.#left -= 1;
  }

  #refill(now: number): void {
    // A clock that was set back gives nothing, and takes nothing away.
    const passed = Math.max(0, now - this.#asOf);
    this.#left = Math.min(this.#perMinute, this.#left + (passed * this.#perMinute) / MINUTE_MS);
    this.#asOf = now;
  }
}
