/**
 * Makes this process end exactly at a named point: `REJOIN_STOP_AT=after-append:3` kills it, as `kill -9`
 * would, when it passes that point for the third time.
 *
 * Invariant: only the processes of crash tests read the variable; nothing that is shipped does.
 */
import {
  deviceStopPoints,
  type ReachPoint,
  relayStopPoints,
  type StopPoint,
} from '../../engine/clock/index.ts';

export const STOP_VARIABLE = 'REJOIN_STOP_AT';

/** Where a process ends: at the nth pass of a point. */
export interface Stop {
  readonly point: StopPoint;
  /** 1 for the first. */
  readonly pass: number;
}

export const stopText = ({ point, pass }: Stop): string => `${point}:${pass}`;

/** What ends this process where the environment says; undefined where it says nothing. */
export function stopOfEnvironment(): ReachPoint | undefined {
  const text = process.env[STOP_VARIABLE];
  if (text === undefined || text === '') return undefined;
  const [point = '', pass = '1'] = text.split(':');
  const known: readonly string[] = [...relayStopPoints, ...deviceStopPoints];
  if (!known.includes(point)) throw new Error(`${STOP_VARIABLE} names no point: ${text}`);
  let left = Number(pass);
  return (reached) => {
    if (reached === point && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
}

/** Of a moment of `process.hrtime.bigint()`. */
export function millisecondsSince(began: bigint): number {
  return Number((process.hrtime.bigint() - began) / 1_000_000n);
}
