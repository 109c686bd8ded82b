/** What a session may cost, with safe defaults. All of it is bounded per connection. */
import type { RateLimits } from './change-rates.ts';
import type { EnrolmentLimits } from './enrolment.ts';

export interface SessionLimits extends RateLimits, EnrolmentLimits {
  /** The largest message that a device may send. */
  readonly maxFrameBytes: number;
  /** The largest change, in bytes of its updates together. */
  readonly maxChangeBytes: number;
  /** The most operations of one change. */
  readonly maxOperations: number;
  /** Changes that a device may have unanswered. */
  readonly maxUnanswered: number;
  /** Pages that may be under way without `stored`. */
  readonly maxPages: number;
  /** Bytes waiting in the socket above which no page is made. */
  readonly maxBufferedBytes: number;
  /** A connection without a valid `hello` is closed after this. */
  readonly helloTimeoutMs: number;
  /** A connection that sends nothing, not even a ping, is closed after this. */
  readonly silenceTimeoutMs: number;
  /** How long a device waits after `resume-at`. */
  readonly pauseMs: number;
  /** Records that a device may have asked for by `want` and not got yet. */
  readonly maxWanted: number;
  /** Records that one page of a reconcile holds at the most; 256 where absent. */
  readonly maxRangeRecords?: number;
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  maxFrameBytes: 1_048_576,
  maxChangeBytes: 524_288,
  maxOperations: 1_000,
  maxUnanswered: 64,
  maxPages: 4,
  maxBufferedBytes: 1_048_576,
  helloTimeoutMs: 10_000,
  silenceTimeoutMs: 60_000,
  pauseMs: 1_000,
  maxWanted: 10_000,
  maxDevicesPerUser: 100,
  maxChangesPerMinute: 6_000,
  maxUserChangesPerMinute: 12_000,
  maxOrganizationChangesPerMinute: 600_000,
};
