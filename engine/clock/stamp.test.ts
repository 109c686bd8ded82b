/** Stamps: packing is exact, ordered, and stays within safe integers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterOf, isStamp, LAST_STAMP_MS, millisecondsOf, STAMP_EPOCH_MS, stampOf } from './index.ts';

const times = fc.integer({ min: STAMP_EPOCH_MS, max: LAST_STAMP_MS });
const counters = fc.integer({ min: 0, max: 4_095 });

describe('a stamp', () => {
  it('gives back the time and counter that it was packed from', () => {
    fc.assert(
      fc.property(times, counters, (ms, counter) => {
        const stamp = stampOf(ms, counter);
        expect(isStamp(stamp)).toBe(true);
        expect([millisecondsOf(stamp), counterOf(stamp)]).toEqual([ms, counter]);
      }),
    );
  });

  it('orders by time, then by counter', () => {
    fc.assert(
      fc.property(times, counters, times, counters, (ms, counter, otherMs, otherCounter) => {
        const expected = Math.sign(ms - otherMs) || Math.sign(counter - otherCounter);
        expect(Math.sign(stampOf(ms, counter) - stampOf(otherMs, otherCounter))).toBe(expected);
      }),
    );
  });

  it('uses 53 bits from 2020 to 2089, no more', () => {
    expect(stampOf(Date.UTC(2020, 0, 1), 0)).toBe(0);
    expect(stampOf(LAST_STAMP_MS, 4_095)).toBe(Number.MAX_SAFE_INTEGER);
    expect(new Date(LAST_STAMP_MS).getUTCFullYear()).toBe(2089);
  });

  it('moves a time that it can not hold to the nearest end', () => {
    expect(stampOf(0, 7)).toBe(7);
    expect(stampOf(Number.POSITIVE_INFINITY, 0)).toBe(stampOf(LAST_STAMP_MS, 0));
  });

  it('throws for a counter that does not fit', () => {
    for (const counter of [-1, 4_096, 0.5, Number.NaN]) {
      expect(() => stampOf(STAMP_EPOCH_MS, counter)).toThrow(RangeError);
    }
    expect(() => stampOf(Number.NaN, 0)).toThrow(RangeError);
  });

  it('is no negative, broken, unsafe or textual number', () => {
    for (const value of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '1', null, undefined, 1n]) {
      expect(isStamp(value)).toBe(false);
    }
  });
});
