/**
 * The one function that says whether a value fits its attribute, and brings it to canonical form.
 *
 * Invariant: a canonical value comes back unchanged, so values can be compared by plain equality
 * wherever they came from. Runs for every value that the relay judges, so what is already canonical
 * passes without being built anew. Takes anything, throws nothing; a reason never holds the value.
 */
import type { Attribute } from './attribute.ts';
import { canonicalDatetime, isCanonicalDate } from './calendar.ts';
import { canonicalDecimal, compareDecimals } from './decimal.ts';
import { isUuid } from './ids.ts';
import type { EntityIndex } from './metadata-index.ts';
import type { Refusal } from './refusal.ts';
import type { Value } from './row.ts';

export type CheckedValue =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

type AttributeOf<Type extends Attribute['type']> = Extract<Attribute, { type: Type }>;

/** A half of a surrogate pair that stands alone: no text, and UTF-8 can't hold it. */
const loneSurrogate = /\p{Surrogate}/u;
const anySurrogate = /[\ud800-\udfff]/;
const NULL: CheckedValue = { ok: true, value: null };

/**
 * Checks one value and makes it canonical. An empty string is null, and null fits every attribute:
 * whether it is required is asked of the whole record.
 *
 * @param index Of the entity that has the attribute; knows the options of its choices.
 * @returns the canonical value, or a refusal with `invalid-value` that names the attribute.
 */
export function checkValue(attribute: Attribute, value: unknown, index: EntityIndex): CheckedValue {
  if (value === null || value === '') return NULL;
  switch (attribute.type) {
    case 'string':
    case 'memo':
      return checkText(attribute, value);
    case 'integer':
      return checkInteger(attribute, value);
    case 'decimal':
    case 'money':
      return checkDecimal(attribute, value);
    case 'boolean':
      return typeof value === 'boolean' ? accept(value) : refuse(attribute, 'must be true or false');
    case 'datetime':
      return checkDatetime(attribute, value);
    case 'date':
      return typeof value === 'string' && isCanonicalDate(value)
        ? accept(value)
        : refuse(attribute, 'must be a day of the calendar as YYYY-MM-DD');
    case 'choice':
      return typeof value === 'number' && index.optionValues(attribute.name).has(value)
        ? accept(value + 0)
        : refuse(attribute, 'must be the number of one of its options');
    case 'lookup':
      return checkLookup(attribute, value);
    case 'uuid':
      return checkUuid(attribute, value);
  }
}

function checkText(attribute: AttributeOf<'string' | 'memo'>, value: unknown): CheckedValue {
  if (typeof value !== 'string') return refuse(attribute, 'must be a text');
  if (value.length > attribute.maxLength) {
    return refuse(attribute, `must have at most ${attribute.maxLength} characters`);
  }
  if (anySurrogate.test(value) && loneSurrogate.test(value)) {
    return refuse(attribute, 'must be well-formed text; it has half a character');
  }
  return accept(value);
}

function checkInteger(attribute: AttributeOf<'integer'>, value: unknown): CheckedValue {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    return refuse(attribute, 'must be a whole number');
  }
  if (value < attribute.min || value > attribute.max) {
    return refuse(attribute, `must lie between ${attribute.min} and ${attribute.max}`);
  }
  return accept(value + 0);
}

function checkDecimal(attribute: AttributeOf<'decimal' | 'money'>, value: unknown): CheckedValue {
  const canonical =
    typeof value === 'string' || typeof value === 'number'
      ? canonicalDecimal(value, attribute.precision)
      : undefined;
  if (canonical === undefined) return refuse(attribute, 'must be a decimal number with a point');
  if (compareDecimals(canonical, attribute.min) < 0 || compareDecimals(canonical, attribute.max) > 0) {
    return refuse(attribute, `must lie between ${attribute.min} and ${attribute.max}`);
  }
  return accept(canonical);
}

function checkDatetime(attribute: Attribute, value: unknown): CheckedValue {
  const canonical = typeof value === 'string' ? canonicalDatetime(value) : undefined;
  if (canonical === undefined) {
    return refuse(attribute, 'must be a moment of the years 1900 to 9999 in ISO 8601 with Z or an offset');
  }
  return accept(canonical);
}

function checkLookup(attribute: AttributeOf<'lookup'>, value: unknown): CheckedValue {
  if (typeof value !== 'object' || value === null || !('entity' in value) || !('id' in value)) {
    return refuse(attribute, 'must name an entity and an id');
  }
  const keys = Object.keys(value);
  if (keys.length !== 2 || !keys.includes('entity') || !keys.includes('id')) {
    return refuse(attribute, 'must name an entity and an id, and nothing else');
  }
  const { entity, id } = value;
  if (typeof entity !== 'string' || !attribute.targets.includes(entity)) {
    return refuse(attribute, `must name one of ${attribute.targets.join(', ')}`);
  }
  const canonical = canonicalUuid(id);
  return canonical === undefined
    ? refuse(attribute, 'must have a UUID as id')
    : accept({ entity, id: canonical });
}

function checkUuid(attribute: Attribute, value: unknown): CheckedValue {
  const canonical = canonicalUuid(value);
  return canonical === undefined ? refuse(attribute, 'must be a UUID') : accept(canonical);
}

function canonicalUuid(value: unknown): string | undefined {
  if (isUuid(value)) return value;
  if (typeof value !== 'string' || value.length !== 36) return undefined;
  const lower = value.toLowerCase();
  return isUuid(lower) ? lower : undefined;
}

function accept(value: Value): CheckedValue {
  return { ok: true, value };
}

function refuse(attribute: Attribute, demand: string): CheckedValue {
  return {
    ok: false,
    refusal: { code: 'invalid-value', reason: `${attribute.name} ${demand}`, attributes: [attribute.name] },
  };
}
