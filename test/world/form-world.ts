/**
 * A device with records of every type of attribute, one of them a secured column, and a relay that does what
 * the test says: for pages that show what a device has.
 */
import * as Y from 'yjs';
import { stampOf } from '../../engine/clock/index.ts';
import type { DeviceNumber, Metadata, RecordId, Value, Values } from '../../engine/model/index.ts';
import { clientIdOf } from '../../engine/record/index.ts';
import { aDevice, type DeviceWorld } from './device-world.ts';
import { LossyLevel } from './lossy-level.ts';
import { ALL_RIGHTS, powerfulPrincipal } from './scripted-relay.ts';
import { MONDAY, seededRandom } from './virtual-time.ts';

const common = { required: false, secured: false };
const text = { ...common, type: 'string', maxLength: 100 } as const;
const entityOf = { ownership: 'user-or-team', mobile: true, mobileOffline: true } as const;
const number = { precision: 2, min: '-100000000000', max: '100000000000' };

/** An account with an attribute of every type, and the contacts of it. */
export const formMetadata: Metadata = {
  version: 2,
  optionSets: [
    {
      name: 'ratings',
      options: [
        { value: 1, label: 'Cold' },
        { value: 2, label: 'Hot' },
      ],
    },
  ],
  relationships: [
    {
      name: 'contact_account',
      parent: 'account',
      child: 'contact',
      attribute: 'parent',
      onDelete: 'restrict',
    },
  ],
  entities: [
    {
      ...{ ...entityOf, name: 'account', label: 'Account', primaryName: 'name' },
      attributes: [
        { ...text, required: true, name: 'name', label: 'Name' },
        { ...text, name: 'phone', label: 'Phone', maxLength: 20 },
        { ...common, name: 'seats', label: 'Seats', type: 'integer', min: 0, max: 5_000 },
        { ...common, ...number, name: 'hours', label: 'Hours', type: 'decimal' },
        { ...common, ...number, name: 'creditlimit', label: 'Credit limit', type: 'money', secured: true },
        { ...common, name: 'onhold', label: 'On hold', type: 'boolean' },
        { ...common, name: 'since', label: 'Customer since', type: 'date' },
        { ...common, name: 'visit', label: 'Next visit', type: 'datetime' },
        { ...common, name: 'rating', label: 'Rating', type: 'choice', optionSet: 'ratings' },
        { ...common, name: 'contact', label: 'Primary contact', type: 'lookup', targets: ['contact'] },
        { ...common, name: 'reference', label: 'Reference', type: 'uuid' },
        { ...common, name: 'notes', label: 'Notes', type: 'memo', maxLength: 1_000 },
      ],
    },
    {
      ...{ ...entityOf, name: 'contact', label: 'Contact', primaryName: 'name' },
      attributes: [
        { ...text, required: true, name: 'name', label: 'Name' },
        { ...common, name: 'parent', label: 'Account', type: 'lookup', targets: ['account'] },
      ],
    },
  ],
};

export interface ColumnRights {
  readonly read: boolean;
  readonly update: boolean;
  readonly create: boolean;
}

/** One of several values that were written without knowing of each other. */
export interface WrittenValue {
  readonly value: Value;
  /** Who wrote it. */
  readonly device: number;
  /** How long after the beginning of the test's time. */
  readonly afterMs: number;
}

export interface FormWorld extends DeviceWorld {
  /** What the device is stored on. */
  readonly disk: LossyLevel;
  /** Lets the relay tell of what the user may do with the column that is secured. */
  giveColumn(rights: ColumnRights): Promise<void>;
  /** Puts a record on the device that the relay has, with the rights of the mask. */
  hasRecord(entity: string, values: Values, mask?: number): Promise<RecordId>;
  /** The same, with several values of one attribute. */
  hasConflict(attribute: string, written: readonly WrittenValue[], values: Values): Promise<RecordId>;
}

/** The device of a user with all rights, also on the secured column. */
export async function aFormDevice(): Promise<FormWorld> {
  const disk = new LossyLevel(seededRandom(1));
  const world = await aDevice({ database: disk });
  const { relay, time } = world;
  let records = 0;
  const nextId = (): RecordId => `018f4e2a-0000-7000-8000-${String(++records).padStart(12, '0')}` as RecordId;
  const giveColumn = async (rights: ColumnRights): Promise<void> => {
    const principal = { ...powerfulPrincipal(formMetadata), columns: { account: { creditlimit: rights } } };
    relay.say({ type: 'metadata', version: 2, filterVersion: 1, metadata: formMetadata, principal });
    await time.advance(20);
  };
  await giveColumn({ read: true, update: true, create: true });
  return {
    ...world,
    get device() {
      return world.device;
    },
    ...{ disk, giveColumn },
    async hasRecord(entity, values, mask = ALL_RIGHTS) {
      const id = nextId();
      relay.sequence++;
      relay.page([relay.put(entity, id, values, { mask })]);
      await time.advance(20);
      return id;
    },
    async hasConflict(attribute, written, values) {
      const id = nextId();
      relay.sequence++;
      const parts = [{ part: 'main', epoch: 1, state: stateWith(attribute, written) }];
      relay.page([relay.put('account', id, values, { parts })]);
      await time.advance(20);
      return id;
    },
  };
}

/** A document in which each device wrote the attribute before it had the others' values. */
function stateWith(attribute: string, written: readonly WrittenValue[]): Uint8Array {
  const merged = new Y.Doc();
  for (const { value, device, afterMs } of written) {
    const doc = new Y.Doc();
    doc.clientID = clientIdOf(device as DeviceNumber, 1);
    doc.getArray(attribute).push([[value, stampOf(MONDAY + afterMs, 0)]]);
    Y.applyUpdate(merged, Y.encodeStateAsUpdate(doc));
  }
  return Y.encodeStateAsUpdateV2(merged);
}
