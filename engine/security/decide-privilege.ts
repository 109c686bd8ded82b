/**
 * Gate 1 of `authorize`: does any role give the privilege on the entity, at any level above none?
 *
 * Invariant: without it nothing else helps, neither owning a record nor a wide level of another privilege.
 */
import type { EntityIndex } from '../model/index.ts';
import { grantsOn } from './entity-access.ts';
import type { Grant, Principal, Privilege } from './principal.ts';

/** The grants of the privilege that count for the entity; empty means `privilege-missing`. */
export function decidePrivilege(
  principal: Principal,
  index: EntityIndex,
  privilege: Privilege,
): readonly Grant[] {
  return grantsOn(principal, index.entity).filter((grant) => grant.privilege === privilege);
}
