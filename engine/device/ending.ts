/**
 * How a device ends: closed, with everything stored, or wiped, with nothing left.
 *
 * Invariant: what keeps the storage for this device lets go of it once, and only when nothing is done with it
 * any more.
 */
import type { DeviceCore } from './device-core.ts';

export interface EndingOptions {
  readonly core: DeviceCore;
  /** Goes offline for good. Returns what goes on as before, for a device that can't be closed. */
  readonly endSync: () => () => void;
  /** Hears that nothing is left. */
  readonly onCleared: () => void;
  /** What the rim does after the storage was cleared, such as deleting files. */
  readonly onWiped: (() => Promise<void>) | undefined;
  /** What the rim does once the device is done with the storage. */
  readonly onClosed: (() => void) | undefined;
}

/** How long after a wipe that the storage refused it is tried again. */
const CLEAR_AGAIN_MS = 1_000;

export class Ending {
  readonly #options: EndingOptions;
  /** The wipe under way, or done; none once one has failed. */
  #clearing: Promise<void> | undefined;
  #cancelClearing: (() => void) | undefined;
  #isDone = false;

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  /** Stores what was typed and lets go of everything; throws where that can't be stored, and the device goes on. */
  async close(): Promise<void> {
    const { core, endSync } = this.#options;
    const goOn = endSync();
    try {
      // A wipe is never left behind half done: whoever closes may remove the folder next.
      await (this.#clearing ?? core.close());
      this.#done();
    } catch (error) {
      if (this.#clearing === undefined) goOn();
      throw error;
    } finally {
      this.#cancelClearing?.();
    }
  }

  /** Removes everything, and closes. */
  async wipe(): Promise<void> {
    this.#options.endSync();
    await this.#clear();
  }

  /** Clears, again and again while the storage fails: nobody is there to ask a second time. */
  clearAtLast(): Promise<void> {
    return this.#clear().catch(() => {
      const { seams } = this.#options.core;
      this.#cancelClearing = seams.setTimer(CLEAR_AGAIN_MS, () => this.clearAtLast());
    });
  }

  #clear(): Promise<void> {
    this.#clearing ??= this.#clearAll().catch((error: unknown) => {
      this.#clearing = undefined;
      throw error;
    });
    return this.#clearing;
  }

  async #clearAll(): Promise<void> {
    const { core, onCleared, onWiped } = this.#options;
    await core.wipe();
    onCleared();
    await onWiped?.();
    this.#done();
  }

  #done(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#options.onClosed?.();
  }
}
