import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mendedWords, mendText } from './mended-text.ts';
import { differenceOf } from './replace-text.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '🙂'), maxLength: 20 });

it('is what was mended where nobody else changed the text, and the text where nothing was mended', () => {
  fc.assert(
    fc.property(text, text, (shown, other) => {
      expect(mendText(shown, shown, other)).toBe(other);
      expect(mendText(other, shown, shown)).toBe(other);
    }),
    { seed: 1 },
  );
});

it('keeps what others put in and what its author put in, whatever each changed, and parts no character', () => {
  fc.assert(
    fc.property(text, text, text, (shown, today, mended) => {
      const result = mendText(today, shown, mended);
      expect(result).toContain(differenceOf(shown, today).inserted);
      expect(result).toContain(differenceOf(shown, mended).inserted);
      expect(result).not.toMatch(/\p{Surrogate}/u);
    }),
    { seed: 2, numRuns: 1_000 },
  );
});

it.each([
  ['base and more', 'base and much more', 'much'],
  ['the cat', 'the cat and the dog', 'and the dog'],
  ['base', '', ''],
])('knows the new words of %j become %j', (shown, mended, words) => {
  expect(mendedWords(shown, mended)).toBe(words);
});
