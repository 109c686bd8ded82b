/** Whether what was thrown says that the store itself failed; anything else is a defect of whoever used it. */
import { type Code, RejoinError } from '../../engine/model/index.ts';

const failures: ReadonlySet<Code> = new Set([
  'storage-failed',
  'storage-full',
  'data-folder-damaged',
  'unavailable',
]);

/** True for a disk that can't be read or written, damage on it, and a store or database that is failed or closed. */
export function isStoreFailure(error: unknown): boolean {
  if (error instanceof RejoinError) return failures.has(error.code);
  // What a scan meets whose database closes under it.
  return error instanceof Error && 'code' in error && String(error.code).startsWith('LEVEL_');
}
