/**
 * Whether a record is in a user's scope: the one place where membership is decided on the relay.
 *
 * Today a record is a member when its entity is enabled for mobile offline and the user may read it.
 * Filters, profile items and associations narrow it here, and nowhere else.
 *
 * Invariant: a pure function of metadata, principal and the columns that decide access; no byte of
 * a record goes to a session for which this says no.
 */
import type { EntityIndex } from '../../engine/model/index.ts';
import { canRead, type Principal, type RecordOwner } from '../../engine/security/index.ts';

/** Who asks, with what of metadata concerns one entity. */
export function isMember(principal: Principal, index: EntityIndex | undefined, owner: RecordOwner): boolean {
  // Records of `none` ownership are readable through what they came with, so only an association, which
  // a profile names, can bring them.
  if (index?.isOffline !== true || index.entity.ownership === 'none') return false;
  return canRead(principal, index, owner);
}
