/**
 * How large a change is, as the relay measures it: what exceeds its limits would be refused.
 *
 * Invariant: nothing over the limits is given a number, since what is sent once is sent until it is decided.
 */
import { type OutboxEntry, partsOf } from './outbox-entry.ts';

/** What the relay takes as one change. */
export interface ChangeLimits {
  readonly maxChangeBytes: number;
  readonly maxOperations: number;
}

/** The bytes of the updates together. */
export function changeBytes(operations: OutboxEntry['operations']): number {
  let bytes = 0;
  for (const { operation } of operations) for (const { update } of partsOf(operation)) bytes += update.length;
  return bytes;
}

export function isTooLarge({ operations }: OutboxEntry, limits: ChangeLimits): boolean {
  return operations.length > limits.maxOperations || changeBytes(operations) > limits.maxChangeBytes;
}
