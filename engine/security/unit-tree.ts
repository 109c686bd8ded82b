/**
 * The tree of business units, read downwards.
 *
 * Invariant: `below` gives each unit once, the unit itself included, and ends even on a directory
 * with a cycle (which `checkDirectoryChange` refuses to make).
 */
import type { BusinessUnitId } from '../model/index.ts';
import type { BusinessUnit, Directory } from './principal.ts';

type Units = Directory['units'];

interface UnitTree {
  readonly children: ReadonlyMap<BusinessUnitId, readonly BusinessUnitId[]>;
  readonly below: Map<BusinessUnitId, readonly BusinessUnitId[]>;
}

const trees = new WeakMap<Units, UnitTree>();

/**
 * The unit and all units below it, sorted by id. Principals of one directory get the same array for
 * the same unit, so thousands of sessions share its memory.
 */
export function unitsBelow(units: Units, top: BusinessUnitId): readonly BusinessUnitId[] {
  const tree = treeOf(units);
  const known = tree.below.get(top);
  if (known !== undefined) return known;
  const found = new Set([top]);
  for (const unit of found) {
    for (const child of tree.children.get(unit) ?? []) found.add(child); // a Set visits what is added on the way
  }
  const sorted = [...found].sort();
  tree.below.set(top, sorted);
  return sorted;
}

/** From the unit up to the root (or to where the way up comes back to a unit that it passed). */
export function pathUp(units: Units, from: BusinessUnitId): readonly BusinessUnit[] {
  const path = new Map<BusinessUnitId, BusinessUnit>();
  let unit = units.get(from);
  while (unit !== undefined && !path.has(unit.id)) {
    path.set(unit.id, unit);
    unit = unit.parent === null ? undefined : units.get(unit.parent);
  }
  return [...path.values()];
}

function treeOf(units: Units): UnitTree {
  const known = trees.get(units);
  if (known !== undefined) return known;
  const children = new Map<BusinessUnitId, BusinessUnitId[]>();
  for (const { id, parent } of units.values()) {
    if (parent === null) continue;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [id]);
    else siblings.push(id);
  }
  const tree = { children, below: new Map<BusinessUnitId, readonly BusinessUnitId[]>() };
  trees.set(units, tree);
  return tree;
}
