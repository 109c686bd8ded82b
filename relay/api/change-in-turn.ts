/**
 * Changes of the directory that are worked out from what it is when their turn comes.
 *
 * Invariant: nothing that was read before is written back. Between a request and its turn other requests may
 * have changed the same entry, and a whole entry as it was would undo them.
 */
import type { Directory, DirectoryChange } from '../../engine/security/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import { orThrow } from './answer.ts';

export interface PlannedChange<T> {
  readonly change: DirectoryChange;
  /** What the request answers once the change is durable. */
  readonly entry: T;
}

/** Plans the change in its turn and makes it. Throws its refusal, and what `plan` throws; nothing is changed then. */
export async function changeInTurn<T>(
  organization: OpenOrganization,
  plan: (directory: Directory) => PlannedChange<T>,
): Promise<{ readonly entry: T; readonly sequence: number }> {
  const made: { planned?: PlannedChange<T> } = {};
  const sequence = orThrow(
    await organization.changeDirectory((directory) => {
      const planned = plan(directory);
      made.planned = planned;
      return planned.change;
    }, null),
  );
  if (made.planned === undefined) throw new Error('a change was made that nobody planned');
  return { entry: made.planned.entry, sequence };
}
