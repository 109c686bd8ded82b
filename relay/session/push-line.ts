/**
 * The changes of one session: judged in the order in which they came, and answered in it.
 *
 * Invariant: after `resume-at n` nothing is judged until n comes again, or what follows it where n was decided;
 * and no answer passes one that a device must act on first.
 */
import type { Seams } from '../../engine/clock/index.ts';
import type { Refusal } from '../../engine/model/index.ts';
import type { PushMessage, RelayMessage } from '../../engine/protocol/index.ts';
import type { Verdict } from '../commit/index.ts';
import { contentHash } from './content-hash.ts';
import type { Admission } from './hello.ts';
import type { SessionEvent } from './session-event.ts';
import { rateLimited, tooManyUnanswered, unavailable } from './session-faults.ts';
import type { SessionLimits } from './session-limits.ts';
import { verdictMessage } from './verdict-message.ts';

export interface PushLineOptions {
  readonly seams: Seams;
  readonly limits: SessionLimits;
  readonly admission: Admission;
  send(message: RelayMessage): void;
  report(event: SessionEvent): void;
  end(refusal: Refusal): void;
  /** What the device is told of an exception. */
  explain(error: unknown): Refusal;
}

export class PushLine {
  readonly #options: PushLineOptions;
  #unanswered = 0;
  #resumeAt: number | undefined;
  /** Whether what comes may have been sent before the device was asked to resume. */
  #isAsked = false;
  #cancelAsked: () => void = () => {};
  #isStopped = false;

  constructor(options: PushLineOptions) {
    this.#options = options;
  }

  /** Takes a change with the frame in which it came. */
  take(message: PushMessage, frame: Uint8Array): void {
    const { admission, limits, end, explain } = this.#options;
    const { organization, device } = admission;
    if (this.#resumeAt !== undefined) {
      // A write that failed may have been kept: then the device has learned of it by a page, and goes on behind.
      if (message.number > this.#resumeAt) {
        // While the store is opened again that can't be told: who has paused since is asked once more.
        if (!organization.isReady) {
          if (!this.#isAsked) this.#resume(this.#resumeAt, unavailable, limits.pauseMs);
          return;
        }
        if (message.number > admission.nextNumber) return;
      }
      if (message.number >= this.#resumeAt) this.#resumeAt = undefined;
    }
    // Twice over: a device that comes back repeats what was decided, and goes on before the answers are out.
    if (this.#unanswered >= 2 * limits.maxUnanswered) {
      end(tooManyUnanswered);
      return;
    }
    const waitMs = organization.takeRate(device);
    if (waitMs > 0) {
      this.#resume(message.number, rateLimited, Math.max(waitMs, limits.pauseMs));
      return;
    }
    this.#unanswered += 1;
    organization
      .judge(device, message, { contentHash: () => contentHash(frame), firstNumber: admission.firstNumber })
      .then(
        (verdict) => this.#answer(verdict),
        (error: unknown) => this.#pause(message.number, error),
      )
      .catch((error: unknown) => end(explain(error)));
  }

  /** Nothing is answered any more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelAsked();
  }

  #answer(verdict: Verdict): void {
    this.#unanswered -= 1;
    if (this.#isStopped) return;
    // What lies before the number to resume at was decided, and is told all the same.
    if (this.#resumeAt !== undefined && (verdict.kind === 'fault' || verdict.number >= this.#resumeAt))
      return;
    const { seams, limits, send, report, end } = this.#options;
    if (verdict.kind === 'fault') {
      end(verdict.refusal);
      return;
    }
    if (verdict.kind === 'resume-at') this.#resumeAt = verdict.number;
    if (verdict.kind === 'rejected') report({ event: 'refused', code: verdict.code, number: verdict.number });
    send(verdictMessage(verdict, { seams, limits }));
    seams.reach?.('after-acknowledge');
  }

  /** Nothing could be stored: the device sends again from here on, after a pause. */
  #pause(number: number, error: unknown): void {
    this.#unanswered -= 1;
    if (this.#isStopped) return;
    if (this.#resumeAt !== undefined && number >= this.#resumeAt) return;
    const { limits, explain } = this.#options;
    this.#resume(number, explain(error), limits.pauseMs);
  }

  #resume(number: number, { code, reason }: Refusal, pauseMs: number): void {
    this.#resumeAt = number;
    this.#isAsked = true;
    this.#cancelAsked();
    // Half of the pause: what a device sends behind it comes later than that, however late a timer is.
    this.#cancelAsked = this.#options.seams.setTimer(pauseMs / 2, () => {
      this.#isAsked = false;
    });
    this.#options.send({ type: 'resume-at', number, code, reason, pauseMs });
  }
}
