import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainNumber, writtenNumber } from './typed-number.ts';

describe('numbers as people write them', () => {
  it.each([
    ['1250.5', 'en', '1250.5'],
    ['1,250.50', 'en', '1250.50'],
    ['-1,250', 'en', '-1250'],
    ['−3', 'en', '-3'],
    ['+7', 'en', '7'],
    ['.5', 'en', '0.5'],
    ['12.', 'en', '12'],
    ['1.250,5', 'de', '1250.5'],
    ['1 250,5', 'fr', '1250.5'],
    ['١٢٥٠', 'en', '1250'],
  ])('reads %s in %s', (typed, locale, plain) => {
    expect(plainNumber(typed, locale)).toBe(plain);
  });

  it.each(['1,25', '12,3456', '1.2.3', 'ten', '1e5', '', '-', '--1', '1,250,5'])(
    'takes %s for no number',
    (typed) => {
      expect(plainNumber(typed, 'en')).toBeUndefined();
    },
  );

  it('reads what it wrote, digit for digit, in any language', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 1, max: 999 }))
      .map(([whole, fraction]) => `${whole}.${fraction}`.replace(/0+$/, ''));
    fc.assert(
      fc.property(decimal, fc.constantFrom('en', 'de', 'fr', 'pl', 'hi'), (value, locale) => {
        expect(plainNumber(writtenNumber(value, locale), locale)).toBe(value);
      }),
      { seed: 1 },
    );
  });
});
