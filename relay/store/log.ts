/**
 * The change log: everything that was decided in an organization, in batches, in order.
 *
 * Invariant: the log is the truth, everything else in the store is a view that `applyEntry` derives
 * from it. Entries hold secured and refused values, so whoever reads the log for a device filters.
 */

import type {
  ChangeId,
  Code,
  DeviceId,
  DeviceNumber,
  Metadata,
  OrganizationId,
  RecordId,
  SequenceNumber,
  SystemColumns,
  UserId,
  Values,
} from '../../engine/model/index.ts';
import type { CarryMap, Placeholder } from '../../engine/record/index.ts';
import type { DirectoryChange } from '../../engine/security/index.ts';

/** A record by name, as entries and views refer to it. */
export interface RecordRef {
  readonly entity: string;
  readonly id: RecordId;
}

/** One part of one record. */
export interface PartRef extends RecordRef {
  readonly part: string;
}

/** Who made a change: device, its number and uuid for the change, and the hash of what was sent. */
export interface Authorship {
  readonly device: DeviceNumber;
  readonly number: number;
  readonly uuid: ChangeId;
  /** SHA-256 of what the device sent, 32 bytes; a repeat must have the same. */
  readonly hash: Uint8Array;
  readonly userId: UserId;
  readonly stamp: number;
}

/** What a candidate emitted for one part. */
export interface LoggedPart {
  readonly part: string;
  readonly epoch: number;
  /** V1, as emitted by the candidate, never as received. */
  readonly update: Uint8Array;
  /** Whether it equals what the device sent, so that its own page can leave the bytes out. */
  readonly own: boolean;
}

/** One operation of an accepted change, with what it did to the record. */
export interface LoggedOperation extends RecordRef {
  readonly kind: 'create' | 'update' | 'delete' | 'set-state' | 'assign';
  readonly parts: readonly LoggedPart[];
  /** Changed attributes only, secured ones too. */
  readonly before: Values;
  readonly after: Values;
  /** Null for a create. */
  readonly systemBefore: SystemColumns | null;
  /** Null for a delete. */
  readonly system: SystemColumns | null;
}

export interface AcceptedEntry {
  readonly kind: 'accepted';
  readonly sequence: SequenceNumber;
  readonly author: Authorship;
  readonly operations: readonly LoggedOperation[];
  /** Parts in which placeholders of this device were integrated. */
  readonly consumed: readonly PartRef[];
  /** The device knew every verdict up to here: what refusals up to these numbers left ends. */
  readonly dropCarryUpTo: number;
}

/** What a refused change leaves behind in one part. */
export interface LeftPlaceholders extends PartRef {
  readonly epoch: number;
  readonly placeholders: readonly Placeholder[];
  readonly carry: CarryMap;
}

export interface RefusedEntry {
  readonly kind: 'refused';
  readonly author: Authorship;
  readonly verdict: 'rejected' | 'reform';
  readonly code: Code;
  readonly reason: string;
  readonly record?: RecordRef;
  readonly attributes?: readonly string[];
  /** Records that the refused change would have created; what uses them depends on it. */
  readonly created: readonly RecordRef[];
  readonly touchedRecords: readonly RecordRef[];
  readonly placeholders: readonly LeftPlaceholders[];
  /** For the audit alone. */
  readonly attempted: readonly (RecordRef & { readonly values: Values })[];
}

export interface DirectoryEntry {
  readonly kind: 'directory';
  readonly sequence: SequenceNumber;
  /** Null for what the relay itself or its first operator did. */
  readonly by: UserId | null;
  readonly change: DirectoryChange;
}

export interface MetadataEntry {
  readonly kind: 'metadata';
  readonly sequence: SequenceNumber;
  readonly by: UserId | null;
  readonly metadata: Metadata;
}

/** A part begun anew from its values, as its next epoch. */
export interface RebuiltEntry extends PartRef {
  readonly kind: 'rebuilt';
  readonly sequence: SequenceNumber;
  readonly epoch: number;
  /** V2, the relay's own. */
  readonly snapshot: Uint8Array;
  readonly system: SystemColumns;
  /** The record's version before. */
  readonly from: SequenceNumber;
}

export interface EnrolledEntry {
  readonly kind: 'enrolled';
  readonly deviceId: DeviceId;
  readonly number: DeviceNumber;
  readonly userId: UserId;
}

export interface DeviceEntry {
  readonly kind: 'device';
  readonly sequence: SequenceNumber;
  readonly number: DeviceNumber;
  readonly revoked: boolean;
}

/**
 * The first entry of every organization, and again after each restore from a backup: what is issued
 * from here on starts so far ahead that nothing is ever issued twice.
 */
export interface IncarnationEntry {
  readonly kind: 'incarnation';
  readonly organization: OrganizationId;
  /** UUID that devices compare. */
  readonly incarnation: string;
  /** The sequence number that the next numbered entry takes. */
  readonly nextSequence: SequenceNumber;
  /** The number that the next device to enroll takes. */
  readonly nextDevice: DeviceNumber;
  /** The relay's own generation of Yjs client ids. */
  readonly relayGeneration: number;
  /** The incarnation before, where there was one, and its last sequence number that is known here. */
  readonly follows?: EndedIncarnation;
}

/** An incarnation that ended, as far as the log has it. */
export interface EndedIncarnation {
  readonly incarnation: string;
  readonly lastSequence: SequenceNumber;
}

export type LogEntry =
  | AcceptedEntry
  | RefusedEntry
  | DirectoryEntry
  | MetadataEntry
  | RebuiltEntry
  | EnrolledEntry
  | DeviceEntry
  | IncarnationEntry;

/** What is written, hashed and synced as one value. */
export interface LogBatch {
  /** 1, 2, 3 … without a gap. */
  readonly batch: number;
  /** SHA-256 of the batch before; 32 zero bytes before the first. */
  readonly previousHash: Uint8Array;
  /** The sequence number that the first numbered entry at or after the start of this batch takes. */
  readonly firstSequence: SequenceNumber;
  /** The relay's time of decision, milliseconds since 1970. */
  readonly time: number;
  readonly entries: readonly LogEntry[];
}

/** The entry's sequence number, or undefined for those that have only their place in the batch. */
export function sequenceOf(entry: LogEntry): SequenceNumber | undefined {
  return 'sequence' in entry ? entry.sequence : undefined;
}
