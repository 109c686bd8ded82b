/**
 * The order of rows in a list.
 *
 * Invariant: total — rows that tie on everything are ordered by id, so that two devices with the
 * same rows show the same list and a binary search finds a row at one place only. Null comes first
 * ascending, and strings are ordered as filters compare them.
 */
import { compareValues, type EntityIndex, type Refusal, type Value } from '../model/index.ts';
import { type FilterRow, readerOf, systemAttribute } from './filter-row.ts';
import { compareFolded, foldText } from './fold-text.ts';

export interface Order {
  readonly attribute: string;
  readonly descending?: boolean;
}

export type RowComparison = (left: FilterRow, right: FilterRow) => number;
type CompiledOrder =
  | { readonly ok: true; readonly compare: RowComparison }
  | { readonly ok: false; readonly refusal: Refusal };

/** Compiles an order; an unknown attribute is refused with `invalid-filter`. */
export function compileOrder(orderBy: readonly Order[], entity: EntityIndex): CompiledOrder {
  const comparisons: RowComparison[] = [];
  for (const { attribute: name, descending = false } of orderBy) {
    const attribute = systemAttribute(name) ?? entity.attribute(name);
    if (attribute === undefined) {
      const reason = `the order names ${String(name).slice(0, 63)}, which ${entity.entity.name} does not have`;
      return { ok: false, refusal: { code: 'invalid-filter', reason } };
    }
    const read = readerOf(name);
    const isString = attribute.type === 'string' || attribute.type === 'memo';
    const compare = isString
      ? (left: Value, right: Value) => compareFolded(foldText(String(left)), foldText(String(right)))
      : (left: Value, right: Value) => compareValues(left, right, attribute);
    const sign = descending ? -1 : 1;
    comparisons.push((left, right) => {
      const a = read(left);
      const b = read(right);
      if (a === null || b === null) return sign * (Number(a !== null) - Number(b !== null));
      return sign * compare(a, b);
    });
  }
  return {
    ok: true,
    compare: (left, right) => {
      for (const compare of comparisons) {
        const order = compare(left, right);
        if (order !== 0) return order;
      }
      return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
    },
  };
}
