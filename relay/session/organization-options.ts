/** What an open organization is handed, and what it hands to the jobs of the relay itself. */
import type { Seams } from '../../engine/clock/index.ts';
import type { Candidates, JudgeLimits, JudgeQuestion } from '../commit/index.ts';
import type { DirectoryView } from '../directory/index.ts';
import type { RelayStore } from '../store/index.ts';
import type { RateLimits } from './change-rates.ts';
import type { EnrolmentLimits } from './enrolment.ts';

/** What a job of the relay itself works with. */
export interface RelayWork {
  /** The time of decision, milliseconds since 1970. */
  readonly time: number;
  readonly store: RelayStore;
  readonly directory: DirectoryView;
  readonly candidates: Candidates;
  /** What a record may take, in bytes of its parts together. */
  readonly maxRecordBytes: number;
}

export interface OpenOrganizationOptions {
  /** Opens the store, at first and again after it failed. */
  openStore(): Promise<RelayStore>;
  readonly seams: Seams;
  readonly limits: JudgeLimits & RateLimits & EnrolmentLimits;
  /** Bytes of documents kept warm. */
  readonly maxDocumentBytes: number;
  /** The store failed or came back; for logs and readiness. */
  onStorage(state: 'failed' | 'open', error?: unknown): void;
  /** A device showed that the store is an older copy, and a new incarnation began; for the log. */
  onRestored(incarnation: string): void;
  /** A change met a defect; for the log. */
  readonly onDefect: JudgeQuestion['onDefect'];
}
