/**
 * The seams through which time, chance and timers enter.
 *
 * Nothing inside reads the platform's clock or random source itself: they are handed in at the rim,
 * so that a simulation can run the same code in its own time and repeat it from a seed.
 */

import type { ReachPoint } from './stop-point.ts';

/** What an engine or relay gets of the world, storage and sockets apart. */
export interface Seams {
  /** The time in Unix milliseconds; may jump. */
  now(): number;
  /** A number from 0 up to, not including, 1; for jitter, never for secrets. */
  random(): number;
  /** That many unpredictable bytes, fit for ids and keys. */
  randomBytes(length: number): Uint8Array;
  /** Calls `run` once after that many milliseconds, unless what it returns is called before. */
  setTimer(ms: number, run: () => void): () => void;
  /** Told of the places at which a crash test may end the process; nobody listens otherwise. */
  readonly reach?: ReachPoint;
}
