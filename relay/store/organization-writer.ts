/**
 * The writing side of an organization's store: replay at the start, staging and appending, flushing.
 *
 * Invariant: what reads see is the log's durable batches plus what is staged, in that order; the disk's
 * views never stand for more than the log holds.
 */
import type { ReachPoint } from '../../engine/clock/index.ts';
import { RejoinError, type SequenceNumber } from '../../engine/model/index.ts';
import { applyEntry } from './apply-entry.ts';
import { type BatchStart, writeViews } from './flush.ts';
import type { OrganizationKeys } from './keys.ts';
import { type LevelDatabase, SYNCED } from './level-database.ts';
import type { LogBatch, LogEntry } from './log.ts';
import { LOG_START, type LogPosition } from './log-position.ts';
import { OrganizationViews } from './organization-views.ts';
import type { LogSource } from './read-log.ts';
import type { Checkpoint, SealedBatch } from './relay-store.ts';
import { explainDamage, followLog, readCheckpoint } from './replay.ts';
import { securedColumnsOf } from './row-codec.ts';
import { Staging } from './staging.ts';

export interface OrganizationStoreOptions {
  /** Memory of effects not written yet, per generation (there are two). */
  readonly maxOverlayBytes: number;
  /** A flush begins by itself when so much is waiting … */
  readonly flushAtBytes: number;
  /** … or so many batches, which a start would have to replay. */
  readonly flushAtBatches: number;
  readonly maxCacheBytes: number;
  /** Lets others run between the pieces of long work. */
  readonly pause: () => Promise<void>;
  /** Told of the places at which a crash test may end the process. */
  readonly reach?: ReachPoint | undefined;
}

export class OrganizationWriter {
  readonly #db: LevelDatabase;
  readonly #keys: OrganizationKeys;
  readonly #options: OrganizationStoreOptions;
  #views: OrganizationViews;
  #staging: Staging;
  #checkpoint: LogPosition = LOG_START;
  #starts: BatchStart[] = [];
  #appending: Promise<void> | null = null;
  #flushing: Promise<void> | null = null;
  #waitingForRoom: (() => void)[] = [];
  #isClosed = false;
  #isFlushBroken = false;

  private constructor(db: LevelDatabase, keys: OrganizationKeys, options: OrganizationStoreOptions) {
    this.#db = db;
    this.#keys = keys;
    this.#options = options;
    this.#views = new OrganizationViews(db, keys, options.maxCacheBytes);
    this.#staging = new Staging(this.#views, keys, LOG_START);
  }

  /** Opens the organization and replays its log. Throws `data-folder-damaged` rather than serve a hole. */
  static async open(
    db: LevelDatabase,
    keys: OrganizationKeys,
    options: OrganizationStoreOptions,
  ): Promise<OrganizationWriter> {
    const writer = new OrganizationWriter(db, keys, options);
    await writer.reload();
    return writer;
  }

