/**
 * What is read of an organization's views, synchronously, and the shapes that come back.
 *
 * Invariant: a reader sees everything staged so far, durable or not: the effects of a change are
 * visible to the next one judged. Values are immutable; whoever keeps one keeps a moment.
 */

import type {
  ChangeId,
  Code,
  DeviceId,
  DeviceNumber,
  Metadata,
  OrganizationId,
  RecordId,
  Row,
  SequenceNumber,
  UserId,
} from '../../engine/model/index.ts';
import type { CarryMap, Placeholder } from '../../engine/record/index.ts';
import type { Directory } from '../../engine/security/index.ts';
import type { EndedIncarnation, PartRef, RecordRef } from './log.ts';
import type { WithdrawnAttribute } from './withdrawn-attributes.ts';

/** A row and the names of the parts that the record has. */
export interface StoredRow extends Row {
  readonly parts: readonly string[];
}

/** One part: load the snapshot, then the updates in order. */
export interface StoredPart {
  readonly epoch: number;
  /** V2, the relay's own; null where the part is still only updates. */
  readonly snapshot: Uint8Array | null;
  /** V1, oldest first. */
  readonly updates: readonly Uint8Array[];
}

/** What a device's refused changes left in one part. */
export interface StoredPlaceholders {
  readonly epoch: number;
  readonly placeholders: readonly Placeholder[];
  readonly carry: CarryMap;
  /** Placeholders of changes up to this number are in the document by now; 0 for none. */
  readonly integratedUpTo: number;
}

/** A decided change: enough to repeat its answer, and to know a repeat from a copied device. */
export type Decision = { readonly number: number; readonly uuid: ChangeId; readonly hash: Uint8Array } & (
  | { readonly verdict: 'accepted'; readonly sequence: SequenceNumber }
  | {
      readonly verdict: 'rejected' | 'reform';
      readonly code: Code;
      readonly reason: string;
      readonly record?: RecordRef;
      readonly attributes?: readonly string[];
      readonly leftPlaceholder: boolean;
    }
);

/** What was decided of one device's changes. */
export interface DeviceDecisions {
  /** The highest number decided; 0 before the first. */
  readonly highest: number;
  /** The last 64, oldest first. */
  readonly recent: readonly Decision[];
  /** Records whose create was refused, until the device is known to know. */
  readonly refusedCreated: readonly (RecordRef & { readonly number: number })[];
  /** Changes to be formed again: the records that they touched, by the uuid under which they come back. */
  readonly reforming: readonly { readonly uuid: ChangeId; readonly records: readonly RecordRef[] }[];
  /** The parts in which refused changes left something: few, so that reading the others costs nothing. */
  readonly placeholderParts: readonly PartRef[];
}

export interface StoredDevice {
  readonly deviceId: DeviceId;
  readonly number: DeviceNumber;
  readonly userId: UserId;
  readonly revoked: boolean;
}

/** What holds for the organization as a whole. */
export interface OrganizationState {
  readonly organization: OrganizationId;
  readonly incarnation: string;
  readonly nextDevice: DeviceNumber;
  readonly relayGeneration: number;
  /** The incarnation before: devices of it whose cursor lies within it have missed nothing that was lost. */
  readonly follows?: EndedIncarnation;
}

/** Synchronous reads of everything that judging a change needs. */
export interface ViewReader {
  state(): OrganizationState | undefined;
  metadata(): Metadata | undefined;
  /** Attributes of metadata published before that are not in what is published now. */
  withdrawnAttributes(): readonly WithdrawnAttribute[];
  row(entity: string, id: RecordId): StoredRow | undefined;
  part(entity: string, id: RecordId, part: string): StoredPart | undefined;
  placeholders(
    device: DeviceNumber,
    entity: string,
    id: RecordId,
    part: string,
  ): StoredPlaceholders | undefined;
  /** Never undefined: a device of which nothing was decided has `highest` 0. */
  decisions(device: DeviceNumber): DeviceDecisions;
  /** Whether a record was ever created under the id, in any entity, deleted ones included. */
  isUsed(id: RecordId): boolean;
  /** How many rows of `child` name the record by their lookup `attribute`. */
  childCount(child: string, attribute: string, target: string): number;
  device(deviceId: DeviceId): StoredDevice | undefined;
  deviceByNumber(number: DeviceNumber): StoredDevice | undefined;
  /** Whole; an immutable value, the same object until it changes. */
  directory(): Directory;
}
