/**
 * Decimal and money values as canonical strings: exact, whatever doubles can hold.
 *
 * Canonical: no exponent, no plus sign, no leading zeros, no zeros at the end behind the point, no
 * negative zero. So two values are equal exactly when their strings are. Precision is a bound on
 * digits, not a padding: 12.50 is `12.5`.
 */
import Big from 'big.js';

/** The longest text that is looked at as a decimal: what is longer is refused unread. */
export const MAX_DECIMAL_INPUT = 64;
/** The longest bound that an attribute may have, so that every value within bounds is short enough to be read again. */
export const MAX_DECIMAL_BOUND = 40;

const canonicalPattern = /^(?:0|-?(?:[1-9]\d*(?:\.\d*[1-9])?|0\.\d*[1-9]))$/;
const inputPattern = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;

/** Whether the text is a canonical decimal of any precision. */
export function isCanonicalDecimal(text: string): boolean {
  return text.length <= MAX_DECIMAL_INPUT && canonicalPattern.test(text);
}

/**
 * Brings a decimal to canonical form, rounded half away from zero.
 *
 * @param input Plain or exponent notation with a point, or a finite number (taken as it is printed: 1.005 is 1.005).
 * @param precision The most digits to keep behind the point.
 * @returns undefined where the input is no decimal, or too long or large to be looked at.
 */
export function canonicalDecimal(input: string | number, precision: number): string | undefined {
  const text = typeof input === 'number' ? String(input) : input;
  if (text.length > MAX_DECIMAL_INPUT) return undefined;
  if (canonicalPattern.test(text) && digitsBehindPoint(text) <= precision) return text;
  if (!inputPattern.test(text)) return undefined;
  const exact = new Big(text);
  if (exact.e > MAX_DECIMAL_INPUT) return undefined;
  const rounded = exact.round(precision, Big.roundHalfUp);
  return rounded.eq(0) ? '0' : rounded.toFixed();
}

/** Negative, zero or positive as the first canonical decimal is less than, equal to or greater than the second. */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0;
  // Reading as a double never turns an order round; it can only make different decimals equal.
  const [roughA, roughB] = [Number(a), Number(b)];
  if (roughA !== roughB) return roughA < roughB ? -1 : 1;
  return new Big(a).cmp(b);
}

function digitsBehindPoint(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
