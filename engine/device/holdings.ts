/**
 * Everything that a device holds in memory: its own state, the rows, the outbox, the drafts, and the
 * rows as people see them. Documents are not here; they are read when someone needs one.
 *
 * Invariant: memory equals storage. A step changes a copy (`stageHoldings`) that becomes the memory when
 * its batch is on the disk; only the views, which are not stored, are made from the rest.
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
import type { ViewRow } from './view-row.ts';

export interface Holdings {
  /** One value, under the empty key. */
  readonly state: Map<string, DeviceState>;
  readonly metadata: Map<string, HeldMetadata>;
  readonly principal: Map<string, Principal>;
  readonly rows: Map<string, BaseRow>;
  readonly refused: Map<string, RefusedPart>;
  readonly outbox: Map<string, OutboxEntry>;
  readonly drafts: Map<string, Draft>;
  /** Not stored: what base and pending changes come to. */
  readonly views: Map<string, ViewRow>;
}

/** The holdings as one step reads and changes them. */
export type StagedHoldings = {
  readonly [Table in keyof Holdings]: Holdings[Table] extends Map<string, infer V> ? StagedMap<V> : never;
};

/** Begins a step on the holdings. */
export function stageHoldings(held: Holdings): StagedHoldings {
  return {
    state: new StagedMap(held.state),
    metadata: new StagedMap(held.metadata),
    principal: new StagedMap(held.principal),
    rows: new StagedMap(held.rows),
    refused: new StagedMap(held.refused),
    outbox: new StagedMap(held.outbox),
    drafts: new StagedMap(held.drafts),
    views: new StagedMap(held.views),
  };
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

/** The device's own state. */
export function stateIn({ state }: Holdings | StagedHoldings): DeviceState {
  return present(state.get(''));
}

/** The metadata that the device has. @throws RejoinError `not-provisioned` before the first. */
export function metadataIn({ metadata }: Holdings | StagedHoldings): MetadataIndex {
  return indexOf(present(metadata.get('')));
}

/** What its user may do. @throws RejoinError `not-provisioned` before the first metadata. */
export function principalIn({ principal }: Holdings | StagedHoldings): Principal {
  return present(principal.get(''));
}

function present<T>(held: T | undefined): T {
  if (held === undefined) throw notProvisioned();
  return held;
}

/** A device that has not met its relay holds nothing that could be edited. */
export function notProvisioned(): RejoinError {
  return new RejoinError(
    'not-provisioned',
    'this device has not met its relay yet; connect once before editing',
  );
}

/** Reads everything but the documents. `initial` is the state of a device that begins. */
export async function loadHoldings(storage: DeviceStorage, initial: () => DeviceState): Promise<Holdings> {
  const single = async <T>(table: Parameters<DeviceStorage['readValue']>[0]): Promise<Map<string, T>> => {
    const value = await storage.readValue<T>(table);
    return new Map(value === undefined ? [] : [['', value]]);
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
    state,
    metadata: await single<HeldMetadata>(tables.metadata),
    principal: await single<Principal>(tables.principal),
    rows: await storage.readTable<BaseRow>(tables.rows),
    refused: await storage.readTable<RefusedPart>(tables.refused),
    outbox: await storage.readTable<OutboxEntry>(tables.outbox),
    drafts: await storage.readTable<Draft>(tables.drafts),
    views: new Map(),
  };
}
