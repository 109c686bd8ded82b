/**
 * Whether the other end is still there: a ping after a silence, and an end to waiting for the answer.
 * A half-open connection looks like a quiet one, and would hold up a day's work.
 */
import type { Seams } from '../clock/index.ts';

export const SILENCE_MS = 20_000;
export const ANSWER_MS = 10_000;

export interface LivenessOptions {
  readonly seams: Pick<Seams, 'setTimer'>;
  readonly ping: () => void;
  readonly onDead: () => void;
}

export class Liveness {
  readonly #options: LivenessOptions;
  #cancel: () => void = () => undefined;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.heard();
  }

  /** Something came from the other end. */
  heard(): void {
    const { seams, ping, onDead } = this.#options;
    this.#cancel();
    this.#cancel = seams.setTimer(SILENCE_MS, () => {
      ping();
      this.#cancel = seams.setTimer(ANSWER_MS, onDead);
    });
  }

  stop(): void {
    this.#cancel();
  }
}
