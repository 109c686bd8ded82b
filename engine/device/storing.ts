/**
 * Whether what is done on a device gets stored: it is said when that begins to fail, and when it works again.
 *
 * Invariant: while it fails it is tried again by itself, so that what is said is true without anybody doing
 * anything, and what was typed is stored as soon as that can be.
 */
import type { Seams } from '../clock/index.ts';
import { type Refusal, RejoinError } from '../model/index.ts';
import { type ReportError, tellListeners } from './tell-listeners.ts';

export interface StoringOptions {
  readonly seams: Seams;
  /** Takes what listeners throw. */
  readonly report: ReportError;
  /** Stores something small, and what was typed. */
  readonly tryAgain: () => Promise<void>;
}

/** How long after storing failed it is tried again. */
const TRY_AGAIN_MS = 1_000;

export class Storing {
  readonly #options: StoringOptions;
  readonly #listeners = new Set<(failure: Refusal | null) => void>();
  #failure: Refusal | null = null;
  #isTryingAgain = false;

  constructor(options: StoringOptions) {
    this.#options = options;
  }

  /** Calls `listener` with why storing begins to fail, and with null when it works again. */
  subscribe(listener: (failure: Refusal | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stores. @param store resolves with whether there was anything to store */
  async watch(store: () => Promise<boolean>): Promise<boolean> {
    try {
      const isChanged = await store();
      if (isChanged) this.#note(null);
      return isChanged;
    } catch (error) {
      if (error instanceof RejoinError && error.code !== 'internal-error') {
        this.#note({ code: error.code, reason: error.message });
        this.#tryAgainLater();
      }
      throw error;
    }
  }

  #note(failure: Refusal | null): void {
    if (this.#failure?.code === failure?.code) return;
    this.#failure = failure;
    tellListeners(this.#listeners, failure, this.#options.report);
  }

  #tryAgainLater(): void {
    if (this.#isTryingAgain) return;
    this.#isTryingAgain = true;
    const { seams, tryAgain } = this.#options;
    seams.setTimer(TRY_AGAIN_MS, () => {
      this.#isTryingAgain = false;
      // A failure is noted where it comes about, and once the device is closed nothing is tried any more.
      tryAgain().catch(() => undefined);
    });
  }
}
