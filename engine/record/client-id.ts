/**
 * The arithmetic of Yjs client ids: `device number * 2^20 + generation`.
 *
 * Invariant: an id made here lies from 2^32 up, above every id of a stock Yjs client, and below 2^52.
 * So the author of each struct is known for ever without a table.
 */
import { type DeviceNumber, isDeviceNumber, RejoinError } from '../model/index.ts';

/** How many generations one device number has. */
export const GENERATIONS = 2 ** 20;

/**
 * The id of a document that only reads: above every id that can be given, so that no update comes
 * under it and Yjs never swaps it. Nothing is ever written under it.
 */
export const NEUTRAL_CLIENT_ID = Number.MAX_SAFE_INTEGER;

/** The client id of a device's generation. Throws `internal-error` when the 20 bits are used up. */
export function clientIdOf(device: DeviceNumber, generation: number): number {
  if (
    !isDeviceNumber(device) ||
    !Number.isInteger(generation) ||
    generation < 0 ||
    generation >= GENERATIONS
  ) {
    throw new RejoinError('internal-error', `no client id for device ${device}, generation ${generation}`);
  }
  return device * GENERATIONS + generation;
}

/** The device that writes under the id; undefined for a stock client and for the neutral id. */
export function deviceOf(clientId: number): DeviceNumber | undefined {
  const device = Math.floor(clientId / GENERATIONS);
  return isDeviceNumber(device) ? device : undefined;
}

/** The generation of an id that a device has. */
export function generationOf(clientId: number): number {
  return clientId % GENERATIONS;
}
