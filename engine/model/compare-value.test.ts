/** Comparing values: a total order that agrees with equality and with canonical JSON. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, compareValues, sameValue, type Value } from './index.ts';
import { anIndex } from './metadata.fixture.ts';

const { account } = anIndex();
const attributes = fc.constantFrom(...account.entity.attributes);
const few = fc.integer({ min: -2, max: 12 });
const values: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(null, true, false, '9007199254740993', '9007199254740992', '1.0', '-0'),
  few,
  few.map(String),
  few.map((n) => `${n}.5`),
  fc.string({ maxLength: 3 }),
  fc.record({ entity: fc.constantFrom('account', 'user'), id: fc.constantFrom('a', 'b') }),
);

function attributeNamed(name: string) {
  const attribute = account.attribute(name);
  if (attribute === undefined) throw new Error(`no ${name}`);
  return attribute;
}

describe('compareValues', () => {
  it('is a total order over whatever a row can hold', () => {
    fc.assert(
      fc.property(attributes, values, values, values, (attribute, a, b, c) => {
        const compare = (x: Value, y: Value) => Math.sign(compareValues(x, y, attribute));
        expect(compare(a, a)).toBe(0);
        expect(compare(a, b) + compare(b, a)).toBe(0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
        expect(compare(a, b) === 0).toBe(sameValue(a, b));
        expect(sameValue(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
      }),
      { numRuns: 5_000 },
    );
  });

  it('compares decimals as numbers, texts by code unit, and puts null first', () => {
    const sorted = (name: string, list: Value[]) =>
      list.sort((a, b) => compareValues(a, b, attributeNamed(name)));
    expect(sorted('rating', ['10', '9.5', null, '-3'])).toEqual([null, '-3', '9.5', '10']);
    expect(sorted('name', ['b', '10', '9', 'B', null])).toEqual([null, '10', '9', 'B', 'b']);
    expect(sorted('employees', [10, 9, null])).toEqual([null, 9, 10]);
    expect(sorted('active', [true, null, false])).toEqual([null, false, true]);
  });
});

describe('sameValue', () => {
  it('takes an attribute that was never set as null', () => {
    expect(sameValue(undefined, null)).toBe(true);
    expect(sameValue(undefined, '')).toBe(false);
  });
});

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    expect(canonicalJson({ id: 'x', entity: 'account' })).toBe('{"entity":"account","id":"x"}');
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: undefined, '10': 1, '2': 2 })).toBe(
      '{"10":1,"2":2,"b":[{"c":null,"d":1}]}',
    );
  });

  it('reads back as what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        if (value === undefined) return;
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});
