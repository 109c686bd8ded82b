/**
 * The rights of a principal on one entity as a canonical text, for the scope hash.
 *
 * Invariant: the text is equal exactly when membership, access masks, readable parts and readable values of
 * the entity's records are decided alike: what gives the same rights in another way (two roles instead of one,
 * a unit inside a subtree that is covered anyway) gives the same text. Attributes count by their names: the
 * values of one that was withdrawn are not sent, so they are missing on tablets when it is published again.
 */
import type { BusinessUnitId, EntityIndex } from '../model/index.ts';
import { columnRights } from './column-security.ts';
import { type EntityAccess, entityAccess } from './entity-access.ts';
import type { Principal } from './principal.ts';

/** The text; it holds ids and rights, so only its hash travels. */
export function scopeHashInput(principal: Principal, index: EntityIndex): string {
  const access = entityAccess(principal, index);
  const beyond = ~access.everywhere;
  const columns = [...index.parts]
    .filter((part) => part.secured)
    .map((part) => [part.name, columnRights(principal, index, part.name)] as const)
    .filter(([, rights]) => rights !== undefined)
    .map(([name, rights]) => [name, Number(rights?.read), Number(rights?.update), Number(rights?.create)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const common = index.entity.attributes.filter(({ secured }) => !secured).map(({ name }) => name);
  return JSON.stringify([
    index.entity.name,
    index.entity.ownership,
    [principal.userId, principal.unitId, principal.teams, principal.ownerTeams],
    [principal.language, principal.timeZone],
    access.everywhere,
    access.own & beyond,
    principal.ownerTeams.length === 0 ? 0 : access.team & beyond,
    unitsByMask(access),
    columns,
    common.sort(),
  ]);
}

/** For each mask beyond what reaches everywhere, the units whose records it reaches: all sorted. */
function unitsByMask(access: EntityAccess): [number, BusinessUnitId[]][] {
  const masks = new Map<BusinessUnitId, number>();
  const add = (unit: BusinessUnitId, mask: number) => masks.set(unit, (masks.get(unit) ?? 0) | mask);
  for (const { unit, mask } of access.units) add(unit, mask);
  for (const { units, mask } of access.subtrees) for (const unit of units) add(unit, mask);
  const groups = new Map<number, BusinessUnitId[]>();
  for (const [unit, mask] of masks) {
    const rest = mask & ~access.everywhere;
    if (rest === 0) continue;
    const group = groups.get(rest);
    if (group === undefined) groups.set(rest, [unit]);
    else group.push(unit);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([mask, units]) => [mask, units.sort()]);
}
