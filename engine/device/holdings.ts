/**
 * Everything that a device holds in memory: its own state, the rows, the outbox, the drafts, and the
 * rows as people see them. Documents are not here; they are read when someone needs one.
 *
 * Invariant: outside of a step, memory equals storage.
 */
import { indexMetadata, type Metadata, type MetadataIndex, RejoinError } from '../model/index.ts';
import type { Principal } from '../security/index.ts';
import type { BaseRow, RefusedPart } from './base-row.ts';
import type { DeviceState } from './device-state.ts';
import type { Draft } from './draft.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import { StagedMap } from './staged-map.ts';
import type { DeviceStorage } from './storage.ts';
import { tables } from './storage-keys.ts';
import { decodeStored } from './stored-value.ts';
import type { ViewRow } from './view-row.ts';

export interface Holdings {
  /** One value, under the empty key. */
  readonly state: StagedMap<DeviceState>;
  readonly metadata: StagedMap<HeldMetadata>;
  readonly principal: StagedMap<Principal>;
  readonly rows: StagedMap<BaseRow>;
  readonly refused: StagedMap<RefusedPart>;
  readonly outbox: StagedMap<OutboxEntry>;
  readonly drafts: StagedMap<Draft>;
  /** Not stored: what base and pending changes come to. */
  readonly views: StagedMap<ViewRow>;
}

export interface HeldMetadata {
  readonly metadata: Metadata;
}

const indexes = new WeakMap<HeldMetadata, MetadataIndex>();

/** The index of the metadata, made once for each version. */
export function indexOf(held: HeldMetadata): MetadataIndex {
  const known = indexes.get(held);
  if (known !== undefined) return known;
  const index = indexMetadata(held.metadata);
  indexes.set(held, index);
  return index;
}

/** Reads everything but the documents. `initial` is the state of a device that begins. */
export async function loadHoldings(storage: DeviceStorage, initial: () => DeviceState): Promise<Holdings> {
  const single = async <T>(key: string): Promise<Map<string, T>> => {
    const bytes = await storage.read(key);
    return new Map(bytes === undefined ? [] : [['', decodeStored<T>(bytes)]]);
  };
  const state = await single<DeviceState>(tables.state);
  const held = state.get('');
  if (held === undefined) state.set('', initial());
  else if (held.format !== 1) {
    throw new RejoinError(
      'data-folder-newer',
      'a newer version wrote the storage of this device; update the app',
    );
  }
  return {
    state: new StagedMap(state),
    metadata: new StagedMap(await single<HeldMetadata>(tables.metadata)),
    principal: new StagedMap(await single<Principal>(tables.principal)),
    rows: new StagedMap(await storage.readTable<BaseRow>(tables.rows)),
    refused: new StagedMap(await storage.readTable<RefusedPart>(tables.refused)),
    outbox: new StagedMap(await storage.readTable<OutboxEntry>(tables.outbox)),
    drafts: new StagedMap(await storage.readTable<Draft>(tables.drafts)),
    views: new StagedMap(),
  };
}
