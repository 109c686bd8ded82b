/**
 * An entry of the outbox: one change of this device, from the moment that it is made until what the
 * relay made of it is part of the base.
 *
 * Invariant: entries are never changed in place, and an entry that has a number is never changed in
 * content: what was sent once is sent the same way again, or formed again under another number.
 */
import type { Stamp } from '../clock/index.ts';
import type { ChangeId, SequenceNumber, Values } from '../model/index.ts';
import type { Operation, Push } from '../protocol/index.ts';
import type { RegisterIntent } from '../record/index.ts';
import { type RecordKey, recordKey } from './storage-keys.ts';

/** An operation with what is needed to show it as a draft, and to form it again. */
export interface PendingOperation {
  readonly operation: Operation;
  /** The values of the touched attributes when the edit began. */
  readonly before: Values;
  /** What the touched attributes shall become. */
  readonly wanted: Values;
  /** Per plain part: which entries of which registers were set and deleted. */
  readonly intents: Readonly<Record<string, readonly RegisterIntent[]>>;
}

/** Why an entry has to be formed again before it is sent. */
export type ReformReason = 'epoch' | 'clock' | 'gap';

export interface OutboxEntry {
  readonly order: number;
  readonly uuid: ChangeId;
  /** Given and stored before it is sent; null until then. */
  readonly number: number | null;
  /** The last verdict known when its first edit was formed. */
  readonly lastVerdict: number;
  readonly metadataVersion: number;
  /** The greatest stamp in it. */
  readonly stamp: Stamp;
  /** The Yjs client id under which its updates were formed. */
  readonly clientId: number;
  /** Made by `transact`: whole, nothing folds into it. */
  readonly grouped: boolean;
  /** The sequence number under which the relay accepted it. */
  readonly accepted: SequenceNumber | null;
  readonly reform: ReformReason | null;
  /** Sent, and sure to be refused, because it uses a record whose create was: no part of it is shown. */
  readonly isDoomed?: boolean;
  readonly operations: readonly PendingOperation[];
  /** Records whose base has this change already. */
  readonly settled: readonly RecordKey[];
}

export function operationKey({ operation }: PendingOperation): RecordKey {
  return recordKey(operation.entity, operation.id);
}

export function isUnsent(entry: OutboxEntry): boolean {
  return entry.number === null && entry.accepted === null;
}

/** Sent, and no verdict known. */
export function isUnanswered(entry: OutboxEntry): boolean {
  return entry.number !== null && entry.accepted === null;
}

/** The operations of the entry on one record that its base does not have yet. */
export function pendingOn(entry: OutboxEntry, key: RecordKey): readonly PendingOperation[] {
  if (entry.isDoomed === true || entry.settled.includes(key)) return [];
  return entry.operations.filter((pending) => operationKey(pending) === key);
}

export function touches(entry: OutboxEntry, key: RecordKey): boolean {
  return entry.operations.some((pending) => operationKey(pending) === key);
}

export function touchedKeys(entry: OutboxEntry): readonly RecordKey[] {
  return [...new Set(entry.operations.map(operationKey))];
}

/** The records that the entry creates. */
export function createdKeys(entry: OutboxEntry): readonly RecordKey[] {
  return entry.operations.filter(({ operation }) => operation.kind === 'create').map(operationKey);
}

/** The records that operations name: their own and those of the lookups that they set. */
export function referredKeys(operations: readonly PendingOperation[]): ReadonlySet<RecordKey> {
  const keys = new Set<RecordKey>();
  for (const pending of operations) {
    keys.add(operationKey(pending));
    for (const value of Object.values(pending.wanted)) {
      if (typeof value === 'object' && value !== null) keys.add(recordKey(value.entity, value.id));
    }
  }
  return keys;
}

/** The updates of an operation; none for those that carry no documents. */
export function partsOf(
  operation: Operation,
): readonly { part: string; epoch: number; update: Uint8Array }[] {
  return operation.kind === 'create' || operation.kind === 'update' ? operation.parts : [];
}

/**
 * Whether the operation's update of a part is one of a text: such a one sets no registers. Told by the
 * operation itself, because the metadata may have other attributes by now than when it was formed.
 */
export function isTextUpdate({ intents }: PendingOperation, part: string): boolean {
  return intents[part] === undefined;
}

/** The content of the push, as hashed. */
export function contentOf(entry: OutboxEntry): Pick<Push, 'metadataVersion' | 'stamp' | 'operations'> {
  return {
    metadataVersion: entry.metadataVersion,
    stamp: entry.stamp,
    operations: entry.operations.map(({ operation }) => operation),
  };
}
