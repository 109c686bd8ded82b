/**
 * The views of an organization's log: replayed from the checkpoint on, written behind the log, and how far
 * they stand on disk.
 *
 * Invariant: `starts` and the overlay's durable layers are exactly what the log holds behind the checkpoint.
 */
import { applyEntry } from './apply-entry.ts';
import { type BatchStart, writeViews } from './flush.ts';
import type { OrganizationKeys } from './keys.ts';
import { type LevelDatabase, SYNCED } from './level-database.ts';
import type { LogBatch } from './log.ts';
import type { LogPosition } from './log-position.ts';
import { OrganizationViews } from './organization-views.ts';
import { explainDamage, followLog, readCheckpoint } from './replay.ts';
import { securedColumnsOf } from './row-codec.ts';
import type { OrganizationStoreOptions } from './store-options.ts';

export interface ReplayedLog {
  readonly standing: LogViews;
  /** The end of the log. */
  readonly position: LogPosition;
}

export class LogViews {
  readonly views: OrganizationViews;
  readonly #db: LevelDatabase;
  readonly #keys: OrganizationKeys;
  readonly #options: OrganizationStoreOptions;
  #checkpoint: LogPosition;
  #starts: BatchStart[] = [];

  private constructor(
    db: LevelDatabase,
    keys: OrganizationKeys,
    options: OrganizationStoreOptions,
    checkpoint: LogPosition,
  ) {
    this.#db = db;
    this.#keys = keys;
    this.#options = options;
    this.#checkpoint = checkpoint;
    this.views = new OrganizationViews(db, keys, options.maxCacheBytes);
  }

  /** Reads what is on disk, all of the log behind the checkpoint. Throws `data-folder-damaged` rather than skip a hole. */
  static async replay(
    db: LevelDatabase,
    keys: OrganizationKeys,
    options: OrganizationStoreOptions,
  ): Promise<ReplayedLog> {
    try {
      let position = await readCheckpoint(db, keys);
      let last: Uint8Array | undefined;
      const standing = new LogViews(db, keys, options, position);
      for await (const next of followLog(db, keys, position)) {
        standing.#apply(next.batch);
        position = next.position;
        last = next.value;
        if (standing.isFull) await standing.write(position);
      }
      // A batch whose write failed can be readable and still not be durable. Before anyone is answered
      // from what was replayed, a synced write (of what stands there already) makes it so.
      if (last !== undefined) await db.put(keys.log(position.batch), last, SYNCED);
      return { standing, position };
    } catch (error) {
      throw explainDamage(error, keys);
    }
  }

  #apply(batch: LogBatch): void {
    for (const [position, entry] of batch.entries.entries()) {
      this.views.place = { batch: batch.batch, position };
      applyEntry(entry, this.#keys, this.views);
    }
    this.views.seal();
    this.views.overlay.activate();
    this.appended(batch);
  }

  /** The log goes on with this batch; the views have its effects. */
  appended({ batch, firstSequence }: BatchStart): void {
    this.#starts.push({ batch, firstSequence });
  }

  get checkpoint(): LogPosition {
    return this.#checkpoint;
  }
  /** Batches behind the checkpoint, in order. */
  get starts(): readonly BatchStart[] {
    return this.#starts;
  }
  get isFull(): boolean {
    const { flushAtBytes, maxOverlayBytes } = this.#options;
    // What fills the overlay is always enough to be written, or nobody would make room.
    return this.views.overlay.activeBytes >= Math.min(flushAtBytes, maxOverlayBytes);
  }
  get isWorthWriting(): boolean {
    return this.isFull || this.#starts.length >= this.#options.flushAtBatches;
  }

  /**
   * Writes the views up to the end of the log with their checkpoint. One call at a time.
   *
   * @param onFrozen the overlay has room again
   */
  async write(end: LogPosition, onFrozen: () => void = () => undefined): Promise<void> {
    if (end.batch === this.#checkpoint.batch) return;
    const { views } = this;
    const starts = this.#starts.slice();
    const secured = securedColumnsOf(views.staged.metadata());
    const frozen = views.overlay.freeze();
    onFrozen();
    const { pause, reach } = this.#options;
    await writeViews(this.#db, this.#keys, { frozen, position: end, starts, secured, pause, reach });
    views.endFlush(frozen);
    this.#checkpoint = end;
    this.#starts = this.#starts.slice(starts.length);
  }
}
