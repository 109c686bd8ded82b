/**
 * From the text of a cell to the value of an attribute, as the mapping declares it.
 *
 * Invariant: what comes out is canonical by `checkValue`; what does not fit is refused, never mended. A
 * reason names the attribute and what it demands, never the text.
 */
import {
  type Attribute,
  checkValue,
  type EntityIndex,
  type OptionSet,
  type Refusal,
  type Value,
} from '../../engine/model/index.ts';
import type { CellSource } from './import-mapping.ts';
import {
  compileFormat,
  dayText,
  isMidnight,
  isoLocalTime,
  momentsOf,
  openZone,
  type TimeFormat,
  type Zone,
} from './local-time.ts';

export type CellValue =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };
export type CellReader = (text: string) => CellValue;

export interface CellQuestion {
  readonly attribute: Attribute;
  readonly index: EntityIndex;
  readonly source: CellSource;
  /** The mark in decimals, where the source declares none. */
  readonly decimal: 'point' | 'comma';
  readonly optionSets: readonly OptionSet[];
}

/** Compiles the reader of a column. Throws RangeError for a zone or format that `checkMapping` refuses. */
export function compileCell(question: CellQuestion): CellReader {
  const { attribute, index, source } = question;
  const convert = converter(question);
  return (text) => {
    const cell = source.trim ? text.trim() : text;
    if (cell === '') return { ok: true, value: null };
    const converted = convert(cell);
    if (typeof converted === 'object') return refuse(attribute, converted.demand);
    return checkValue(attribute, converted, index);
  };
}

interface Demand {
  readonly demand: string;
}
type Converter = (text: string) => string | number | boolean | Demand;

function converter({ attribute, source, decimal, optionSets }: CellQuestion): Converter {
  switch (attribute.type) {
    case 'string':
    case 'memo':
    case 'uuid':
    case 'lookup':
      return (text) => text;
    case 'integer':
      return (text) => (/^-?\d{1,16}$/.test(text) ? Number(text) : { demand: 'must be a whole number' });
    case 'decimal':
    case 'money':
      return (source.decimal ?? decimal) === 'comma' ? withComma : (text) => text;
    case 'boolean':
      return (text) => {
        if (source.true.includes(text)) return true;
        if (source.false.includes(text)) return false;
        return { demand: 'must be one of the words for true and false that the mapping declares' };
      };
    case 'choice':
      return choice(source, optionSets.find(({ name }) => name === attribute.optionSet)?.options ?? []);
    case 'date':
      return dateOf(source);
    case 'datetime':
      return datetimeOf(source);
  }
}

function withComma(text: string): string | Demand {
  return text.includes('.') ? { demand: 'must be a decimal number with a comma' } : text.replace(',', '.');
}

function choice({ options: by }: CellSource, options: OptionSet['options']): Converter {
  const unknown: Demand = { demand: 'must be one of its options as the mapping declares them' };
  if (by === 'number') return (text) => (/^\d{1,10}$/.test(text) ? Number(text) : unknown);
  if (by !== 'label') return (text) => (Object.hasOwn(by, text) ? (by[text] ?? unknown) : unknown);
  return (text) => {
    const found = options.filter(({ label }) => label === text);
    return found.length === 1 ? (found[0]?.value ?? unknown) : unknown;
  };
}

function dateOf({ format }: CellSource): Converter {
  if (format === undefined) return (text) => text;
  const read = compiled(format);
  return (text) => {
    const time = read(text);
    if (time === undefined) return { demand: `must be a day written as ${format}` };
    return isMidnight(time) ? dayText(time) : { demand: 'is a day, so its time must be midnight' };
  };
}

function datetimeOf({ format, zone: name, ambiguous }: CellSource): Converter {
  if (name === undefined) {
    if (format === undefined) return (text) => text;
    throw new RangeError('a format of a datetime needs a zone');
  }
  const zone = openZone(name);
  const read = format === undefined ? isoLocalTime : compiled(format);
  const written = format ?? 'ISO 8601';
  return (text) => {
    const time = read(text);
    // Without a format, a text that has an offset of its own says more than the zone.
    if (time === undefined) {
      return format === undefined ? text : { demand: `must be a time written as ${written}` };
    }
    const [first, second] = momentsOf(time, zone);
    if (first === undefined) return { demand: `is a time that the clocks of ${name} skip` };
    if (second === undefined || ambiguous === 'earlier') return new Date(first).toISOString();
    if (ambiguous === 'later') return new Date(second).toISOString();
    return { demand: `is a time that the clocks of ${name} show twice; declare which is meant` };
  };
}

function compiled(format: string): TimeFormat {
  const read = compileFormat(format);
  if (read === undefined) throw new RangeError('the format lacks year, month or day');
  return read;
}

/** Whether the zone is known. */
export function isZone(name: string): boolean {
  try {
    return (openZone(name) satisfies Zone) !== undefined;
  } catch {
    return false;
  }
}

function refuse(attribute: Attribute, demand: string): CellValue {
  const reason = `${attribute.name} ${demand}`;
  return { ok: false, refusal: { code: 'invalid-value', reason, attributes: [attribute.name] } };
}
