/** What a level database says of itself when it fails: it wraps the cause, which is what helps. */
import type { Code } from './codes.ts';

/** Why a database did not open. */
export interface OpenFailure {
  readonly code: Extract<
    Code,
    'data-folder-locked' | 'data-folder-read-only' | 'data-folder-damaged' | 'storage-failed'
  >;
  /** What the database said, with its causes. */
  readonly said: string;
}

/** Reads an error of opening a database as a code that says what to do. */
export function openFailureOf(error: unknown): OpenFailure {
  const codes = Array.from(causesOf(error), (cause) => ('code' in cause ? String(cause.code) : ''));
  return { code: classify(codes, saidBy(error)), said: saidBy(error) };
}

/** The messages of an error and of its causes, outermost first. */
export function saidBy(error: unknown): string {
  return Array.from(causesOf(error), ({ message }) => message).join(' · ') || 'unknown';
}

function classify(codes: readonly string[], said: string): OpenFailure['code'] {
  const has = (...wanted: string[]): boolean => wanted.some((code) => codes.includes(code));
  if (has('LEVEL_LOCKED')) return 'data-folder-locked';
  if (has('EACCES', 'EPERM', 'EROFS') || /permission denied|read-only file system/i.test(said))
    return 'data-folder-read-only';
  return has('LEVEL_CORRUPTION') ? 'data-folder-damaged' : 'storage-failed';
}

function* causesOf(error: unknown): Generator<Error> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) yield cause;
}
