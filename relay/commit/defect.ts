/**
 * A defect that was met while a change was judged, as far as a log may tell it.
 *
 * Invariant: no message of an exception is in it, because it may quote a value; its kind and the places in the
 * code say enough to find it.
 */
import type { DeviceNumber } from '../../engine/model/index.ts';

export interface Defect {
  /** The change that met it. */
  readonly device: DeviceNumber;
  readonly number: number;
  /** The kind of exception, with its code where it has one. */
  readonly error: string;
  /** The innermost places in the code, innermost first. */
  readonly at: readonly string[];
}

const PLACES = 8;

/** Describes what was thrown while the change was judged. */
export function describeDefect(
  thrown: unknown,
  { device, number }: { readonly device: DeviceNumber; readonly number: number },
): Defect {
  if (!(thrown instanceof Error)) return { device, number, error: typeof thrown, at: [] };
  const { message, stack = '' } = thrown;
  // Lines of the message could look like places.
  const places = stack.slice(stack.indexOf(message) + message.length).split('\n');
  return {
    device,
    number,
    error: kindOf(thrown),
    at: places
      .map((line) => line.trim())
      .filter((line) => line.startsWith('at '))
      .slice(0, PLACES),
  };
}

/** The kind of an exception with its code, and those of what caused it: all that a log may tell of its message. */
export function kindOf(thrown: unknown): string {
  const kinds: string[] = [];
  for (let cause = thrown; cause !== undefined && kinds.length < PLACES; ) {
    if (!(cause instanceof Error)) return [...kinds, typeof cause].join(' by ');
    const code = 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : '';
    kinds.push(cause.name + code);
    cause = cause.cause;
  }
  return kinds.join(' by ');
}
