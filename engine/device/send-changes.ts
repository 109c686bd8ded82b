/**
 * Sends the outbox: what is unanswered again, then what is new, in order.
 *
 * Invariants: a number is stored before it is used; at most `maxUnanswered` changes wait for their
 * verdict; nothing new overtakes a change that has to be formed again, or that builds on what a restored relay may
 * have lost; what is over the relay's limits
 * becomes a draft instead of getting a number, or it would be in the way for ever; while the relay asked for a
 * pause nothing is sent. A failure to store is tried again by itself.
 */
import type { Seams } from '../clock/index.ts';
import { changeHash, type PushMessage, type ResumeAt } from '../protocol/index.ts';
import { Backoff, jitterPause } from './backoff.ts';
import { type ChangeLimits, isTooLarge } from './change-size.ts';
import { contentOf, isUnanswered, isUnsent, type OutboxEntry } from './outbox-entry.ts';
import { formAgain, isOnDoubted } from './reform-pending.ts';
import { rollBack } from './roll-back.ts';
import type { Step } from './step.ts';

export interface SenderOptions {
  readonly seams: Seams;
  readonly limits: ChangeLimits & { readonly maxUnanswered: number };
  readonly runStep: (make: (step: Step) => Promise<void>) => Promise<void>;
  readonly send: (message: PushMessage) => void;
}

export class ChangeSender {
  readonly #options: SenderOptions;
  readonly #backoff: Backoff;
  #cancelPause: (() => void) | null = null;
  /** From which number on everything is sent again after the pause: the least that was asked for. */
  #resumeFrom = Number.POSITIVE_INFINITY;
  /** Nothing new goes out before what is unanswered has gone out again. */
  #hasBegun = false;
  #isBusy = false;
  #isDue = false;
  #isClosed = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.seams.random);
  }

  /** Sends everything unanswered again, in a new session, and goes on with what is new. */
  async begin(): Promise<void> {
    await this.#repeatFrom(0);
    this.#hasBegun = true;
    this.wake();
  }

  /** There may be something new to send. */
  wake(): void {
    this.#isDue = true;
    if (!this.#hasBegun || this.#isBusy || this.#isClosed || this.#cancelPause !== null) return;
    this.#isBusy = true;
    void this.#sendDue();
  }

  /** The relay had a passing trouble: from that number on everything again, after a pause. */
  resumeAt({ number, pauseMs }: ResumeAt): void {
    if (this.#isClosed) return;
    const isWaiting = this.#cancelPause !== null;
    this.#cancelPause?.();
    const from = isWaiting ? Math.min(number, this.#resumeFrom) : number;
    this.#pause(jitterPause(pauseMs, this.#options.seams.random), from);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelPause?.();
    this.#cancelPause = null;
  }

  async #sendDue(): Promise<void> {
    try {
      while (this.#isDue && !this.#isClosed && this.#cancelPause === null) {
        this.#isDue = false;
        await this.#options.runStep((step) => this.#sendNew(step));
        this.#backoff.reset();
      }
    } catch {
      this.#tryAgain(Number.POSITIVE_INFINITY);
    } finally {
      this.#isBusy = false;
    }
  }

  async #sendNew(step: Step): Promise<void> {
    const { limits } = this.#options;
    await formAgain(step);
    while (await withdrawTooLarge(step, limits)) await formAgain(step);
    const entries = step.outbox();
    let room = limits.maxUnanswered - entries.filter(isUnanswered).length;
    for (const entry of entries) {
      if (!isUnsent(entry)) continue;
      if (room <= 0 || entry.reform !== null || isOnDoubted(step, entry)) break;
      const { nextNumber } = step.state;
      const numbered = { ...entry, number: nextNumber };
      step.putEntry(numbered);
      step.change({ nextNumber: nextNumber + 1 });
      step.afterwards(() => this.#push(numbered));
      room--;
    }
  }

  async #repeatFrom(number: number): Promise<void> {
    await this.#options.runStep(async (step) => {
      const again = step
        .outbox()
        .filter((entry) => isUnanswered(entry) && (entry.number ?? 0) >= number)
        .sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
      for (const entry of again) step.afterwards(() => this.#push(entry));
    });
  }

  #pause(ms: number, number: number): void {
    this.#resumeFrom = number;
    this.#cancelPause = this.#options.seams.setTimer(ms, () => {
      this.#cancelPause = null;
      const from = this.#resumeFrom;
      this.#repeatFrom(from).then(
        () => this.wake(),
        () => this.#tryAgain(from),
      );
    });
  }

  /** What could not be stored was not sent: a while later from that number on, or in the pause that runs. */
  #tryAgain(number: number): void {
    if (this.#isClosed) return;
    if (this.#cancelPause === null) this.#pause(this.#backoff.next(), number);
    else this.#resumeFrom = Math.min(this.#resumeFrom, number);
  }

  #push(entry: OutboxEntry): void {
    if (this.#isClosed || entry.number === null) return;
    const content = contentOf(entry);
    const { number, uuid, lastVerdict } = entry;
    const { seams, send } = this.#options;
    seams.reach?.('before-push');
    send({ type: 'push', number, uuid, lastVerdict, hash: changeHash(content), ...content });
    seams.reach?.('after-push');
  }
}

/** Makes a draft of the first change that is too large, and of what builds on it. Whether there was one. */
async function withdrawTooLarge(step: Step, limits: ChangeLimits): Promise<boolean> {
  const entry = step
    .outbox()
    .find((waiting) => isUnsent(waiting) && waiting.reform === null && isTooLarge(waiting, limits));
  if (entry === undefined) return false;
  const reason = 'The change is larger than the relay takes.';
  await rollBack(step, entry, { code: 'too-large', reason });
  return true;
}
