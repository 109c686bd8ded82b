/**
 * What the relay reports, as structured lines.
 *
 * Invariant: events are a closed union of plain facts (ids, codes, counts), so that no value of a record, no
 * token and no query string can reach a log.
 */
import { type DestinationStream, pino } from 'pino';
import type { Defect } from '../commit/index.ts';
import type { SessionEvent } from '../session/index.ts';
import type { Configuration } from './config.ts';

export type RelayEvent =
  | SessionEvent
  | { readonly event: 'storage-failed'; readonly organization: string; readonly reason: string }
  | { readonly event: 'storage-open'; readonly organization: string }
  /** The store turned out to be an older copy; a new incarnation began. */
  | { readonly event: 'restored'; readonly organization: string; readonly incarnation: string }
  | ({ readonly event: 'change-met-defect'; readonly organization: string } & Defect)
  | { readonly event: 'organization-created'; readonly organization: string }
  | { readonly event: 'listening'; readonly host: string; readonly port: number }
  | { readonly event: 'connection-refused'; readonly reason: string }
  | { readonly event: 'request'; readonly method: string; readonly path: string; readonly status: number }
  | {
      readonly event: 'request-failed';
      readonly method: string;
      readonly path: string;
      readonly reason: string;
    }
  | { readonly event: 'stopping' }
  | { readonly event: 'stopped' };

export type Report = (event: RelayEvent) => void;

const levels: Readonly<Record<RelayEvent['event'], 'debug' | 'info' | 'warn' | 'error'>> = {
  opened: 'info',
  closed: 'info',
  refused: 'info',
  failed: 'error',
  'storage-failed': 'error',
  'storage-open': 'info',
  restored: 'warn',
  'change-met-defect': 'error',
  'organization-created': 'info',
  listening: 'info',
  'connection-refused': 'warn',
  request: 'debug',
  'request-failed': 'error',
  stopping: 'info',
  stopped: 'info',
};

/** Reports to structured lines on the given stream. */
export function reportTo(stream: DestinationStream, level: Configuration['logLevel']): Report {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  return ({ event, ...facts }) => log[levels[event]](facts, event);
}
