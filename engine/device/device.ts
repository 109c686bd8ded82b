/**
 * A device: the records of one user, here, whether a relay can be reached or not.
 *
 * Invariants: reading and editing never wait for a network; what resolved is stored; nothing that a
 * person typed is lost: it is pending, part of the base, or a draft.
 */
import type { Seams } from '../clock/index.ts';
import {
  type DeviceId,
  type DeviceNumber,
  type MetadataIndex,
  newRecordId,
  type OrganizationId,
  type RecordId,
  RejoinError,
  type Values,
} from '../model/index.ts';
import type { Principal, Privilege } from '../security/index.ts';
import { DeviceCore } from './device-core.ts';
import { initialState } from './device-state.ts';
import type { Draft } from './draft.ts';
import { DraftHandle } from './draft-handle.ts';
import { Ending } from './ending.ts';
import { indexOf } from './holdings.ts';
import { LiveLists, type QueryOptions } from './live-lists.ts';
import type { LiveQuery } from './live-query.ts';
import { makeEdit, makeGroup } from './make-edit.ts';
import { type May, may } from './may.ts';
import { RecordHandle } from './record-handle.ts';
import type { Connect } from './socket.ts';
import { type DeviceDatabase, DeviceStorage } from './storage.ts';
import { recordKey } from './storage-keys.ts';
import { Sync, type SyncMode } from './sync.ts';
import { SyncState, type SyncStatus } from './sync-state.ts';
import { type CreateOptions, createRequest, Transaction } from './transaction.ts';
import type { ViewRow } from './view-row.ts';

export interface DeviceOptions {
  readonly database: DeviceDatabase;
  readonly seams: Seams;
  readonly connect: Connect;
  readonly url: string;
  readonly organization: OrganizationId;
  /** The app whose profile decides what the device holds. */
  readonly app: string;
  /** Asked at each connect; rejects when nobody is signed in. */
  readonly token: () => Promise<string>;
  /** `live` where absent. */
  readonly sync?: SyncMode;
  /** How often a new token is sent while connected. */
  readonly tokenRefreshMs?: number;
  /** Takes what an app's listeners throw; without it that is thrown again in a timer, uncaught. */
  readonly onListenerError?: (error: unknown) => void;
  /** What the rim does after the storage was cleared, such as deleting files. */
  readonly onWiped?: () => Promise<void>;
  /** What the rim does once this device is done with the storage, closed or wiped. */
  readonly onClosed?: () => void;
}

/** Opens a device on storage that was handed in, and begins to synchronise as `sync` says. */
export async function createDevice(options: DeviceOptions): Promise<Device> {
  const { organization, app, seams, database, onListenerError } = options;
  const deviceId: string = newRecordId(seams);
  const core = await DeviceCore.open({
    storage: new DeviceStorage(database),
    ...{ seams, onListenerError },
    initialState: () => initialState({ deviceId: deviceId as DeviceId, organization, app }),
  });
  if (core.state.organization !== organization || core.state.app !== app) {
    await core.close();
    throw new RejoinError('invalid-argument', 'this storage belongs to another organization or app');
  }
  return new Device(core, options);
}

