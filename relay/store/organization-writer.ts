/**
 * The writing side of an organization's store: staging and appending, flushing, and beginning anew after a failure.
 *
 * Invariant: what reads see is the log's durable batches plus what is staged, in that order; the disk's
 * views never stand for more than the log holds. Views, staging and checkpoint change together, in one step.
 */
import { RejoinError, type SequenceNumber } from '../../engine/model/index.ts';
import type { OrganizationKeys } from './keys.ts';
import { type LevelDatabase, SYNCED } from './level-database.ts';
import type { LogEntry } from './log.ts';
import { assertWritable } from './log-codec.ts';
import { LogViews, type ReplayedLog } from './log-views.ts';
import type { OrganizationViews } from './organization-views.ts';
import type { LogSource } from './read-log.ts';
import type { Checkpoint, SealedBatch, StoreWatcher } from './relay-store.ts';
import { Staging } from './staging.ts';
import type { OrganizationStoreOptions } from './store-options.ts';

export class OrganizationWriter {
  readonly #db: LevelDatabase;
  readonly #keys: OrganizationKeys;
  readonly #options: OrganizationStoreOptions;
  #standing: LogViews;
  #staging: Staging;
  #appending: Promise<void> | null = null;
  #flushing: Promise<void> | null = null;
  #waitingForRoom: (() => void)[] = [];
  #watcher: StoreWatcher | undefined;
  #isClosed = false;
  #isFlushBroken = false;
  /** Nothing is written or staged until what is on disk was read again. */
  #isSuspended = false;
  /** An entry that can't be written was met: from here on each is tried before it is staged, so that it fails alone. */
  #isWary = false;
  #reloadFailure: unknown;

  private constructor(
    db: LevelDatabase,
    keys: OrganizationKeys,
    options: OrganizationStoreOptions,
    replayed: ReplayedLog,
  ) {
    this.#db = db;
    this.#keys = keys;
    this.#options = options;
    this.#standing = replayed.standing;
    this.#staging = new Staging(replayed.standing.views, keys, replayed.position);
  }

  /** Opens the organization and replays its log. Throws `data-folder-damaged` rather than serve a hole. */
  static async open(
    db: LevelDatabase,
    keys: OrganizationKeys,
    options: OrganizationStoreOptions,
  ): Promise<OrganizationWriter> {
    return new OrganizationWriter(db, keys, options, await LogViews.replay(db, keys, options));
  }

  watch(watcher: StoreWatcher): void {
    this.#watcher = watcher;
  }

  /** Why the last reading of what is on disk failed; undefined where it did not. */
  get reloadFailure(): unknown {
    return this.#reloadFailure;
  }

  /** Stages and writes nothing more until a reload; resolves when what is being written has ended. */
  async suspend(cause: unknown): Promise<void> {
    this.#reloadFailure = undefined;
    if (!this.#isSuspended) {
      const wasOpen = this.status === 'open';
      this.#isSuspended = true;
      this.#tellRoom();
      if (wasOpen) this.#watcher?.onFailed(cause);
    }
    await Promise.allSettled([this.#appending, this.#flushing]);
  }

  /**
   * Forgets everything in memory and reads again what is on disk. The database must have been reopened.
   * Until all of it is read nothing of it is seen, and where that fails the store stays failed.
   */
  async reload(): Promise<void> {
    await this.suspend(undefined);
    // What is written while the log is replayed would show through them.
    this.#standing.views.retire();
    this.#isWary ||= this.#staging.isUnwritable;
    try {
      const { standing, position } = await LogViews.replay(this.#db, this.#keys, this.#options);
      this.#standing = standing;
      this.#staging = new Staging(standing.views, this.#keys, position);
    } catch (error) {
      this.#reloadFailure = error;
      throw error;
    }
    this.#isFlushBroken = false;
    this.#isSuspended = false;
    this.#tellRoom();
    this.#watcher?.onReloaded();
  }

  /** Whether the store failed by something that only a reopening of the database mends; damage and defects are not. */
  get needsReopening(): boolean {
    const { reloadFailure: failure } = this;
    const isDamage = failure instanceof RejoinError && failure.code === 'data-folder-damaged';
    const isDefect = this.#staging.isUnwritable && !this.#isFlushBroken;
    return this.status === 'failed' && !isDamage && !isDefect;
  }

  /** Changes with a reload: never keep it. */
  get views(): OrganizationViews {
    return this.#standing.views;
  }
  /** What reads of the log go by at this moment. */
  get source(): LogSource {
    return {
      db: this.#db,
      keys: this.#keys,
      overlay: this.views.overlay,
      starts: this.#standing.starts,
      lastBatch: this.#staging.durable.batch,
    };
  }
  get status(): 'open' | 'failed' | 'closed' {
    if (this.#isClosed) return 'closed';
    const isFailed = this.#staging.isBroken || this.#isFlushBroken || this.#isSuspended;
    return isFailed ? 'failed' : 'open';
  }
  get nextSequence(): SequenceNumber {
    return this.#staging.nextSequence;
  }
  get lastSequence(): SequenceNumber {
    return this.#staging.durable.nextSequence - 1;
  }
  get checkpoint(): Checkpoint {
    const { batch, hash, nextSequence } = this.#standing.checkpoint;
    return { batch, hash, sequence: nextSequence - 1 };
  }

  stage(entry: LogEntry): void {
    this.#assertOpen();
    if (this.#isWary) assertWritable(entry);
    this.#staging.stage(entry);
  }

  seal(time: number): SealedBatch | undefined {
    this.#assertOpen();
    try {
      return this.#staging.seal(time);
    } catch (error) {
      // Whoever waits is told of a store that failed.
      this.#tellRoom();
      throw error;
    }
  }

  async appendBatch(sealed: SealedBatch): Promise<void> {
    this.#assertOpen();
    this.#staging.assertInFlight(sealed);
    const { batch, entries } = sealed.batch;
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
    this.#standing.appended(sealed.batch);
    this.#flushIfDue();
    this.#tellRoom();
  }

  #flushIfDue(): void {
    if (this.#flushing !== null || this.status !== 'open') return;
    if (this.#standing.isWorthWriting) void this.#startFlush().catch(() => undefined);
  }

  get hasRoom(): boolean {
    if (this.status !== 'open') return true;
    // What is staged counts: on a slow disk it is what grows.
    return this.views.overlay.growingBytes < this.#options.maxOverlayBytes;
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
    this.#assertOpen();
    await (this.#flushing ?? this.#startFlush());
  }

  #startFlush(): Promise<void> {
    const flushing = this.#standing
      .write(this.#staging.durable, () => this.#tellRoom())
      .catch((cause: unknown) => {
        throw this.#flushFailed(cause);
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

  #flushFailed(cause: unknown): RejoinError {
    const wasOpen = this.status === 'open';
    this.#isFlushBroken = true;
    const failure = new RejoinError('storage-failed', 'the views could not be written', { cause });
    // Nobody waits for a flush that began by itself.
    if (wasOpen) this.#watcher?.onFailed(failure);
    return failure;
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
