/**
 * A world of one device and one scripted relay, on virtual time and storage in memory.
 */
import { MemoryLevel } from 'memory-level';
import { createDevice, type Device, type DeviceOptions } from '../../engine/device/index.ts';
import { asId, type Metadata, type OrganizationId } from '../../engine/model/index.ts';
import type { RelayMessage } from '../../engine/protocol/index.ts';
import { powerfulPrincipal, ScriptedRelay } from './scripted-relay.ts';
import { VirtualTime, virtualSeams } from './virtual-time.ts';

const common = { label: '', required: false, secured: false };

/** Accounts and contacts: a name, a phone, a parent, notes. */
export const officeMetadata: Metadata = {
  version: 1,
  optionSets: [],
  relationships: [],
  entities: ['account', 'contact'].map((name) => ({
    ...{ name, label: '', ownership: 'user-or-team', primaryName: 'name', mobile: true, mobileOffline: true },
    attributes: [
      { ...common, name: 'name', type: 'string', maxLength: 100 },
      { ...common, name: 'phone', type: 'string', maxLength: 100 },
      { ...common, name: 'parent', type: 'lookup', targets: ['account', 'contact'] },
      { ...common, name: 'notes', type: 'memo', maxLength: 10_000 },
    ],
  })),
};

/** The next version of it, in which every entity has a secured column besides. */
export function withSecuredColumn(name: string, type: 'string' | 'memo'): Metadata {
  const column = { ...common, name, type, secured: true, maxLength: 100 } as const;
  const entities = officeMetadata.entities.map((entity) => ({
    ...entity,
    attributes: [...entity.attributes, column],
  }));
  return { ...officeMetadata, version: 2, entities };
}

/** What the relay says of metadata and of rights that hold the secured column of accounts, or do not. */
export function columnRights(metadata: Metadata, column: string, mayRead: boolean): RelayMessage {
  const columns = { account: { [column]: { read: mayRead, update: mayRead, create: mayRead } } };
  const principal = { ...powerfulPrincipal(metadata), columns };
  return { type: 'metadata', version: metadata.version, filterVersion: 1, metadata, principal };
}

export interface DeviceWorld {
  readonly time: VirtualTime;
  readonly relay: ScriptedRelay;
  readonly device: Device;
  readonly database: MemoryLevel<string, Uint8Array>;
  /** Closes the device and opens it again on the same storage. */
  reopen(options?: Partial<DeviceOptions>): Promise<Device>;
}

/** A device that has met its relay. */
export async function aDevice(
  options: Partial<DeviceOptions> & { seed?: number } = {},
): Promise<DeviceWorld> {
  const { seed = 1, ...given } = options;
  const time = new VirtualTime();
  const relay = new ScriptedRelay(officeMetadata, time);
  const database = new MemoryLevel<string, Uint8Array>({ keyEncoding: 'utf8', valueEncoding: 'view' });
  const settings: DeviceOptions = {
    ...{ database, seams: virtualSeams(time, seed), connect: relay.connect, url: 'ws://relay' },
    ...{ organization: asId<OrganizationId>('acme'), app: 'field-service', token: async () => 'a token' },
    ...given,
  };
  let device = await createDevice(settings);
  await time.advance(20);
  return {
    ...{ time, relay, database },
    get device() {
      return device;
    },
    async reopen(changes = {}) {
      await device.close();
      device = await createDevice({ ...settings, seams: virtualSeams(time, seed + 1), ...changes });
      await time.advance(20);
      return device;
    },
  };
}
