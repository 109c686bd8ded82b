import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDiff } from './word-diff.ts';

const words = (kind: string, before: string, after: string): string[] =>
  wordDiff(before, after)
    .filter((stretch) => stretch.kind === kind)
    .map(({ text }) => text);

describe('the difference of two texts, by words', () => {
  it('marks the word that was written in place of another', () => {
    expect(wordDiff('Call before noon.', 'Call after noon.')).toEqual([
      { kind: 'same', text: 'Call ' },
      { kind: 'removed', text: 'before' },
      { kind: 'added', text: 'after' },
      { kind: 'same', text: ' noon.' },
    ]);
  });

  it('reads a sentence that was written anew as one stretch', () => {
    expect(words('added', 'Ask for Ben today', 'Ring up Ana tomorrow')).toEqual(['Ring up Ana tomorrow']);
  });

  it('keeps both texts whole, whatever they are', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(fc.constantFrom('a', 'b', 'cd', ' ', '\n', ',', '😀', '\ud800'), { maxLength: 40 })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, text, (before, after) => {
        const stretches = wordDiff(before, after);
        const without = (kind: string) =>
          stretches
            .filter((stretch) => stretch.kind !== kind)
            .map((stretch) => stretch.text)
            .join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('shows texts too different to compare as one change', () => {
    const long = (word: string) => `${word} `.repeat(3_000);
    expect(wordDiff(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['removed', 'added', 'same']);
  });
});
