/**
 * Values as people read them, in their language and zone.
 *
 * Invariant: no id and no logical name is ever shown; what has no name here is said to have none.
 */
import type { Attribute, EntityIndex, Lookup, Value } from '../../../engine/index.ts';
import type { Words } from '../../words/index.ts';
import type { Reader } from './read-typed.ts';
import { writtenNumber } from './typed-number.ts';
import { localTimeOf } from './zoned-time.ts';

/** What values are shown by. */
export interface Showing extends Reader {
  readonly words: Words;
  /** The name of an option of a choice. */
  readonly optionLabel: (optionSet: string, value: number) => string | undefined;
  /** The name of what a lookup names; undefined where this device does not have it. */
  readonly nameOf: (lookup: Lookup) => string | undefined;
}

/** What people call an attribute. */
export function labelOf({ label, name }: Pick<Attribute, 'label' | 'name'>): string {
  return label || name;
}

/** What people call a kind of record. */
export function entityLabel({ entity }: EntityIndex): string {
  return entity.label || entity.name;
}

/** The value as it is read; an empty one as `-`. */
export function shownValue(attribute: Attribute, value: Value | undefined, showing: Showing): string {
  const { words, locale, zone } = showing;
  if (value === undefined || value === null)
    return attribute.type === 'boolean' ? words.record.no : words.record.empty;
  switch (attribute.type) {
    case 'boolean':
      return value === true ? words.record.yes : words.record.no;
    case 'choice':
      return showing.optionLabel(attribute.optionSet, Number(value)) ?? words.record.empty;
    case 'lookup':
      return (typeof value === 'object' && showing.nameOf(value)) || words.record.notHere;
    case 'date':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
        Date.parse(String(value)),
      );
    case 'datetime':
      return new Intl.DateTimeFormat(locale, {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: zone,
      }).format(Date.parse(String(value)));
    default:
      return typedValue(attribute, value, showing);
  }
}

/** The value as it stands in the field that it is typed in; empty where there is none. */
export function typedValue(attribute: Attribute, value: Value | undefined, { locale, zone }: Reader): string {
  if (value === undefined || value === null) return '';
  switch (attribute.type) {
    case 'integer':
    case 'decimal':
      return writtenNumber(String(value), locale);
    case 'money':
      return writtenNumber(String(value), locale, Math.min(2, attribute.precision));
    case 'datetime':
      return localTimeOf(String(value), zone);
    default:
      return String(value);
  }
}

/** When something was: with its day, unless that is today. */
export function shownTime(ms: number, { locale, zone }: Reader): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: zone });
  const isToday = day.format(ms) === day.format(Date.now());
  return isToday ? time.format(ms) : `${day.format(ms)}, ${time.format(ms)}`;
}

/** Whether its digits stand below each other in a column. */
export function isNumber({ type }: Attribute): boolean {
  return type === 'integer' || type === 'decimal' || type === 'money';
}
