/**
 * One step at a time: what changes a device's holdings runs here, in the order of asking.
 *
 * Invariant: two steps never overlap, so a step reads what the one before it left; a step that
 * fails holds up none that follows.
 */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `step` after all that were asked before it, and answers with its result. */
  run<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#last.then(step);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when everything asked so far has run. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