  /** Forgets everything in memory and reads again what is on disk. The database must have been reopened. */
  async reload(): Promise<void> {
    await Promise.allSettled([this.#appending, this.#flushing]);
    this.#views = new OrganizationViews(this.#db, this.#keys, this.#options.maxCacheBytes);
    this.#starts = [];
    this.#isFlushBroken = false;
    try {
      let position = await readCheckpoint(this.#db, this.#keys);
      let last: Uint8Array | undefined;
      this.#checkpoint = position;
      for await (const next of followLog(this.#db, this.#keys, position)) {
        this.#replay(next.batch);
        position = next.position;
        last = next.value;
        if (this.#views.overlay.activeBytes >= this.#flushAtBytes) await this.#writeActive(position);
      }
      // A batch whose write failed can be readable and still not be durable. Before anyone is answered
      // from what was replayed, a synced write (of what stands there already) makes it so.
      if (last !== undefined) await this.#db.put(this.#keys.log(position.batch), last, SYNCED);
      this.#staging = new Staging(this.#views, this.#keys, position);
    } catch (error) {
      throw explainDamage(error, this.#keys);
    }
  }

  #replay(batch: LogBatch): void {
    for (const [position, entry] of batch.entries.entries()) {
      this.#views.place = { batch: batch.batch, position };
      applyEntry(entry, this.#keys, this.#views);
    }
    this.#views.seal();
    this.#views.overlay.activate();
    this.#starts.push({ batch: batch.batch, firstSequence: batch.firstSequence });
  }

  /** Changes with a reload: never keep it. */
  get views(): OrganizationViews {
    return this.#views;
  }
  /** What reads of the log go by at this moment. */
  get source(): LogSource {
    return {
      db: this.#db,
      keys: this.#keys,
      overlay: this.#views.overlay,
      starts: this.#starts,
      lastBatch: this.#staging.durable.batch,
    };
  }
  get status(): 'open' | 'failed' | 'closed' {
    if (this.#isClosed) return 'closed';
    return this.#staging.isBroken || this.#isFlushBroken ? 'failed' : 'open';
  }
  get nextSequence(): SequenceNumber {
    return this.#staging.nextSequence;
  }
  get lastSequence(): SequenceNumber {
    return this.#staging.durable.nextSequence - 1;
  }
  get checkpoint(): Checkpoint {
    const { batch, hash, nextSequence } = this.#checkpoint;
    return { batch, hash, sequence: nextSequence - 1 };
  }

  stage(entry: LogEntry): void {
    this.#assertOpen();
    this.#staging.stage(entry);
  }

  seal(time: number): SealedBatch | undefined {
    this.#assertOpen();
    return this.#staging.seal(time);
  }

  async appendBatch(sealed: SealedBatch): Promise<void> {
    this.#assertOpen();
    this.#staging.assertInFlight(sealed);
    const { batch, firstSequence, entries } = sealed.batch;
    const { reach } = this.#options;
    const isRebuild = reach !== undefined && entries.some(({ kind }) => kind === 'rebuilt');
    reach?.('before-append');
    if (isRebuild) reach('before-rebuild');
    const writing = this.#db.put(this.#keys.log(batch), sealed.value, SYNCED);
    this.#appending = writing;
    try {
      await writing;
    } catch (error) {
      this.#staging.failed();
      this.#tellRoom();
      throw new RejoinError('storage-failed', `batch ${batch} could not be written`, { cause: error });
    } finally {
      this.#appending = null;
    }
    if (isRebuild) reach('after-rebuild');
    reach?.('after-append');
    this.#staging.succeeded();
    this.#starts.push({ batch, firstSequence });
    this.#flushIfDue();
    this.#tellRoom();
  }

  #flushIfDue(): void {
    if (this.#isFlushDue) void this.#startFlush().catch(() => undefined);
  }

  get #isFlushDue(): boolean {
    if (this.#flushing !== null || this.status !== 'open') return false;
    const { overlay } = this.#views;
    return overlay.activeBytes >= this.#flushAtBytes || this.#starts.length >= this.#options.flushAtBatches;
  }

  /** What fills the overlay is always enough to be written, or nobody would make room. */
  get #flushAtBytes(): number {
    return Math.min(this.#options.flushAtBytes, this.#options.maxOverlayBytes);
  }

  get hasRoom(): boolean {
    if (this.status !== 'open') return true;
    // What is staged counts: on a slow disk it is what grows.
    return this.#views.overlay.growingBytes < this.#options.maxOverlayBytes;
  }

  whenRoom(): Promise<void> {
    if (this.hasRoom) return Promise.resolve();
    return new Promise((resolve) => this.#waitingForRoom.push(resolve));
  }

  #tellRoom(): void {
    if (!this.hasRoom) return;
    for (const resolve of this.#waitingForRoom.splice(0)) resolve();
  }

  async flush(): Promise<void> {
    this.#assertOpen();
    // One that began before may lack what was appended since.
    if (this.#flushing !== null) await this.#flushing;
    await (this.#flushing ?? this.#startFlush());
  }

  #startFlush(): Promise<void> {
    const flushing = this.#writeActive(this.#staging.durable)
      .catch((error: unknown) => {
        this.#isFlushBroken = true;
        throw new RejoinError('storage-failed', 'the views could not be written', { cause: error });
      })
      .finally(() => {
        this.#flushing = null;
        // What became durable meanwhile may fill the next generation already.
        this.#flushIfDue();
        this.#tellRoom();
      });
    this.#flushing = flushing;
    return flushing;
  }

  async #writeActive(position: LogPosition): Promise<void> {
    if (position.batch === this.#checkpoint.batch) return;
    const views = this.#views;
    const starts = this.#starts.slice();
    const secured = securedColumnsOf(views.staged.metadata());
    const frozen = views.overlay.freeze();
    this.#tellRoom();
    const { pause, reach } = this.#options;
    await writeViews(this.#db, this.#keys, { frozen, position, starts, secured, pause, reach });
    views.endFlush(frozen);
    this.#checkpoint = position;
    this.#starts = this.#starts.slice(starts.length);
  }

  /** Waits for the batch in flight and writes the views; what is only staged is dropped. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    await Promise.allSettled([this.#appending]);
    try {
      if (this.status === 'open') await this.flush();
    } finally {
      this.#isClosed = true;
      this.#tellRoom();
    }
  }

  #assertOpen(): void {
    const { status } = this;
    if (status === 'open') return;
    throw new RejoinError('storage-failed', `the store of ${this.#keys.organization} is ${status}`);
  }
}
