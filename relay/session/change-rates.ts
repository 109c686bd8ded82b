/**
 * How many changes a minute are taken of one device, and of all devices of an organization together.
 *
 * Who has been silent may send a minute's worth at once: that is what a tablet does which comes back. Beyond, it
 * is told how long to wait. Invariant: a device that connects anew has no more than if it had stayed; and
 * what is remembered of devices is bounded, because who has waited long enough is forgotten.
 */
import type { DeviceNumber } from '../../engine/model/index.ts';

export interface RateLimits {
  /** Changes of one device in a minute. */
  readonly maxChangesPerMinute: number;
  /** Changes of all devices of an organization in a minute. */
  readonly maxOrganizationChangesPerMinute: number;
}

const MINUTE_MS = 60_000;
/** Devices that are remembered before those are looked for that can be forgotten. */
const REMEMBERED = 1_000;

export class ChangeRates {
  readonly #limits: RateLimits;
  readonly #organization: Allowance;
  readonly #devices = new Map<DeviceNumber, Allowance>();
  #rememberUpTo = REMEMBERED;

  constructor(limits: RateLimits) {
    this.#limits = limits;
    this.#organization = new Allowance(limits.maxOrganizationChangesPerMinute);
  }

  /**
   * Takes a change of the device, or says how long it is to wait.
   *
   * @param now milliseconds since 1970
   * @returns milliseconds; 0 where the change is taken
   */
  take(device: DeviceNumber, now: number): number {
    const own = this.#allowance(device, now);
    const waitMs = Math.max(own.waitMs(now), this.#organization.waitMs(now));
    if (waitMs > 0) return waitMs;
    own.take();
    this.#organization.take();
    return 0;
  }

  #allowance(device: DeviceNumber, now: number): Allowance {
    const known = this.#devices.get(device);
    if (known !== undefined) return known;
    if (this.#devices.size >= this.#rememberUpTo) this.#forget(now);
    const own = new Allowance(this.#limits.maxChangesPerMinute);
    this.#devices.set(device, own);
    return own;
  }

  #forget(now: number): void {
    for (const [device, own] of this.#devices) if (own.isWhole(now)) this.#devices.delete(device);
    // Twice what is left, so that looking costs each device little.
    this.#rememberUpTo = Math.max(REMEMBERED, 2 * this.#devices.size);
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
