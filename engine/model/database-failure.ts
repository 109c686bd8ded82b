/** What a level database says of itself when it fails: it wraps the cause, which is what helps. */
import type { Code } from './codes.ts';

/** Why a database does not open, or does not do what it was asked for. */
export interface DatabaseFailure {
  readonly code: Extract<
    Code,
    | 'data-folder-locked'
    | 'data-folder-read-only'
    | 'data-folder-newer'
    | 'data-folder-damaged'
    | 'storage-full'
    | 'storage-denied'
    | 'storage-failed'
  >;
  /** What the database said, with its causes. */
  readonly said: string;
}

/** Reads an error of a database as a code that says what to do. */
export function databaseFailureOf(error: unknown): DatabaseFailure {
  const causes = [...causesOf(error)];
  const words = new Set(causes.flatMap((cause) => ['code' in cause ? String(cause.code) : '', cause.name]));
  const said = saidBy(error);
  return { code: classify(words, said), said };
}

/** The messages of an error and of its causes, outermost first. */
export function saidBy(error: unknown): string {
  const messages = Array.from(causesOf(error), ({ message, name }) => message || name);
  return messages.join(' · ') || 'unknown';
}

/**
 * @param words Codes of LevelDB and of the system; names of a browser's exceptions, as IndexedDB throws them.
 */
function classify(words: ReadonlySet<string>, said: string): DatabaseFailure['code'] {
  const has = (...wanted: string[]): boolean => wanted.some((word) => words.has(word));
  if (has('LEVEL_LOCKED')) return 'data-folder-locked';
  if (has('QuotaExceededError', 'ENOSPC', 'EDQUOT') || /no space left|quota exceeded/i.test(said))
    return 'storage-full';
  if (has('SecurityError')) return 'storage-denied';
  if (has('EACCES', 'EPERM', 'EROFS') || /permission denied|read-only file system/i.test(said))
    return 'data-folder-read-only';
  if (has('VersionError')) return 'data-folder-newer';
  return has('LEVEL_CORRUPTION', 'NotFoundError') ? 'data-folder-damaged' : 'storage-failed';
}

function* causesOf(error: unknown): Generator<Error> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) yield cause;
}
