/** Whether what was thrown says that the store itself failed; anything else is a defect of whoever used it. */
import { type Code, RejoinError } from '../../engine/model/index.ts';

const failures: ReadonlySet<Code> = new Set(['storage-failed', 'data-folder-damaged', 'unavailable']);

/** True for a disk that can't be read or written, damage on it, and a store that is failed or closed. */
export function isStoreFailure(error: unknown): boolean {
  return error instanceof RejoinError && failures.has(error.code);
}
