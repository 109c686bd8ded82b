/** Why a database did not open, as a code that says what to do. */
import { databaseFailureOf, RejoinError } from '../../engine/model/index.ts';

/** What an operator does about a folder that is damaged. */
export const RESTORE_ADVICE =
  'Stop the relay, and put back the newest copy of the data folder that was made while no relay ran.';

/** The same failure with a code; one that has a code already is left as it is. */
export function explainOpenFailure(error: unknown): RejoinError {
  if (error instanceof RejoinError) return error;
  const { code, said } = databaseFailureOf(error);
  const messages: Record<typeof code, string> = {
    'data-folder-locked': 'Another process has the data folder open.',
    'data-folder-read-only': 'The data folder can not be written.',
    'data-folder-damaged': `The database of the data folder is damaged (${said}). ${RESTORE_ADVICE}`,
    'data-folder-newer': `The data folder was written by a newer version (${said}).`,
    'storage-full': `There is no room left to open the data folder: ${said}`,
    'storage-denied': `The data folder may not be opened: ${said}`,
    'storage-failed': `The data folder can not be opened: ${said}`,
  };
  return new RejoinError(code, messages[code], { cause: error });
}
