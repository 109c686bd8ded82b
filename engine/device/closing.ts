/**
 * The closing of something that may fail to close: it is done once, however often it is asked for, and one that
 * failed leaves open what it was to close, and may be tried again.
 */
export class Closing {
  readonly #close: () => Promise<void>;
  #running: Promise<void> | null = null;

  constructor(close: () => Promise<void>) {
    this.#close = close;
  }

  /** Whether it closes, or is closed. */
  get hasBegun(): boolean {
    return this.#running !== null;
  }

  /** Resolves when it is closed. Rejects with what closing threw. */
  run(): Promise<void> {
    this.#running ??= this.#close().catch((error: unknown) => {
      this.#running = null;
      throw error;
    });
    return this.#running;
  }
}
