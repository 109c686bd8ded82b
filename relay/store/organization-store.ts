/**
 * The store of one organization over a database that others share: the writer, and every way to read.
 *
 * Invariant: synchronous reads see what is staged; whatever is iterated is durable.
 */
import {
  asId,
  type DeviceNumber,
  FIRST_DEVICE_NUMBER,
  type OrganizationId,
  type RecordId,
  type SequenceNumber,
  type UserId,
} from '../../engine/model/index.ts';
import { type KeyRange, lastSegment, OrganizationKeys, rangeUnder } from './keys.ts';
import type { LevelDatabase } from './level-database.ts';
import type { LogBatch, LogEntry } from './log.ts';
import { decodeView } from './organization-views.ts';
import { OrganizationWriter } from './organization-writer.ts';
import { auditAll, auditUnder, readBatch, readLog } from './read-log.ts';
import type {
  AuditItem,
  AuditQuery,
  Checkpoint,
  RelayStore,
  SealedBatch,
  StoreWatcher,
} from './relay-store.ts';
import { scanView } from './scan.ts';
import type { OrganizationStoreOptions } from './store-options.ts';
import type { StoredDevice, StoredRow, ViewReader } from './view-reader.ts';
import type { ViewName, ViewTypes } from './views.ts';

/** Which records a scan gives, in id order. */
interface ScanOptions {
  readonly after?: RecordId;
  readonly limit?: number;
}

export class OrganizationStore implements RelayStore {
  readonly #db: LevelDatabase;
  readonly #keys: OrganizationKeys;
  readonly #writer: OrganizationWriter;

  private constructor(db: LevelDatabase, keys: OrganizationKeys, writer: OrganizationWriter) {
    this.#db = db;
    this.#keys = keys;
    this.#writer = writer;
  }

  /** Opens the organization and replays its log. Throws `data-folder-damaged` rather than serve a hole. */
  static async open(
    db: LevelDatabase,
    organization: OrganizationId,
    options: OrganizationStoreOptions,
  ): Promise<OrganizationStore> {
    const keys = new OrganizationKeys(organization);
    return new OrganizationStore(db, keys, await OrganizationWriter.open(db, keys, options));
  }

  get organization(): OrganizationId {
    return this.#keys.organization;
  }
  get status(): 'open' | 'failed' | 'closed' {
    return this.#writer.status;
  }
  get nextSequence(): SequenceNumber {
    return this.#writer.nextSequence;
  }
  get lastSequence(): SequenceNumber {
    return this.#writer.lastSequence;
  }
  get nextDevice(): DeviceNumber {
    return this.state()?.nextDevice ?? FIRST_DEVICE_NUMBER;
  }
  get checkpoint(): Checkpoint {
    return this.#writer.checkpoint;
  }
  get hasRoom(): boolean {
    return this.#writer.hasRoom;
  }

  stage(entry: LogEntry): void {
    this.#writer.stage(entry);
  }
  seal(time: number): SealedBatch | undefined {
    return this.#writer.seal(time);
  }
  appendBatch(sealed: SealedBatch): Promise<void> {
    return this.#writer.appendBatch(sealed);
  }
  whenRoom(): Promise<void> {
    return this.#writer.whenRoom();
  }
  flush(): Promise<void> {
    return this.#writer.flush();
  }
  watch(watcher: StoreWatcher): void {
    this.#writer.watch(watcher);
  }
  suspend(cause: unknown): Promise<void> {
    return this.#writer.suspend(cause);
  }
  reload(): Promise<void> {
    return this.#writer.reload();
  }
  get needsReopening(): boolean {
    return this.#writer.needsReopening;
  }
  get reloadFailure(): unknown {
    return this.#writer.reloadFailure;
  }
  close(): Promise<void> {
    return this.#writer.close();
  }

