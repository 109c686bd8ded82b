/**
 * Decimal and money values as canonical strings: exact, whatever doubles can hold.
 *
 * Canonical: no exponent, no plus sign, no leading zeros, no zeros at the end behind the point, no
 * negative zero. So two values are equal exactly when their strings are. Precision is a bound on
 * digits, not a padding: 12.50 is `12.5`.
 */
/** The longest text that is looked at as a decimal: what is longer is refused unread. */
export const MAX_DECIMAL_INPUT = 64;
/** The longest bound that an attribute may have, so that every value within bounds is short enough to be read again. */
export const MAX_DECIMAL_BOUND = 40;

const canonicalPattern = /^(?:0|-?(?:[1-9]\d*(?:\.\d*[1-9])?|0\.\d*[1-9]))$/;
const inputPattern = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

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
  const read = inputPattern.exec(text);
  if (read === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = read;
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return '0';
  const behindPoint = fraction.length - Number(exponent);
  if (String(digits).length - behindPoint > MAX_DECIMAL_INPUT + 1) return undefined;
  const rounded = rescale(digits, behindPoint, precision);
  return rounded === 0n ? '0' : `${sign}${withPoint(String(rounded), precision)}`;
}

/** Digits with `from` of them behind the point as digits with `to` behind it, rounded half up. */
function rescale(digits: bigint, from: number, to: number): bigint {
  if (from <= to) return digits * 10n ** BigInt(to - from);
  const unit = 10n ** BigInt(from - to);
  return (digits + unit / 2n) / unit;
}

/** Puts the point before the last digits, and takes away the zeros that say nothing. */
function withPoint(digits: string, behindPoint: number): string {
  if (behindPoint === 0) return digits;
  const padded = digits.padStart(behindPoint + 1, '0');
  const text = `${padded.slice(0, -behindPoint)}.${padded.slice(-behindPoint)}`;
  return text.replace(/\.?0+$/, '');
}

/** Negative, zero or positive as the first canonical decimal is less than, equal to or greater than the second. */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0;
  // Reading as a double never turns an order round; it can only make different decimals equal.
  const [roughA, roughB] = [Number(a), Number(b)];
  if (roughA !== roughB) return roughA < roughB ? -1 : 1;
  const behindPoint = Math.max(digitsBehindPoint(a), digitsBehindPoint(b));
  const [exactA, exactB] = [wholeOf(a, behindPoint), wholeOf(b, behindPoint)];
  return exactA < exactB ? -1 : Number(exactA > exactB);
}

/** The decimal as a whole number, with that many of its digits behind the point. */
function wholeOf(text: string, behindPoint: number): bigint {
  const missing = behindPoint - digitsBehindPoint(text);
  return BigInt(text.replace('.', '') + '0'.repeat(missing));
}

function digitsBehindPoint(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
