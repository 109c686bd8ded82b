/**
 * Whether a principal may read a given record, `none` ownership included.
 *
 * Invariant: everything that takes a record from outside asks here first, and an absent record and an
 * unreadable one are the same `false`. A `none` record is readable exactly when a record that it is related
 * to is, by a lookup (either way) that the principal may read.
 */
import { isDirectoryEntity, type Lookup, type Row } from '../model/index.ts';
import type { AuthorizeWorld } from './authorize-operation.ts';
import { refuseUnknownAttributes } from './column-security.ts';
import { canRead } from './entity-access.ts';
import type { Principal } from './principal.ts';

/** Whether the record exists and the principal may read it. */
export function isReadable(principal: Principal, row: Row | undefined, world: AuthorizeWorld): row is Row {
  return row !== undefined && reads(principal, row, world);
}

/** @param asked The records that the question has come by, so that it does not go round in circles. */
function reads(principal: Principal, row: Row, world: AuthorizeWorld, asked?: Set<string>): boolean {
  const index = world.metadata.entity(row.entity);
  if (index === undefined) return false;
  if (index.entity.ownership !== 'none') return canRead(principal, index, row.system);
  const key = `${row.entity}/${row.id}`;
  if (asked?.has(key) === true) return false;
  const passed = (asked ?? new Set()).add(key);
  for (const { entity, id } of readableLookups(principal, row, world)) {
    const related = isDirectoryEntity(entity) ? undefined : world.lookup(entity, id);
    if (related !== undefined && reads(principal, related, world, passed)) return true;
  }
  for (const related of world.referrers?.(row.entity, row.id) ?? []) {
    const names = readableLookups(principal, related, world);
    if (!names.some(({ entity, id }) => entity === row.entity && id === row.id)) continue;
    if (reads(principal, related, world, passed)) return true;
  }
  return false;
}

function readableLookups(principal: Principal, row: Row, world: AuthorizeWorld): readonly Lookup[] {
  const index = world.metadata.entity(row.entity);
  if (index === undefined) return [];
  return Object.entries(row.values).flatMap(([name, value]) => {
    if (value === null || typeof value !== 'object') return [];
    return refuseUnknownAttributes(principal, index, [name]) === undefined ? [value] : [];
  });
}
