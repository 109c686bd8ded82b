/**
 * What a device knows of itself: one small value that is stored with every step that changes it.
 *
 * Invariant: numbers that must never be used twice (change numbers, generations, stamps, orders) are
 * stored here in the same batch as what first uses them.
 */
import { type Stamp, stampOf } from '../clock/index.ts';
import type { DeviceId, DeviceNumber, OrganizationId, RecordId, SequenceNumber } from '../model/index.ts';
import type { ChangeLimits } from './change-size.ts';

/** How far a device holds an entity, under the scope with that hash. */
export interface EntityProgress {
  readonly scopeHash: Uint8Array;
  /** Everything up to this id is held; null when the entity is complete. */
  readonly after: string | null;
}

/** A record that the relay has to send whole. */
export interface Wanted {
  readonly entity: string;
  readonly id: RecordId;
}

export interface DeviceState {
  /** The version of the storage format. */
  readonly format: 1;
  readonly deviceId: DeviceId;
  readonly organization: OrganizationId;
  readonly app: string;
  /** Null until the first welcome: before it the device has no records, and can't edit. */
  readonly deviceNumber: DeviceNumber | null;
  /** Which of the device's client ids it writes under. */
  readonly generation: number;
  /** Where the clock stands: the greatest stamp given or believed, less only where a wrong one was given up. */
  readonly stamp: Stamp;
  /** The next change number to form. */
  readonly nextNumber: number;
  /** The first change number of this incarnation; absent where no relay of this device was ever restored. */
  readonly firstNumber?: number;
  /** The place in the queue of the next outbox entry. */
  readonly nextOrder: number;
  /** The greatest change number whose verdict is known. */
  readonly lastVerdict: number;
  /** Empty until the first welcome. */
  readonly incarnation: string;
  /** Everything up to this sequence number is stored. */
  readonly cursor: SequenceNumber;
  readonly metadataVersion: number;
  readonly filterVersion: number;
  readonly entities: Readonly<Record<string, EntityProgress>>;
  /** Unix milliseconds when the relay was last heard of with something new; null when never. */
  readonly lastSync: number | null;
  /** What the relay said last that it takes as one change; absent before the first welcome. */
  readonly limits?: ChangeLimits;
  /** The records that were asked for whole and have not come; absent where there were never any. */
  readonly wanted?: readonly Wanted[];
}

/** The state of a device that has never met its relay. */
export function initialState(identity: Pick<DeviceState, 'deviceId' | 'organization' | 'app'>): DeviceState {
  return {
    format: 1,
    ...identity,
    deviceNumber: null,
    generation: 1,
    stamp: stampOf(0, 0),
    nextNumber: 1,
    nextOrder: 1,
    lastVerdict: 0,
    incarnation: '',
    cursor: 0,
    metadataVersion: 0,
    filterVersion: 0,
    entities: {},
    lastSync: null,
  };
}
