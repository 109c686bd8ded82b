/** The hybrid clock: what it promises under jumps, corrections, foreign stamps and restarts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  counterOf,
  HybridClock,
  LAST_STAMP_MS,
  MAX_AHEAD_MS,
  millisecondsOf,
  STAMP_EPOCH_MS,
  type Stamp,
  stampOf,
} from './index.ts';

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A clock on a device whose time the test sets. */
function aClock(startMs = START) {
  const device = { ms: startMs };
  return { device, clock: new HybridClock({ now: () => device.ms }) };
}

type Event =
  | { readonly kind: 'next' | 'restart' }
  | { readonly kind: 'jump' | 'correct' | 'observe'; readonly ms: number };

const anyTime = fc.oneof(
  fc.integer({ min: START - 200_000, max: START + 200_000 }),
  fc.integer({ min: 0, max: LAST_STAMP_MS + 10 ** 12 }),
);
const events: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant({ kind: 'next' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), ms: anyTime }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('correct' as const), ms: anyTime }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('observe' as const), ms: anyTime }) },
  ),
  { maxLength: 60 },
);

describe('a hybrid clock', () => {
  it('gives ever greater stamps, whatever its time, foreign stamps, corrections and restarts do', () => {
    fc.assert(
      fc.property(events, (history) => {
        const device = { ms: START };
        let clock = new HybridClock({ now: () => device.ms });
        let greatest = -1;
        for (const event of history) {
          if (event.kind === 'jump') device.ms = event.ms;
          else if (event.kind === 'correct') clock.correct(event.ms);
          else if (event.kind === 'restart')
            clock = new HybridClock({ now: () => device.ms, last: clock.last });
          else if (event.kind === 'observe') {
            const stamp = stampOf(event.ms, 9);
            if (clock.observe(stamp)) greatest = Math.max(greatest, stamp);
          } else {
            const stamp = clock.next();
            expect(stamp).toBeGreaterThan(greatest);
            expect(clock.last).toBe(stamp);
            greatest = stamp;
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('carries a full counter into the milliseconds', () => {
    const { clock } = aClock();
    let stamp: Stamp = clock.next();
    for (let i = 1; i < 4_096; i += 1) stamp = clock.next();
    expect([millisecondsOf(stamp), counterOf(stamp)]).toEqual([START, 4_095]);
    const carried = clock.next();
    expect([millisecondsOf(carried), counterOf(carried)]).toEqual([START + 1, 0]);
  });

  it('follows the corrected time as soon as that is ahead again', () => {
    const { device, clock } = aClock();
    clock.next();
    device.ms -= 3_600_000;
    expect(millisecondsOf(clock.next())).toBe(START);
    clock.correct(START + 5);
    expect(clock.now()).toBe(START + 5);
    expect(clock.next()).toBe(stampOf(START + 5, 0));
    device.ms += 10;
    expect(clock.next()).toBe(stampOf(START + 15, 0));
  });

  it('believes a stamp up to 60 s ahead, and writes after it', () => {
    const { clock } = aClock();
    const ahead = stampOf(START + MAX_AHEAD_MS, 4_095);
    expect(clock.observe(ahead)).toBe(true);
    expect(clock.next()).toBe(ahead + 1);
  });

  it('is never moved by a stamp 60.001 s ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_001, max: 10 ** 11 }), fc.nat(4_095), (aheadMs, counter) => {
        const { clock } = aClock();
        const before = clock.next();
        expect(clock.observe(stampOf(START + aheadMs, counter))).toBe(false);
        expect(clock.last).toBe(before);
        expect(clock.next()).toBe(before + 1);
      }),
    );
  });

  it('measures "ahead" by the corrected time, not by that of the device', () => {
    const { clock } = aClock();
    clock.correct(START + 3_600_000);
    expect(clock.observe(stampOf(START + 3_600_000 + 60_000, 0))).toBe(true);
    expect(clock.observe(stampOf(START + 3_600_000 + 60_001, 0))).toBe(false);
  });

  it('ignores older stamps and a correction that is no time', () => {
    const { clock } = aClock();
    const last = clock.next();
    expect(clock.observe(stampOf(START - 1, 0))).toBe(true);
    clock.correct(Number.NaN);
    expect(clock.last).toBe(last);
    expect(clock.now()).toBe(START);
  });

  it('keeps giving stamps on a device whose time lies before 2020 or after 2089', () => {
    const past = aClock(0);
    expect(past.clock.next()).toBe(1);
    const future = aClock(LAST_STAMP_MS * 2);
    const first = future.clock.next();
    expect(future.clock.next()).toBe(first + 1);
    expect(future.clock.observe(stampOf(LAST_STAMP_MS, 4_095))).toBe(false);
  });

  it('throws when it was handed the last stamp that exists', () => {
    const clock = new HybridClock({ now: () => START, last: stampOf(LAST_STAMP_MS, 4_095) });
    expect(() => clock.next()).toThrow(RangeError);
  });
});

describe('rewinding', () => {
  it('brings a clock that ran a day ahead back to the corrected time', () => {
    const { clock } = aClock(START + 86_400_000);
    clock.next();
    clock.correct(START);
    expect(millisecondsOf(clock.next())).toBe(START + 86_400_000);
    expect(clock.rewind()).toBe(true);
    expect(clock.next()).toBe(stampOf(START, 1));
  });

  it('leaves a clock alone that no relay would refuse', () => {
    const { device, clock } = aClock();
    const last = clock.next();
    device.ms -= MAX_AHEAD_MS;
    expect(clock.rewind()).toBe(false);
    expect(clock.next()).toBe(last + 1);
  });

  it('repairs a clock that stood at the end of time', () => {
    const clock = new HybridClock({ now: () => START, last: stampOf(LAST_STAMP_MS, 4_095) });
    expect(clock.rewind()).toBe(true);
    expect(millisecondsOf(clock.next())).toBe(START);
    expect(STAMP_EPOCH_MS).toBeLessThan(START);
  });
});
