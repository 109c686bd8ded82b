/**
 * Group commit: jobs are judged as they arrive, and what they staged becomes durable together.
 *
 * While one batch is being synced the next one gathers, so durability costs one sync per batch and
 * not per change. A job stages all of its entries or none; what it returns reaches its caller only
 * when everything that it could have seen is durable.
 *
 * Invariant: results come in the order of the jobs. After a failed append every job that was not
 * durable yet fails with `unavailable`, and nothing more is judged until the store was reopened.
 */
import { RejoinError } from '../../engine/model/index.ts';
import type { LogBatch, RelayStore, SealedBatch } from '../store/index.ts';

/** What a job gets: the time of decision, milliseconds since 1970. */
export type Job<T> = (time: number) => T;

export interface CommitQueueOptions {
  readonly store: RelayStore;
  now(): number;
  /** A batch is durable. Called after the results of its jobs went out, so verdicts precede pages. */
  onDurable(batch: LogBatch): void;
  /** The store failed: reopen it, and make a new queue. */
  onFailed(error: unknown): void;
}

interface Waiting {
  start(): void;
  fail(error: RejoinError): void;
}

interface Settling {
  succeed(): void;
  fail(error: RejoinError): void;
}

export class CommitQueue {
  readonly #options: CommitQueueOptions;
  /** Jobs that wait for room in the store. */
  #waiting: Waiting[] = [];
  /** Jobs judged since the last batch was sealed. */
  #settling: Settling[] = [];
  #isScheduled = false;
  #isAppending = false;
  #isClosed = false;
  #idle: (() => void)[] = [];

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  /**
   * Runs a job in its turn and resolves with its result when that is durable.
   * Rejects with `unavailable` when the store failed or closed, and with what the job threw.
   */
  run<T>(job: Job<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const start = () => this.#judge(job, resolve, reject);
      if (this.#isClosed) reject(unavailable());
      else if (this.#waiting.length === 0 && this.#options.store.hasRoom) start();
      else {
        this.#waiting.push({ start, fail: reject });
        if (this.#waiting.length === 1) this.#awaitRoom();
      }
    });
  }

  /** Resolves when everything that was given before is durable or failed. */
  whenIdle(): Promise<void> {
    if (!this.#isAppending && this.#settling.length === 0 && this.#waiting.length === 0)
      return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Takes nothing more: the store stopped working, and no job was there to find it out. */
  close(error: unknown): void {
    if (!this.#isClosed) this.#fail([], error);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  #judge<T>(job: Job<T>, resolve: (result: T) => void, reject: (error: unknown) => void): void {
    let result: T;
    try {
      result = job(this.#options.now());
    } catch (error) {
      // Behind the results of the jobs before, so that answers keep the order of the jobs.
      this.#settling.push({ succeed: () => reject(error), fail: () => reject(error) });
      // What the job had staged can't be told: all of it is read again.
      if (this.#options.store.status !== 'open') this.#fail(this.#settling.splice(0), error);
      else this.#schedule();
      return;
    }
    this.#settling.push({ succeed: () => resolve(result), fail: reject });
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isAppending || this.#isClosed) return;
    this.#isScheduled = true;
    // One turn later, so that all frames of one read from a socket make one batch.
    queueMicrotask(() => {
      this.#isScheduled = false;
      void this.#append();
    });
  }

  async #append(): Promise<void> {
    if (this.#isClosed) return;
    const settling = this.#settling;
    this.#settling = [];
    let sealed: SealedBatch | undefined;
    this.#isAppending = true;
    try {
      sealed = this.#options.store.seal(this.#options.now());
      if (sealed !== undefined) await this.#options.store.appendBatch(sealed);
    } catch (error) {
      return this.#fail(settling, error);
    }
    this.#isAppending = false;
    // A job that broke the store meanwhile closed the queue; what is durable is answered all the same.
    for (const job of settling) job.succeed();
    if (sealed !== undefined) this.#options.onDurable(sealed.batch);
    if (this.#settling.length > 0) this.#schedule();
    else if (this.#waiting.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #fail(settling: readonly Settling[], error: unknown): void {
    this.#isAppending = false;
    const wasClosed = this.#isClosed;
    this.#isClosed = true;
    const failed = [...settling, ...this.#settling.splice(0), ...this.#waiting.splice(0)];
    for (const job of failed) job.fail(unavailable(error));
    for (const resolve of this.#idle.splice(0)) resolve();
    if (!wasClosed) this.#options.onFailed(error);
  }

  #awaitRoom(): void {
    void this.#options.store.whenRoom().then(() => {
      while (this.#waiting.length > 0 && this.#options.store.hasRoom && !this.#isClosed) {
        this.#waiting.shift()?.start();
      }
      if (this.#waiting.length > 0 && !this.#isClosed) this.#awaitRoom();
    });
  }
}

function unavailable(cause?: unknown): RejoinError {
  return new RejoinError('unavailable', 'The relay can not store anything at the moment.', { cause });
}
