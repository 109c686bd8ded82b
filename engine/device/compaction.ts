/**
 * Gone is gone: what left the device is taken out of the storage files, not only marked as deleted.
 *
 * Invariant: a compaction that failed or did not come about is asked for again, unless the device closes.
 */
import type { Seams } from '../clock/index.ts';
import type { SerialQueue } from './serial-queue.ts';
import type { DeviceStorage } from './storage.ts';
import { tables } from './storage-keys.ts';

/** How long after a record left its range is compacted, so that many leaves cost one compaction. */
const COMPACT_AFTER_MS = 5_000;

export interface CompactionOptions {
  readonly queue: SerialQueue;
  readonly storage: DeviceStorage;
  readonly seams: Seams;
  readonly isClosed: () => boolean;
}

export class Compaction {
  readonly #options: CompactionOptions;
  #cancel: (() => void) | null = null;

  constructor(options: CompactionOptions) {
    this.#options = options;
  }

  /** Compacts soon, once for all that left by then. */
  later(): void {
    const { queue, seams } = this.#options;
    this.#cancel ??= seams.setTimer(COMPACT_AFTER_MS, () => {
      this.#cancel = null;
      queue.run(() => this.#compact()).catch(() => this.later());
    });
  }

  /** Gives up what was asked for. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  async #compact(): Promise<void> {
    const { storage, seams, isClosed } = this.#options;
    if (isClosed()) return;
    seams.reach?.('before-compaction');
    await storage.compact(`${tables.parts}/`, `${tables.parts}0`);
    await storage.compact(`${tables.rows}/`, `${tables.rows}0`);
    seams.reach?.('after-compaction');
  }
}
