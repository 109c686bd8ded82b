/** Why a database did not open, as a code that says what to do. */
import { type Code, RejoinError } from '../../engine/model/index.ts';

/** The same failure with a code; one that has a code already is left as it is. */
export function explainOpenFailure(error: unknown): RejoinError {
  if (error instanceof RejoinError) return error;
  const chain = [...causesOf(error)];
  const texts = chain.map(({ message }) => message).join(' · ');
  const codes = chain.map((cause) => ('code' in cause ? String(cause.code) : ''));
  const [code, message] = classify(codes, texts);
  return new RejoinError(code, message, { cause: error });
}

function classify(codes: readonly string[], texts: string): readonly [Code, string] {
  const has = (...wanted: string[]): boolean => wanted.some((code) => codes.includes(code));
  if (has('LEVEL_LOCKED')) return ['data-folder-locked', 'Another process has the data folder open.'];
  if (has('EACCES', 'EPERM', 'EROFS') || /permission denied|read-only file system/i.test(texts)) {
    return ['data-folder-read-only', 'The data folder can not be written.'];
  }
  if (has('LEVEL_CORRUPTION')) {
    return [
      'data-folder-damaged',
      `The database of the data folder is damaged (${texts}). Restore the newest backup with \`rejoin restore\`.`,
    ];
  }
  return ['storage-failed', `The data folder can not be opened: ${texts}`];
}

/** The error and its causes, outermost first. */
function* causesOf(error: unknown): Generator<Error> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) yield cause;
}
