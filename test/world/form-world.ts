/**
 * A device with records of every type of attribute, one of them a secured column, and a relay that does what
 * the test says: for pages that show what a device has.
 */
import type { Metadata, RecordId, Values } from '../../engine/model/index.ts';
import { aDevice, type DeviceWorld } from './device-world.ts';
import { ALL_RIGHTS, powerfulPrincipal } from './scripted-relay.ts';

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

export interface FormWorld extends DeviceWorld {
  /** Lets the relay tell of what the user may do with the column that is secured. */
  giveColumn(rights: ColumnRights): Promise<void>;
  /** Puts a record on the device that the relay has, with the rights of the mask. */
  hasRecord(entity: string, values: Values, mask?: number): Promise<RecordId>;
}

/** The device of a user with all rights, also on the secured column. */
export async function aFormDevice(): Promise<FormWorld> {
  const world = await aDevice();
  const { relay, time } = world;
  let records = 0;
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
    giveColumn,
    async hasRecord(entity, values, mask = ALL_RIGHTS) {
      const id = `018f4e2a-0000-7000-8000-${String(++records).padStart(12, '0')}` as RecordId;
      relay.sequence++;
      relay.page([relay.put(entity, id, values, { mask })]);
      await time.advance(20);
      return id;
    },
  };
}
