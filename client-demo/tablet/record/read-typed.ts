/**
 * What was typed into a field as the value that the engine takes, or what is the matter with it.
 *
 * Invariant: whether a value fits is the engine's to say; here it is only read and a refusal explained,
 * so that a field never takes what the relay would refuse for its form.
 */
import { type Attribute, checkValue, type EntityIndex, type Value } from '../../../engine/index.ts';
import { type Problem, problemOf } from './problem.ts';
import { plainNumber } from './typed-number.ts';
import { momentOf } from './zoned-time.ts';

export type ReadTyped =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

/** For whom values are read and written. */
export interface Reader {
  /** A BCP 47 tag. */
  readonly locale: string;
  /** An IANA time zone. */
  readonly zone: string;
}

/** Reads the text of a field. An empty one is null, which only a required attribute does not take. */
export function readTyped(
  attribute: Attribute,
  typed: string,
  index: EntityIndex,
  reader: Reader,
): ReadTyped {
  if (typed.trim() === '' && attribute.type !== 'memo') return checked(attribute, '', null, index);
  switch (attribute.type) {
    case 'integer': {
      const plain = plainNumber(typed, reader.locale);
      if (plain === undefined) return refused({ kind: 'no-number' });
      return checked(attribute, plain, Number(plain), index);
    }
    case 'decimal':
    case 'money': {
      const plain = plainNumber(typed, reader.locale);
      if (plain === undefined) return refused({ kind: 'no-number' });
      return checked(attribute, plain, plain, index);
    }
    case 'datetime': {
      const moment = momentOf(typed, reader.zone);
      return moment === undefined
        ? refused({ kind: 'no-such-time' })
        : checked(attribute, typed, moment, index);
    }
    default:
      return checked(attribute, typed, typed, index);
  }
}

/** The same for a value that was chosen and not typed. */
export function readChosen(attribute: Attribute, value: Value, index: EntityIndex): ReadTyped {
  return checked(attribute, '', value, index);
}

function checked(attribute: Attribute, typed: string, value: Value, index: EntityIndex): ReadTyped {
  if (value === null && attribute.required) return refused({ kind: 'required' });
  const result = checkValue(attribute, value, index);
  return result.ok ? result : refused(problemOf(attribute, typed));
}

function refused(problem: Problem): ReadTyped {
  return { ok: false, problem };
}
