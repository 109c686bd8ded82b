/**
 * An organization's directory in memory, and the principals that it comes to.
 *
 * Invariant: a view that is in force stays as it is; what changes the directory makes a new one, and changes that.
 * A principal is resolved once per view and user.
 */

import type { Refusal } from '../../engine/model/index.ts';
import { asId, type OwnerId, type RecordId, type Row, type UserId } from '../../engine/model/index.ts';
import {
  checkDirectoryChange,
  type Directory,
  type DirectoryChange,
  DirectoryDraft,
  type Owner,
  ownerIn,
  type Principal,
  resolvePrincipal,
} from '../../engine/security/index.ts';

export class DirectoryView {
  readonly #draft: DirectoryDraft;
  readonly #principals = new Map<UserId, Principal | undefined>();

  constructor(directory: Directory) {
    this.#draft = new DirectoryDraft(directory);
  }

  get directory(): Directory {
    return this.#draft.directory;
  }

  /** Whether the change would leave the directory consistent; undefined when it would. */
  check(change: DirectoryChange): Refusal | undefined {
    return checkDirectoryChange(this.#draft.now, change);
  }

  /** Takes a change that `check` let through and that is staged. */
  apply(change: DirectoryChange): void {
    this.#draft.apply(change);
    this.#principals.clear();
  }

  /** The user with their rights, or undefined where there is no such user or the account is disabled. */
  principal(userId: UserId): Principal | undefined {
    if (this.#principals.has(userId)) return this.#principals.get(userId);
    const { directory } = this;
    const isEnabled = directory.users.get(userId)?.disabled === false;
    const principal = isEnabled ? resolvePrincipal(directory, userId) : undefined;
    this.#principals.set(userId, principal);
    return principal;
  }

  /** Who can own records under this id. */
  owner(id: OwnerId): Owner | undefined {
    return ownerIn(this.directory, id);
  }

  /** A user, team or business unit as a row, so that lookups can name it; its values are empty. */
  row(entity: string, id: string): Row | undefined {
    const { users, teams, units } = this.#draft.now;
    const unit =
      entity === 'user'
        ? users.get(asId(id))?.unit
        : entity === 'team'
          ? teams.get(asId(id))?.unit
          : units.get(asId(id))?.id;
    if (unit === undefined) return undefined;
    return {
      entity,
      id: asId<RecordId>(id),
      values: {},
      system: {
        versionnumber: 0,
        createdon: 0,
        createdby: asId(''),
        modifiedon: 0,
        modifiedby: asId(''),
        ownerid: null,
        owningbusinessunit: unit,
        statecode: 'active',
      },
    };
  }
}