  get durable(): ViewReader {
    return this.#writer.views.durable;
  }
  state: ViewReader['state'] = () => this.#writer.views.staged.state();
  metadata: ViewReader['metadata'] = () => this.#writer.views.staged.metadata();
  withdrawnAttributes: ViewReader['withdrawnAttributes'] = () =>
    this.#writer.views.staged.withdrawnAttributes();
  directory: ViewReader['directory'] = () => this.#writer.views.staged.directory();
  row: ViewReader['row'] = (entity, id) => this.#writer.views.staged.row(entity, id);
  part: ViewReader['part'] = (entity, id, part) => this.#writer.views.staged.part(entity, id, part);
  placeholders: ViewReader['placeholders'] = (device, entity, id, part) =>
    this.#writer.views.staged.placeholders(device, entity, id, part);
  decisions: ViewReader['decisions'] = (device) => this.#writer.views.staged.decisions(device);
  isUsed: ViewReader['isUsed'] = (id) => this.#writer.views.staged.isUsed(id);
  childCount: ViewReader['childCount'] = (child, attribute, target) =>
    this.#writer.views.staged.childCount(child, attribute, target);
  device: ViewReader['device'] = (deviceId) => this.#writer.views.staged.device(deviceId);
  deviceByNumber: ViewReader['deviceByNumber'] = (number) => this.#writer.views.staged.deviceByNumber(number);

  readLog(fromSequence: SequenceNumber, maxBytes: number): AsyncIterable<LogBatch> {
    return readLog(this.#writer.source, fromSequence, maxBytes);
  }
  readBatch(batch: number): Promise<LogBatch | undefined> {
    return readBatch(this.#writer.source, batch);
  }

  async *rows(entity: string, { after, limit }: ScanOptions = {}): AsyncGenerator<StoredRow> {
    const range = rangeUnder(this.#keys.rowPrefix(entity), after);
    for await (const [, row] of take(limit, this.#scan('row', range))) yield row;
  }
  async *ids(entity: string, { after, limit }: ScanOptions = {}): AsyncGenerator<RecordId> {
    const range = rangeUnder(this.#keys.rowPrefix(entity), after);
    for await (const [key] of take(limit, this.#scanKeys('row', range)))
      yield asId<RecordId>(lastSegment(key));
  }
  async *children(child: string, attribute: string, target: string): AsyncGenerator<RecordId> {
    const range = rangeUnder(this.#keys.childPrefix(child, attribute, target));
    for await (const [key] of this.#scanKeys('child', range)) yield asId<RecordId>(lastSegment(key));
  }
  async *devices(): AsyncGenerator<StoredDevice> {
    for await (const [, device] of this.#scan('device', rangeUnder(this.#keys.devicePrefix))) yield device;
  }

  auditOfRecord(entity: string, id: RecordId, query: AuditQuery): AsyncIterable<AuditItem> {
    return auditUnder(this.#writer.source, this.#keys.auditOfRecord(entity, id), query);
  }
  auditOfUser(userId: UserId, query: AuditQuery): AsyncIterable<AuditItem> {
    return auditUnder(this.#writer.source, this.#keys.auditOfUser(userId), query);
  }
  audit(query: AuditQuery): AsyncIterable<AuditItem> {
    return auditAll(this.#writer.source, query);
  }

  #scan<K extends ViewName>(view: K, range: KeyRange): AsyncGenerator<readonly [string, ViewTypes[K]]> {
    const db = this.#db;
    const { overlay } = this.#writer.views;
    const stored = async function* (): AsyncGenerator<readonly [string, ViewTypes[K]]> {
      for await (const [key, value] of db.iterator(range)) yield [key, decodeView(view, value, key)];
    };
    return scanView({ overlay, view, range, pick: (value) => value, stored });
  }

  #scanKeys(view: 'row' | 'child', range: KeyRange): AsyncGenerator<readonly [string, true]> {
    const db = this.#db;
    const { overlay } = this.#writer.views;
    const stored = async function* (): AsyncGenerator<readonly [string, true]> {
      for await (const key of db.keys(range)) yield [key, true];
    };
    return scanView({ overlay, view, range, pick: () => true, stored });
  }
}

async function* take<T>(limit = Number.POSITIVE_INFINITY, items: AsyncIterable<T>): AsyncGenerator<T> {
  let left = limit;
  if (left <= 0) return;
  for await (const item of items) {
    yield item;
    if (--left <= 0) return;
  }
}
