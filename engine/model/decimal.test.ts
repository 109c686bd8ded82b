/** Decimals: canonical form, and rounding against an oracle of whole number arithmetic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDecimal, compareDecimals, isCanonicalDecimal } from './index.ts';

const decimals = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.integer({ min: 0, max: 20 }))
  .map(([negative, digits, places]) => ({ negative, digits, places, text: plain(negative, digits, places) }));
const precisions = fc.integer({ min: 0, max: 10 });

/** digits / 10^places as text, zeros and all. */
function plain(negative: boolean, digits: bigint, places: number): string {
  const padded = digits.toString().padStart(places + 1, '0');
  const whole = padded.slice(0, padded.length - places);
  const text = places === 0 ? whole : `${whole}.${padded.slice(-places)}`;
  return negative ? `-${text}` : text;
}

/** Half away from zero by integers: adds half a unit to the magnitude and cuts. */
function oracle(negative: boolean, digits: bigint, places: number, precision: number): string {
  const unit = 10n ** BigInt(Math.max(places - precision, 0));
  const rounded = (digits * 2n + unit) / (2n * unit);
  const text = plain(false, rounded, Math.min(places, precision));
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return negative && short !== '0' ? `-${short}` : short;
}

describe('canonicalDecimal', () => {
  it('rounds half away from zero, as integer arithmetic does', () => {
    fc.assert(
      fc.property(decimals, precisions, ({ negative, digits, places, text }, precision) => {
        expect(canonicalDecimal(text, precision)).toBe(oracle(negative, digits, places, precision));
      }),
      { numRuns: 5_000 },
    );
  });

  it('rounds exact halves away from zero, on both sides', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        precisions,
        (negative, digits, precision) => {
          const half = plain(negative, digits * 10n + 5n, precision + 1);
          const away = plain(negative, digits + 1n, precision);
          expect(canonicalDecimal(half, precision)).toBe(canonicalDecimal(away, precision));
        },
      ),
    );
  });

  it('leaves canonical text alone, and all that it gives is canonical', () => {
    fc.assert(
      fc.property(decimals, precisions, ({ text }, precision) => {
        const canonical = canonicalDecimal(text, precision) ?? '';
        expect(isCanonicalDecimal(canonical)).toBe(true);
        expect(canonicalDecimal(canonical, precision)).toBe(canonical);
      }),
    );
  });

  it.each([
    ['12.50', 2, '12.5'],
    ['007', 2, '7'],
    ['-0.004', 2, '0'],
    ['-0', 2, '0'],
    ['1.005', 2, '1.01'],
    [1.005, 2, '1.01'],
    [-2.5, 0, '-3'],
    [-0, 2, '0'],
    [1e21, 2, '1000000000000000000000'],
    [5e-324, 10, '0'],
    ['0e697', 2, '0'],
    ['-0.004', 2, '0'],
    ['1.25e1', 1, '12.5'],
    ['1E-999', 2, '0'],
  ])('%s at precision %s is %s', (input, precision, expected) => {
    expect(canonicalDecimal(input, precision)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '1,5',
    '.5',
    '5.',
    '+5',
    '1 000',
    '1e',
    '0x10',
    'NaN',
    'Infinity',
    '--1',
    '1.2.3',
    '１',
    '1\n',
    '1e999',
  ])('refuses %j', (input) => {
    expect(canonicalDecimal(input, 2)).toBeUndefined();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308])(
    'refuses the number %s',
    (input) => {
      expect(canonicalDecimal(input, 2)).toBeUndefined();
    },
  );

  it('does not look at text that would cost time', () => {
    const began = performance.now();
    for (const input of [
      '9'.repeat(10_000_000),
      '1e999999999',
      `0.${'1'.repeat(1_000_000)}`,
      '1e-999999999',
    ]) {
      expect(canonicalDecimal(input, 2)).toBeUndefined();
    }
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('compareDecimals', () => {
  it('compares as numbers, also where doubles can not tell them apart', () => {
    expect(compareDecimals('9', '10')).toBeLessThan(0);
    expect(compareDecimals('-9', '-10')).toBeGreaterThan(0);
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.bigInt({ min: -3n, max: 3n }),
        (n, step) => {
          expect(compareDecimals(String(n), String(n + step))).toBe(step === 0n ? 0 : step > 0n ? -1 : 1);
        },
      ),
    );
  });
});
