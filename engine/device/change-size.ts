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

/**
 * Up to how many bytes edits fold into one change, and drafts into one that goes out as one: half of what the
 * relay takes. Over all of it the change would be refused for its size whatever is in it; and what is mended of a
 * draft, or formed again, comes on top.
 */
export function maxFoldedBytes({ limits }: { readonly limits?: ChangeLimits }): number {
  return limits === undefined ? Number.POSITIVE_INFINITY : limits.maxChangeBytes / 2;
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
