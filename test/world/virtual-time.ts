/**
 * Time, chance and timers for tests: nothing passes unless the test says so, and a seed repeats all
 * of it.
 *
 * Invariant: timers run in the order of their times, ties in the order of setting; between two timers
 * every promise that can settle has settled.
 */
import { setImmediate } from 'node:timers';
import type { Seams } from '../../engine/clock/index.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** 2025-01-06T09:00Z, a Monday morning. */
export const MONDAY = 1_736_154_000_000;

export class VirtualTime {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(now = MONDAY) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  setTimer(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets everything settle that can without time passing. */
  async settle(): Promise<void> {
    // A database in memory answers through the event loop, several turns for one batch.
    for (let turn = 0; turn < 40; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Lets that many milliseconds pass, running what falls due. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settle();
    for (let timer = this.#due(end); timer !== undefined; timer = this.#due(end)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.run();
      await this.settle();
    }
    this.#now = end;
  }

  /** How many timers are set. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** The time of the next timer; undefined when none is set. */
  get nextAt(): number | undefined {
    return this.#due(Number.POSITIVE_INFINITY)?.at;
  }

  #due(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > end) continue;
      if (
        first === undefined ||
        timer.at < first.at ||
        (timer.at === first.at && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}

/** A stream of numbers in [0, 1) that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Seams on virtual time. `skewMs` is how far this participant's own clock is off. */
export function virtualSeams(time: VirtualTime, seed: number, skewMs = 0): Seams {
  const random = seededRandom(seed);
  return {
    now: () => time.now + skewMs,
    random,
    randomBytes: (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256)),
    setTimer: (ms, run) => time.setTimer(ms, run),
  };
}
