/**
 * The work of computing scopes: scans over all records of an entity, for one session or for many.
 *
 * A publish or a morning has thousands of devices ask for them at once. So few run at a time; the others
 * wait in the order in which they came, while what is live goes on beside them. Who wants to know what somebody
 * is just counting is told the same number.
 *
 * Invariant: work for a session that has ended stops where it is, and takes nobody's turn.
 */

/** Computes a number, and stops (throws) when the signal is aborted. */
export type Count = (signal: AbortSignal) => Promise<number>;

interface SharedCount {
  readonly result: Promise<number>;
  readonly stopper: AbortController;
  /** Sessions that wait for it. */
  waiting: number;
}

export class ScopeWork {
  readonly #maxAtOnce: number;
  readonly #counts = new Map<string, SharedCount>();
  readonly #queue: (() => void)[] = [];
  #running = 0;

  /** @param maxAtOnce computations of the whole relay that run at a time */
  constructor(maxAtOnce: number) {
    this.#maxAtOnce = maxAtOnce;
  }

  /** Runs the work in its turn. Rejects with the signal's reason where that is aborted before. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(signal);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#queue.shift()?.();
    }
  }

  /**
   * Counts in its turn, once for all who ask under the same key while it goes on.
   *
   * @param key names all that decides the number
   */
  async count(key: string, count: Count, signal: AbortSignal): Promise<number> {
    const shared = this.#counts.get(key) ?? this.#begin(key, count);
    shared.waiting += 1;
    try {
      return await unlessAborted(shared.result, signal);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0) this.#end(key, shared);
    }
  }

  #begin(key: string, count: Count): SharedCount {
    const stopper = new AbortController();
    const { signal } = stopper;
    const result = this.run(() => count(signal), signal);
    // Who waits for it is told; that nobody does any more is no failure.
    result.catch(() => undefined).then(() => this.#end(key, shared));
    const shared: SharedCount = { result, stopper, waiting: 0 };
    this.#counts.set(key, shared);
    return shared;
  }

  /** Whoever asks from here on has it counted anew. */
  #end(key: string, shared: SharedCount): void {
    shared.stopper.abort();
    if (this.#counts.get(key) === shared) this.#counts.delete(key);
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener('abort', stop);
        this.#running += 1;
        resolve();
      };
      const stop = (): void => {
        const place = this.#queue.indexOf(start);
        if (place >= 0) this.#queue.splice(place, 1);
        reject(signal.reason);
      };
      if (signal.aborted) stop();
      else if (this.#running < this.#maxAtOnce) start();
      else {
        this.#queue.push(start);
        signal.addEventListener('abort', stop, { once: true });
      }
    });
  }
}

function unlessAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