export class Device {
  readonly #core: DeviceCore;
  readonly #status: SyncState;
  readonly #sync: Sync;
  readonly #lists: LiveLists;
  /** The drafts as they were when somebody asked last, and what was given then. */
  #drafts: { readonly of: readonly Draft[]; readonly handles: readonly DraftHandle[] } = {
    of: [],
    handles: [],
  };
  readonly #ending: Ending;

  constructor(core: DeviceCore, options: DeviceOptions) {
    this.#core = core;
    this.#status = new SyncState(core.report);
    const { url, connect, token, tokenRefreshMs, sync: mode = 'live', onWiped, onClosed } = options;
    this.#sync = new Sync({
      ...{ core, status: this.#status, url, connect, token, mode, tokenRefreshMs },
      onRevoked: () => this.#ending.clearAtLast(),
    });
    this.#ending = new Ending({
      ...{ core, onWiped, onClosed },
      endSync: () => this.#sync.end(),
      onCleared: () => this.#status.update({ pending: 0, drafts: 0, progress: {} }),
    });
    core.storing.subscribe((notStored) => this.#status.update({ notStored }));
    this.#lists = new LiveLists(core);
    this.#sync.begin();
  }

  get status(): SyncStatus {
    return this.#status.status;
  }

  /** The entities, relationships and option sets that this device has; undefined before the first ones came. */
  get metadata(): MetadataIndex | undefined {
    const held = this.#core.holdings.metadata.get('');
    return held === undefined ? undefined : indexOf(held);
  }

  /** Whose device it is and what they may do, as the relay last said; undefined before it did. */
  get principal(): Principal | undefined {
    return this.#core.holdings.principal.get('');
  }

  /** The number under which this device writes, as conflicts name their authors; null before it met its relay. */
  get deviceNumber(): DeviceNumber | null {
    return this.#core.state.deviceNumber;
  }

  /** Calls `listener` whenever records, drafts, metadata or rights were stored, or cleared. Returns what ends it. */
  onStored(listener: () => void): () => void {
    return this.#core.onStep(listener);
  }

  /** Calls `listener` with each change of the status. Returns what ends it. */
  subscribe(listener: (status: SyncStatus) => void): () => void {
    return this.#status.subscribe(listener);
  }

  /** A live list. @throws RejoinError `invalid-filter` that names the clause. */
  query(entity: string, options: QueryOptions = {}): LiveQuery {
    return this.#lists.query(entity, options);
  }

  /** A live list of the records that hold several values of an attribute, the last changed first. */
  conflicts(): LiveQuery {
    return this.#lists.conflicts();
  }

  /** The record as it is seen, without opening it; undefined where there is none. */
  get(entity: string, id: RecordId): ViewRow | undefined {
    return this.#core.holdings.views.get(recordKey(entity, id));
  }

  /** Calls `listener` whenever what `get` gives of the record changes. Returns what ends it. */
  watch(entity: string, id: RecordId, listener: (row: ViewRow | undefined) => void): () => void {
    return this.#core.onRecord(recordKey(entity, id), listener);
  }

  /** Creates a record; resolves with its id when it is stored. */
  async create(entity: string, values: Values, options: CreateOptions = {}): Promise<RecordId> {
    const { id, edit } = createRequest(this.#core, entity, values, options);
    await this.#core.run((step) => makeEdit(step, edit));
    return id;
  }

  /** Sets attributes of a record that need not be open. */
  async update(entity: string, id: RecordId, values: Values): Promise<void> {
    await this.#core.run((step) => makeEdit(step, { kind: 'update', key: recordKey(entity, id), values }));
  }

  async delete(entity: string, id: RecordId): Promise<void> {
    await this.#core.run((step) => makeEdit(step, { kind: 'delete', key: recordKey(entity, id) }));
  }

  /** Opens a record with its texts. @throws RejoinError `record-gone` when it is not on this device. */
  open(entity: string, id: RecordId): Promise<RecordHandle> {
    return RecordHandle.open(this.#core, entity, id);
  }

  /** Makes several edits as one change. Throwing in `make` leaves everything as it was. */
  async transact<T>(make: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    const transaction = new Transaction(this.#core);
    const result = await make(transaction);
    await this.#core.run((step) => makeGroup(step, transaction.requests));
    return result;
  }

  /** The drafts, the oldest first; the same list for as long as none of them changes. */
  drafts(): readonly DraftHandle[] {
    const held = [...this.#core.holdings.drafts.values()].sort((a, b) => a.order - b.order);
    const { of, handles } = this.#drafts;
    if (held.length === of.length && held.every((draft, at) => draft === of[at])) return handles;
    this.#drafts = { of: held, handles: held.map((draft) => new DraftHandle(this.#core, draft)) };
    return this.#drafts.handles;
  }

  /** Whether the user may do that with records of the entity at all; of one record ask its handle. */
  may(privilege: Privilege, entity: string, attribute?: string): May {
    const index = this.#core.index.entity(entity);
    if (index === undefined)
      return { allowed: false, code: 'entity-not-offline', reason: `This device has no ${entity}.` };
    return may(this.#core.principal, index, { privilege, attribute });
  }

  /** Resolves when everything made so far is decided and all that the relay had is here. */
  syncNow(): Promise<void> {
    return this.#sync.syncNow();
  }

  /** Connects, and stays connected as far as that can be; in cycles, begins them anew with one at once. */
  goOnline(): void {
    this.#sync.goOnline();
  }

  /** Lets go of the connection, and ends cycles, until `goOnline`; `live`, also until `syncNow`. */
  goOffline(): void {
    this.#sync.goOffline();
  }

  /**
   * Stores what was typed and lets go of everything.
   * @throws RejoinError `storage-failed` or `storage-full` where that can't be stored: the device then goes on
   *   as it was.
   */
  close(): Promise<void> {
    return this.#ending.close();
  }

  /** Removes everything from this device, unsent work and drafts too, and closes. */
  wipe(): Promise<void> {
    return this.#ending.wipe();
  }
}
