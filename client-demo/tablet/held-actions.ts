/**
 * What a person did that can't be undone later, held back for a while so that it can be.
 *
 * Invariant: it is done only when its time is over while the page is open; a page that is left or closed
 * before has not done it.
 */

export interface HeldAction {
  /** What it is done to; a second one of the same key takes the place of the first. */
  readonly key: string;
  readonly forMs: number;
  readonly run: () => Promise<void>;
}

/** Sets a timer and returns what cancels it. */
export type SetTimer = (ms: number, run: () => void) => () => void;

export class HeldActions {
  readonly #setTimer: SetTimer;
  readonly #onFailed: (key: string, error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #held: ReadonlyMap<string, () => void> = new Map();

  constructor(options: {
    readonly setTimer: SetTimer;
    readonly onFailed: (key: string, error: unknown) => void;
  }) {
    this.#setTimer = options.setTimer;
    this.#onFailed = options.onFailed;
  }

  /** What is held, by key; another map after each change. */
  get held(): ReadonlyMap<string, unknown> {
    return this.#held;
  }

  hold({ key, forMs, run }: HeldAction): void {
    this.undo(key);
    const cancel = this.#setTimer(forMs, () => {
      // Until it is done it counts as held, so that what it takes away does not show up for a moment.
      run().then(
        () => this.#drop(key),
        (error: unknown) => {
          this.#drop(key);
          this.#onFailed(key, error);
        },
      );
    });
    this.#set(new Map(this.#held).set(key, cancel));
  }

  /** Whether it was still held, and so is not done. */
  undo(key: string): boolean {
    const cancel = this.#held.get(key);
    if (cancel === undefined) return false;
    cancel();
    this.#drop(key);
    return true;
  }

  /** Gives up everything that is held. */
  undoAll(): void {
    for (const key of [...this.#held.keys()]) this.undo(key);
  }

  /** Calls `listener` with each change of what is held. Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #drop(key: string): void {
    const held = new Map(this.#held);
    if (held.delete(key)) this.#set(held);
  }

  #set(held: ReadonlyMap<string, () => void>): void {
    this.#held = held;
    for (const listener of this.#listeners) listener();
  }
}
