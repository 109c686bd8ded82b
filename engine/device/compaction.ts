/**
 * Gone is gone: what left the device is taken out of the storage files, not only marked as deleted.
 *
 * Invariant: that something was removed is stored with the removal, and stays stored until a compaction has
 * ended: one that failed is asked for again, and one that did not come about by whoever opens the storage next.
 */
import type { Seams } from '../clock/index.ts';
import type { SerialQueue } from './serial-queue.ts';
import type { DeviceStorage } from './storage.ts';
import { REMOVED } from './storage-keys.ts';

/** How long after a record left the files are compacted, so that many leaves cost one compaction. */
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

  /** Compacts soon where a former life of the device removed something and did not come to that. */
  async resume(): Promise<void> {
    if ((await this.#options.storage.read(REMOVED)) !== undefined) this.later();
  }

  /** Compacts soon, once for all that left by then. */
  later(): void {
    const { queue, seams, storage } = this.#options;
    if (!storage.canCompact) return;
    this.#cancel ??= seams.setTimer(COMPACT_AFTER_MS, () => {
      this.#cancel = null;
      queue.run(() => this.#compact()).catch(() => this.later());
    });
  }

  /** Leaves what was asked for to the next life of the device. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  async #compact(): Promise<void> {
    const { storage, seams, isClosed } = this.#options;
    if (isClosed()) return;
    seams.reach?.('before-compaction');
    await storage.compact();
    seams.reach?.('after-compaction');
  }
}
