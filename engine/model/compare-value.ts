/**
 * Canonical values compared: one text form, one equality, one order for every type.
 *
 * Invariant: `sameValue`, equal `canonicalJson` and `compareValues` of 0 mean the same thing. Filters
 * compare texts by their own folded order; the order here serves where an order must exist.
 */
import type { Attribute } from './attribute.ts';
import { compareDecimals, isCanonicalDecimal } from './decimal.ts';
import type { Value } from './row.ts';

/**
 * JSON with the keys of every object in code unit order and no blanks: equal data gives equal text.
 *
 * @param value A canonical value, or plain data made of such (no cycles, no `undefined` in lists).
 */
export function canonicalJson(value: Value | object): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => compareOrdered(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** Whether two canonical values are the same; one that was never set is null. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  const [first, second] = [a ?? null, b ?? null];
  if (first === second) return true;
  if (first === null || second === null || typeof first !== 'object' || typeof second !== 'object')
    return false;
  return first.entity === second.entity && first.id === second.id;
}

/**
 * Negative, zero or positive as the first canonical value stands before, with or behind the second.
 *
 * Null stands first; decimals compare as numbers, texts by code unit, lookups by entity and id. Values
 * that are not of the attribute's type (it was re-created with another) are ordered by kind.
 */
export function compareValues(a: Value, b: Value, attribute: Attribute): number {
  if (sameValue(a, b)) return 0;
  const [rankA, rankB] = [rankOf(a, attribute), rankOf(b, attribute)];
  if (rankA !== rankB) return rankA - rankB;
  if (typeof a === 'string' && typeof b === 'string') {
    return rankA === DECIMAL_RANK ? compareDecimals(a, b) : compareOrdered(a, b);
  }
  if (typeof a === 'number' && typeof b === 'number') return compareOrdered(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return compareOrdered(a, b);
  return compareOrdered(canonicalJson(a), canonicalJson(b));
}

const DECIMAL_RANK = 3;

/** Which kinds stand before which: null, truth values, numbers, decimals, texts, lookups. */
function rankOf(value: Value, attribute: Attribute): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'object') return 5;
  const isDecimal = attribute.type === 'decimal' || attribute.type === 'money';
  return isDecimal && isCanonicalDecimal(value) ? DECIMAL_RANK : 4;
}

function compareOrdered<T extends string | number | boolean>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
