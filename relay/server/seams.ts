/** The real world of a relay: the only place of the server that reads the clock or draws random bytes. */
import { randomBytes } from 'node:crypto';
import type { Seams } from '../../engine/clock/index.ts';

/** Node's clock, random source and timers. */
export const realSeams: Seams = {
  now: () => Date.now(),
  random: () => Math.random(),
  randomBytes: (length) => new Uint8Array(randomBytes(length)),
  setTimer(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
