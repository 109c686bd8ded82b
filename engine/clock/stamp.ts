/**
 * A stamp: the time of an edit as a hybrid logical clock reading, packed into one safe integer.
 *
 * 41 bits of milliseconds since 2020-01-01T00:00Z above 12 bits of counter: 53 bits, exactly what a
 * double holds. Invariant: stamps compare as numbers, and adding 1 carries a full counter into the
 * milliseconds.
 */

declare const brand: unique symbol;
/** A packed reading: milliseconds since 2020 times 4096, plus the counter. */
export type Stamp = number & { readonly [brand]: 'Stamp' };

/** 2020-01-01T00:00Z in Unix milliseconds: where stamps begin. */
export const STAMP_EPOCH_MS = 1_577_836_800_000;
/** How many stamps one millisecond has. */
export const STAMPS_PER_MS = 4_096;
/** The last Unix millisecond that a stamp can hold (in the year 2089). */
export const LAST_STAMP_MS = STAMP_EPOCH_MS + 2 ** 41 - 1;
/** How far ahead of one's own corrected time a stamp may lie and still be believed. */
export const MAX_AHEAD_MS = 60_000;

/**
 * Packs a time and a counter.
 *
 * @param ms Unix milliseconds; a fraction is dropped, and times outside 2020 to 2089 are moved to the nearest end.
 * @param counter 0 to 4095.
 * @throws RangeError where the counter does not fit or the time is no number: a defect of the caller.
 */
export function stampOf(ms: number, counter: number): Stamp {
  if (!Number.isInteger(counter) || counter < 0 || counter >= STAMPS_PER_MS || Number.isNaN(ms)) {
    throw new RangeError(`no stamp has counter ${counter} and time ${ms}`);
  }
  const withinBounds = Math.min(Math.max(Math.floor(ms), STAMP_EPOCH_MS), LAST_STAMP_MS);
  return ((withinBounds - STAMP_EPOCH_MS) * STAMPS_PER_MS + counter) as Stamp;
}

/** The Unix milliseconds of a stamp. */
export function millisecondsOf(stamp: Stamp): number {
  return Math.floor(stamp / STAMPS_PER_MS) + STAMP_EPOCH_MS;
}

/** The counter of a stamp: 0 to 4095. */
export function counterOf(stamp: Stamp): number {
  return stamp % STAMPS_PER_MS;
}

/** Whether something from outside has the form of a stamp. Says nothing about how far ahead it lies. */
export function isStamp(value: unknown): value is Stamp {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
