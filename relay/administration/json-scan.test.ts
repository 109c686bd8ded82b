/** JSON that says where it is wrong. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_JSON_DEPTH, scanJson } from './json-scan.ts';

const isProblem = (text: string): boolean => !('value' in scanJson(text));
const hasRepeatedKeys = (text: string): boolean => {
  const found = scanJson(text);
  return 'message' in found && found.message.includes('twice');
};

it('reads what JSON.parse reads', () => {
  const law = fc.property(fc.json({ maxDepth: 5 }), (text) => {
    if (hasRepeatedKeys(text)) return;
    expect(scanJson(text)).toEqual({ value: JSON.parse(text) });
  });
  fc.assert(law, { numRuns: 500 });
});

it('refuses what JSON.parse refuses, after any change of one character', () => {
  const characters = fc.constantFrom(...'{}[],:"\\ 0-1.eEtfn\n\tux/'.split(''), '\u0001', '\u00a0', 'é');
  const law = fc.property(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.nat(2),
    characters,
    (json, at, cut, added) => {
      const place = at % (json.length + 1);
      const text = json.slice(0, place) + added + json.slice(place + cut);
      if (hasRepeatedKeys(text)) return;
      expect(isProblem(text)).toBe(throws(text));
    },
  );
  fc.assert(law, { numRuns: 3_000 });

  function throws(text: string): boolean {
    try {
      JSON.parse(text);
      return false;
    } catch {
      return true;
    }
  }
});

it.each([
  ['', 'line 1, column 1'],
  ['{\n  "a": 1,\n  "b" 2\n}', 'line 3, column 7'],
  ['{"a": 1,\r\n "a": 2}', 'line 2, column 2'],
  ['[1, 2,]', 'line 1, column 7'],
  ['{"a": tru}', 'line 1, column 7'],
  ['[1] x', 'line 1, column 5'],
  ['{"a": "b', 'line 1, column 7'],
])('says of %j: %s', (text, path) => {
  expect(scanJson(text)).toMatchObject({ path });
});

it('takes 64 levels and refuses a million without a deep stack', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(isProblem(nested(MAX_JSON_DEPTH))).toBe(false);
  expect(isProblem(nested(MAX_JSON_DEPTH + 1))).toBe(true);
  expect(isProblem(nested(1_000_000))).toBe(true);
});
