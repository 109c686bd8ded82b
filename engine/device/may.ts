/**
 * What the user may do, as far as this device knows: so that an app can say so before anyone types.
 * The relay decides; this answers from the access mask that came with the record.
 */
import type { Code, EntityIndex } from '../model/index.ts';
import {
  columnRights,
  decidePrivilege,
  type Principal,
  type Privilege,
  privilegeBit,
} from '../security/index.ts';
import type { ViewRow } from './view-row.ts';

export type May =
  | { readonly allowed: true; readonly reason: '' }
  | {
      readonly allowed: false;
      /** Why not, as the relay would say it: for apps that say it in words of their own. */
      readonly code: MayNot;
      /** Why not, one sentence. */
      readonly reason: string;
    };

/** The codes with which a device says that something may not be done. */
export type MayNot = Extract<
  Code,
  'privilege-missing' | 'access-missing' | 'column-secured' | 'record-gone' | 'entity-not-offline'
>;

const YES: May = { allowed: true, reason: '' };
const no = (code: MayNot, reason: string): May => ({ allowed: false, code, reason });

/**
 * @param row The record; undefined to ask for any record of the entity (`create`).
 * @param attribute For `write` and `create`: one attribute that would be set.
 */
export function may(
  principal: Principal,
  index: EntityIndex,
  question: { privilege: Privilege; row?: ViewRow | undefined; attribute?: string | undefined },
): May {
  const { privilege, row, attribute } = question;
  const label = index.entity.label || index.entity.name;
  if (decidePrivilege(principal, index, privilege).length === 0) {
    return no('privilege-missing', `No role of yours gives the privilege ${privilege} on ${label}.`);
  }
  if (row !== undefined && (row.mask & privilegeBit(privilege)) === 0) {
    return no('access-missing', `Your privilege ${privilege} on ${label} does not reach this record.`);
  }
  if (attribute === undefined || index.attribute(attribute)?.secured !== true) return YES;
  const rights = columnRights(principal, index, attribute);
  const right = privilege === 'create' ? 'create' : privilege === 'read' ? 'read' : 'update';
  return rights?.[right] === true
    ? YES
    : no('column-secured', `The column ${attribute} is secured; you may not ${right} it.`);
}
