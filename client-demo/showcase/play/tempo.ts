/**
 * The time of a play: how quick it is, whether it is held up, and how long it waits for something.
 *
 * Invariants: nothing goes on while it is paused, and nothing once it was stopped; what is waited for is asked for
 * again and again until it is so, and a wait that is too long names it.
 */

export interface Pace {
  /** Between two letters that are typed. */
  readonly keyMs: number;
  /** What it takes to read a caption, and to see what happened. */
  readonly beatMs: number;
  /** How long something may take to come. */
  readonly patienceMs: number;
}

/** For people: the whole takes about a minute. */
export const READABLE: Pace = { keyMs: 28, beatMs: 1_100, patienceMs: 20_000 };

/** Somebody ended the play. */
export class PlayStopped extends Error {}

/** Something did not come. */
export class NotCome extends Error {
  /** What, in words. */
  readonly awaited: string;

  constructor(awaited: string) {
    super(`this did not come: ${awaited}`);
    this.awaited = awaited;
  }
}

const LOOK_AGAIN_MS = 25;

export class Tempo {
  readonly pace: Pace;
  #isPaused = false;
  #isStopped = false;
  #goOn: (() => void) | undefined;

  constructor(pace: Pace) {
    this.pace = pace;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#goOn?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.resume();
  }

  /** Gives time to look. @param beats how much */
  async beat(beats = 1): Promise<void> {
    await this.#rest(beats * this.pace.beatMs);
    await this.turn();
  }

  /** Between two letters. */
  async key(): Promise<void> {
    if (this.pace.keyMs > 0) await this.#rest(this.pace.keyMs);
    await this.turn();
  }

  /** Waits while it is paused. @throws PlayStopped */
  async turn(): Promise<void> {
    while (this.#isPaused && !this.#isStopped)
      await new Promise<void>((resolve) => {
        this.#goOn = resolve;
      });
    if (this.#isStopped) throw new PlayStopped();
  }

  /**
   * What `look` gives, once that is something.
   *
   * @param awaited in words, for when it does not come
   * @throws NotCome, PlayStopped
   */
  async until<T>(look: () => T | undefined | null | false, awaited: string): Promise<T> {
    for (let waited = 0; ; waited += LOOK_AGAIN_MS) {
      await this.turn();
      const found = look();
      if (found !== undefined && found !== null && found !== false) return found;
      if (waited >= this.pace.patienceMs) throw new NotCome(awaited);
      await this.#rest(LOOK_AGAIN_MS);
    }
  }

  async #rest(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
