/**
 * Secured columns: which parts a principal may read, and which attributes a change may touch.
 *
 * Invariant: a column that the principal may not read and an attribute that does not exist get the same
 * answer from the same line. Everything that meets attributes from outside asks `refuseUnknownAttributes`
 * first, the relay even before it inspects an update.
 */
import type { EntityIndex, Refusal } from '../model/index.ts';
import type { ColumnRights, Principal } from './principal.ts';

/** The parts of the entity's records that the principal may read, by name. Callers keep the set. */
export function readableParts(principal: Principal, index: EntityIndex): ReadonlySet<string> {
  const names = new Set<string>();
  for (const part of index.parts) {
    if (!part.secured || columnRights(principal, index, part.name)?.read === true) names.add(part.name);
  }
  return names;
}

/** `attribute-removed` for those that the entity does not have, or that the principal may not read. */
export function refuseUnknownAttributes(
  principal: Principal,
  index: EntityIndex,
  attributes: readonly string[],
): Refusal | undefined {
  const unknown = attributes.filter((name) => {
    const attribute = index.attribute(name);
    return attribute === undefined || (attribute.secured && !mayColumn(principal, index, name, 'read'));
  });
  if (unknown.length === 0) return undefined;
  return {
    code: 'attribute-removed',
    reason: 'The change sets an attribute that does not exist.',
    attributes: unknown,
  };
}

/** `column-secured` for those of the attributes that are secured and give the principal no such right. */
export function refuseSecuredColumns(
  principal: Principal,
  index: EntityIndex,
  attributes: readonly string[],
  right: 'update' | 'create',
): Refusal | undefined {
  const secured = attributes.filter(
    (name) => index.attribute(name)?.secured === true && !mayColumn(principal, index, name, right),
  );
  if (secured.length === 0) return undefined;
  return {
    code: 'column-secured',
    reason: `No column security profile gives the right to ${right} this column.`,
    attributes: secured,
  };
}

/** The rights on a secured column; undefined where no profile gives any. */
export function columnRights(
  principal: Principal,
  index: EntityIndex,
  attribute: string,
): ColumnRights | undefined {
  const { columns } = principal;
  const entity = index.entity.name;
  const ofEntity = Object.hasOwn(columns, entity) ? columns[entity] : undefined;
  return ofEntity !== undefined && Object.hasOwn(ofEntity, attribute) ? ofEntity[attribute] : undefined;
}

/** Read is not asked again for update and create: a principal's rights never hold them without it. */
function mayColumn(
  principal: Principal,
  index: EntityIndex,
  attribute: string,
  right: keyof ColumnRights,
): boolean {
  return columnRights(principal, index, attribute)?.[right] === true;
}
