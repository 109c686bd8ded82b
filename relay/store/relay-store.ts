/**
 * The store of one organization: a log that is the truth, and views of it.
 *
 * Writing goes in steps, so that the next batch can be judged while one is being synced:
 * `stage` makes an entry's effects visible to reads at once, `seal` turns what is staged into a batch,
 * `appendBatch` makes it durable. One batch at a time is in flight. Nothing staged survives a failed
 * append: that batch and all that was staged on it are dropped, and the store refuses to go on until
 * it was reopened.
 *
 * Safe: everything that `appendBatch` resolved for survives a crash. Not safe: anything before that.
 */
import type {
  DeviceNumber,
  OrganizationId,
  RecordId,
  SequenceNumber,
  UserId,
} from '../../engine/model/index.ts';
import type { LogBatch, LogEntry } from './log.ts';
import type { StoredDevice, StoredRow, ViewReader } from './view-reader.ts';

/** A batch with the bytes that will be stored and their hash. */
export interface SealedBatch {
  readonly batch: LogBatch;
  readonly hash: Uint8Array;
  readonly value: Uint8Array;
}

/** A log entry found by the audit, with its place. */
export interface AuditItem {
  readonly batch: number;
  /** Index of the entry in its batch. */
  readonly position: number;
  readonly time: number;
  readonly entry: LogEntry;
}

/** Newest first. */
export interface AuditQuery {
  readonly limit: number;
  /** Only what stands before this place (for the next page). */
  readonly before?: { readonly batch: number; readonly position: number };
  /** Milliseconds since 1970, both inclusive. */
  readonly from?: number;
  readonly upTo?: number;
}

/** How far the views on disk stand. */
export interface Checkpoint {
  readonly batch: number;
  /** The last sequence number given up to there. */
  readonly sequence: SequenceNumber;
  /** Of that batch. */
  readonly hash: Uint8Array;
}

/** Who works with a store, and must know when it can't be worked with. */
export interface StoreWatcher {
  /**
   * The store stopped working and no call of the watcher's is there to tell it: a flush of its own failed, or
   * the database is about to be opened again. Nothing that is staged and not in flight will become durable.
   */
  onFailed(error: unknown): void;
  /** What is on disk was read again, all of it, and the store is open. */
  onReloaded(): void;
}

export interface RelayStore extends ViewReader {
  readonly organization: OrganizationId;
  /**
   * `failed` after a write failed, and while the database is opened again: reads work on what is durable until
   * that begins, then throw `storage-failed`; writes throw until all is read again.
   */
  readonly status: 'open' | 'failed' | 'closed';

  /** The sequence number that the next numbered entry must have; staged entries are counted. */
  readonly nextSequence: SequenceNumber;
  /** The highest sequence number that is durable; 0 before the first. */
  readonly lastSequence: SequenceNumber;
  /** The number that the next device to enroll takes; staged enrolments are counted. */
  readonly nextDevice: DeviceNumber;

  /** Reads of what is durable alone: what is sent to others is built from these. */
  readonly durable: ViewReader;

  /**
   * Applies the entry to what reads see. Throws `internal-error` on one that does not fit, by its sequence
   * number or by what it needs to be there; nothing of it is staged then, and the store goes on.
   */
  stage(entry: LogEntry): void;
  /**
   * Closes the staged entries into the next batch, now in flight.
   * Undefined where nothing is staged; throws while another batch is in flight. Throws for entries that can't be
   * written, a defect, too: what is staged is dropped then, and the store is `failed`. When it was read again, such an
   * entry is refused with `internal-error` where it is staged, and the others go on without it.
   *
   * @param time milliseconds since 1970
   */
  seal(time: number): SealedBatch | undefined;
  /**
   * Stores the sealed batch, synced. On failure throws `storage-failed`, drops the batch and all that
   * was staged on it, and the store is `failed`: what is on disk is only known after a reopening.
   */
  appendBatch(sealed: SealedBatch): Promise<void>;
  /**
   * False while as much as may be is staged, in flight, or durable and not being flushed: wait for `whenRoom`
   * before staging more. True of a store that failed or closed, so that whoever tries is told.
   */
  readonly hasRoom: boolean;
  whenRoom(): Promise<void>;
  /** Writes the views behind the log up to now, with their checkpoint. */
  flush(): Promise<void>;
  readonly checkpoint: Checkpoint;

  /**
   * Durable batches from the one that holds the sequence number, in order, until `maxBytes` of log
   * values are read (one batch at least). Ends at what is durable when it gets there.
   */
  readLog(fromSequence: SequenceNumber, maxBytes: number): AsyncIterable<LogBatch>;
  readBatch(batch: number): Promise<LogBatch | undefined>;

  /**
   * Durable rows of the entity with id > `after`, in id order. None is missed that was durable when the reading
   * began; what is changed meanwhile comes as it was or as it is.
   */
  rows(entity: string, options?: { after?: RecordId; limit?: number }): AsyncIterable<StoredRow>;
  /** The same, ids alone. */
  ids(entity: string, options?: { after?: RecordId; limit?: number }): AsyncIterable<RecordId>;
  /** Ids of rows of `child` whose lookup `attribute` names the target, in id order. */
  children(child: string, attribute: string, target: string): AsyncIterable<RecordId>;
  devices(): AsyncIterable<StoredDevice>;

  auditOfRecord(entity: string, id: RecordId, query: AuditQuery): AsyncIterable<AuditItem>;
  auditOfUser(userId: UserId, query: AuditQuery): AsyncIterable<AuditItem>;
  /** Everything, newest first. */
  audit(query: AuditQuery): AsyncIterable<AuditItem>;

  /** Tells of failures that nobody asked for; one watcher at a time. */
  watch(watcher: StoreWatcher): void;

  /** Flushes and stops serving. The database stays open for other organizations. */
  close(): Promise<void>;
}
