/**
 * Folding: an edit joins an unsent change to the same record, so that an hour of typing is one change.
 *
 * Invariants: nothing that was sent changes; order of reference is kept (nothing moves in front of
 * the creation of what it names, and no delete, assignment or new state in front of what names its
 * record); stamps of typing stay as they are; a group stays whole; no change grows by folding over half
 * of what the relay takes.
 */
import * as Y from 'yjs';
import type { Stamp } from '../clock/index.ts';
import type { PartUpdate } from '../protocol/index.ts';
import { foldIntents, type RegisterIntent } from '../record/index.ts';
import { changeBytes } from './change-size.ts';
import {
  createdKeys,
  isUnsent,
  type OutboxEntry,
  operationKey,
  type PendingOperation,
  partsOf,
  referredKeys,
  touches,
} from './outbox-entry.ts';

/** An edit of one record that was formed and is not in the outbox yet. */
export interface Edit {
  readonly pending: PendingOperation;
  readonly stamp: Stamp;
  readonly metadataVersion: number;
  readonly clientId: number;
  /** Up to how many bytes a change may grow by folding. */
  readonly maxBytes?: number;
}

/**
 * The entry that the edit can join: the last one that touches its record, if that is unsent, single
 * and of the same metadata, and the edit may stand before what is behind it.
 *
 * @param entries The outbox in order.
 */
export function foldTarget(entries: readonly OutboxEntry[], edit: Edit): OutboxEntry | undefined {
  const key = operationKey(edit.pending);
  const at = entries.findLastIndex((entry) => touches(entry, key));
  const target = entries[at];
  if (target === undefined || !isUnsent(target) || target.grouped || target.reform !== null) return undefined;
  if (target.metadataVersion !== edit.metadataVersion || target.clientId !== edit.clientId) return undefined;
  if (target.operations.some((pending) => operationKey(pending) !== key)) return undefined;
  if (target.operations.some(({ operation }) => operation.kind === 'delete')) return undefined;
  if (!sameEpochs(target, edit)) return undefined;
  const { maxBytes = Number.POSITIVE_INFINITY } = edit;
  if (changeBytes([...target.operations, edit.pending]) > maxBytes) return undefined;
  return isOvertaking(entries.slice(at + 1), edit.pending) ? undefined : target;
}

/**
 * Whether the order counts in which the relay sees the edit and what is queued behind the entry: that
 * creates what the edit names, or names the record of which the edit changes more than values.
 */
function isOvertaking(behind: readonly OutboxEntry[], pending: PendingOperation): boolean {
  const referred = referredKeys([pending]);
  if (behind.flatMap(createdKeys).some((created) => referred.has(created))) return true;
  const key = operationKey(pending);
  return (
    pending.operation.kind !== 'update' && behind.some(({ operations }) => referredKeys(operations).has(key))
  );
}

function sameEpochs(target: OutboxEntry, edit: Edit): boolean {
  const epochs = new Map(partsOf(edit.pending.operation).map(({ part, epoch }) => [part, epoch]));
  return target.operations
    .flatMap(({ operation }) => partsOf(operation))
    .every(({ part, epoch }) => (epochs.get(part) ?? epoch) === epoch);
}

/** The entry with the edit in it. */
export function foldInto(entry: OutboxEntry, edit: Edit): OutboxEntry {
  return {
    ...entry,
    stamp: later(edit.stamp, entry.stamp),
    operations: joinOperation(entry.operations, edit.pending),
  };
}

function later(a: Stamp, b: Stamp): Stamp {
  return a < b ? b : a;
}

/** Operations with one more: updates of one record become one, a later assign or set-state replaces. */
export function joinOperation(
  operations: readonly PendingOperation[],
  added: PendingOperation,
): readonly PendingOperation[] {
  const key = operationKey(added);
  const { kind } = added.operation;
  const at = operations.findIndex(
    (pending) =>
      operationKey(pending) === key &&
      (kind === 'update'
        ? pending.operation.kind === 'create' || pending.operation.kind === 'update'
        : pending.operation.kind === kind && (kind === 'set-state' || kind === 'assign')),
  );
  const earlier = operations[at];
  if (earlier === undefined) return [...operations, added];
  const joined = kind === 'update' ? joinUpdates(earlier, added) : added;
  return operations.with(at, joined);
}

function joinUpdates(earlier: PendingOperation, later: PendingOperation): PendingOperation {
  const { operation } = earlier;
  if (operation.kind !== 'create' && operation.kind !== 'update') return later;
  const intents: Record<string, readonly RegisterIntent[]> = { ...earlier.intents };
  for (const [part, added] of Object.entries(later.intents)) {
    intents[part] = foldIntents([...(intents[part] ?? []), ...added]);
  }
  return {
    operation: { ...operation, parts: joinParts(operation.parts, partsOf(later.operation)) },
    before: { ...later.before, ...earlier.before },
    wanted: { ...earlier.wanted, ...later.wanted },
    intents,
  };
}

function joinParts(earlier: readonly PartUpdate[], later: readonly PartUpdate[]): PartUpdate[] {
  const joined = [...earlier];
  for (const added of later) {
    const at = joined.findIndex(({ part }) => part === added.part);
    const known = joined[at];
    if (known === undefined) joined.push(added);
    else joined[at] = { ...known, update: Y.mergeUpdates([known.update, added.update]) };
  }
  return joined;
}

/**
 * The unsent entries that a delete of the record makes pointless: a record that was created and
 * deleted before it was sent never leaves. Undefined when it has to be sent after all.
 */
export function vanishing(entries: readonly OutboxEntry[], key: string): readonly OutboxEntry[] | undefined {
  const touching = entries.filter((entry) => touches(entry, key));
  if (!touching.some((entry) => createdKeys(entry).includes(key))) return undefined;
  const single = touching.every(
    (entry) => isUnsent(entry) && entry.operations.every((pending) => operationKey(pending) === key),
  );
  if (!single) return undefined;
  const isNamed = entries.some(
    (entry) => !touching.includes(entry) && referredKeys(entry.operations).has(key),
  );
  return isNamed ? undefined : touching;
}
