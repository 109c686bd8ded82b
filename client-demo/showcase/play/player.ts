/**
 * Plays a play: begins it, holds it up, ends it, and says how it went.
 *
 * Invariant: one play at a time, and whatever it ends with is said.
 */
import type { Point } from './tablet-hands.ts';
import { NotCome, type Pace, PlayStopped, Tempo } from './tempo.ts';

export interface PlayState {
  readonly phase: 'idle' | 'playing' | 'paused' | 'done' | 'stopped' | 'failed' | 'broken';
  /** From 1; 0 while the stage is set. */
  readonly step: number;
  readonly caption: string;
  /** What did not come, in words. */
  readonly awaited: string;
  /** Where something is being done. */
  readonly point: Point | undefined;
}

/** What a play is handed. */
export interface Playing {
  readonly tempo: Tempo;
  say(step: number, caption: string): void;
  point(point: Point | undefined): void;
}

const IDLE: PlayState = { phase: 'idle', step: 0, caption: '', awaited: '', point: undefined };

export class Player {
  readonly #pace: Pace;
  readonly #onDefect: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #state = IDLE;
  #tempo: Tempo | undefined;

  /** @param onDefect told of what is no part of any play */
  constructor(pace: Pace, onDefect: (error: unknown) => void) {
    this.#pace = pace;
    this.#onDefect = onDefect;
  }

  get state(): PlayState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Plays to the end; resolves however that comes about. Does nothing while one is under way. */
  async play(run: (playing: Playing) => Promise<void>): Promise<void> {
    if (this.#tempo !== undefined) return;
    const tempo = new Tempo(this.#pace);
    this.#tempo = tempo;
    this.#show({ ...IDLE, phase: 'playing' });
    try {
      await run({
        tempo,
        say: (step, caption) => this.#show({ step, caption }),
        point: (point) => this.#show({ point }),
      });
      this.#show({ phase: 'done' });
    } catch (error) {
      if (error instanceof PlayStopped) this.#show({ phase: 'stopped' });
      else if (error instanceof NotCome) this.#show({ phase: 'failed', awaited: error.awaited });
      else {
        this.#show({ phase: 'broken' });
        this.#onDefect(error);
      }
    } finally {
      this.#tempo = undefined;
      this.#show({ point: undefined });
    }
  }

  pause(): void {
    if (this.#state.phase !== 'playing') return;
    this.#tempo?.pause();
    this.#show({ phase: 'paused' });
  }

  resume(): void {
    if (this.#state.phase !== 'paused') return;
    this.#show({ phase: 'playing' });
    this.#tempo?.resume();
  }

  stop(): void {
    this.#tempo?.stop();
  }

  #show(changes: Partial<PlayState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of [...this.#listeners]) listener();
  }
}
