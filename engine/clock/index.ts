/** Time as the engine sees it: stamps, the hybrid logical clock, and the seams that hand time in. */
export { HybridClock, type HybridClockOptions } from './hybrid-clock.ts';
export type { Seams } from './seams.ts';
export {
  counterOf,
  isStamp,
  LAST_STAMP_MS,
  MAX_AHEAD_MS,
  millisecondsOf,
  STAMP_EPOCH_MS,
  STAMPS_PER_MS,
  type Stamp,
  stampOf,
} from './stamp.ts';
export { deviceStopPoints, type ReachPoint, relayStopPoints, type StopPoint } from './stop-point.ts';
