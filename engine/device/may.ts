/**
 * What the user may do, as far as this device knows: so that an app can say so before anyone types.
 * The relay decides; this answers from the access mask that came with the record.
 */
import type { EntityIndex } from '../model/index.ts';
import {
  columnRights,
  decidePrivilege,
  type Principal,
  type Privilege,
  privilegeBit,
} from '../security/index.ts';
import type { ViewRow } from './view-row.ts';

export interface May {
  readonly allowed: boolean;
  /** Why not, one sentence; empty when allowed. */
  readonly reason: string;
}

const YES: May = { allowed: true, reason: '' };
const no = (reason: string): May => ({ allowed: false, reason });

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
    return no(`No role of yours gives the privilege ${privilege} on ${label}.`);
  }
  if (row !== undefined && (row.mask & privilegeBit(privilege)) === 0) {
    return no(`Your privilege ${privilege} on ${label} does not reach this record.`);
  }
  if (attribute === undefined || index.attribute(attribute)?.secured !== true) return YES;
  const rights = columnRights(principal, index, attribute);
  const right = privilege === 'create' ? 'create' : privilege === 'read' ? 'read' : 'update';
  return rights?.[right] === true ? YES : no(`The column ${attribute} is secured; you may not ${right} it.`);
}
