/**
 * Calls what an app handed in, once a step is stored.
 *
 * Invariant: a listener that throws changes nothing of the step, and keeps no other one from hearing.
 */
import type { Seams } from '../clock/index.ts';

/** Takes the error of a listener. */
export type ReportError = (error: unknown) => void;

/** Throws an error where nothing of the device is at work: the platform reports it as uncaught. */
export function throwLater(seams: Seams): ReportError {
  return (error) => {
    seams.setTimer(0, () => {
      throw error;
    });
  };
}

/** Makes the call; what it throws is reported. */
export function guarded(call: () => void, report: ReportError): void {
  try {
    call();
  } catch (error) {
    report(error);
  }
}

/** Tells every listener, those that were there at the beginning. */
export function tellListeners<T>(
  listeners: Iterable<(value: T) => void>,
  value: T,
  report: ReportError,
): void {
  for (const listener of [...listeners]) guarded(() => listener(value), report);
}
