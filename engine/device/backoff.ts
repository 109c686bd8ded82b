/**
 * How long to wait before trying again: full jitter, so that a thousand tablets whose relay came
 * back don't all knock in the same second.
 *
 * Invariant: every wait lies between 0 and a ceiling that doubles with each failure up to a maximum;
 * only a success that lasted brings it back to the beginning.
 */
export interface BackoffOptions {
  readonly baseMs: number;
  readonly maxMs: number;
}

export const RECONNECT_BACKOFF: BackoffOptions = { baseMs: 500, maxMs: 30_000 };

export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number, options: BackoffOptions = RECONNECT_BACKOFF) {
    this.#random = random;
    this.#options = options;
  }

  /** The wait before the next try, in milliseconds; counts one more failure. */
  next(): number {
    const ceiling = Math.min(this.#options.maxMs, this.#options.baseMs * 2 ** Math.min(this.#failures, 20));
    this.#failures++;
    return Math.floor(this.#random() * ceiling);
  }

  /** Forgets the failures. */
  reset(): void {
    this.#failures = 0;
  }
}

/** A pause that someone else asked for, spread over one to one and a half times its length. */
export function jitterPause(pauseMs: number, random: () => number): number {
  return Math.floor(pauseMs * (1 + random() / 2));
}
