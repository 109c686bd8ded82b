/**
 * Numbers as people of a language write them, to the decimal strings of the engine and back.
 *
 * Invariant: no number passes through a double, so what is shown is what was typed, digit for digit.
 */

interface Signs {
  readonly group: string;
  readonly point: string;
}

/** The number with a point and nothing else, such as `-1250.5`; undefined where the text is none. */
export function plainNumber(typed: string, locale: string): string | undefined {
  const { group, point } = signsOf(locale);
  const latin = latinDigits(typed.trim()).replace(/[\u2212\u2013]/g, '-');
  // Languages that group by a space write one that no keyboard has.
  const text = /\s/.test(group) ? latin.replace(/(?<=\d)\s(?=\d{3})/g, group) : latin;
  // Signs stand in brackets, so that a point is a point.
  // Some languages group by two digits, and all end with three.
  const whole = `(?:\\d+|\\d{1,3}(?:[${group}]\\d{2,3})*[${group}]\\d{3})`;
  const form = new RegExp(`^[+-]?(?:${whole}(?:[${point}]\\d*)?|[${point}]\\d+)$`);
  if (!form.test(text)) return undefined;
  return text
    .replaceAll(group, '')
    .replace(point, '.')
    .replace(/^\+/, '')
    .replace(/\.$/, '')
    .replace(/^(-?)\./, '$10.');
}

/** A decimal string as the language writes it, with at least `digits` behind the point. */
export function writtenNumber(decimal: string, locale: string, digits = 0): string {
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: 20 });
  return format.format(decimal as Intl.StringNumericLiteral);
}

function signsOf(locale: string): Signs {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(-1_234_567.8);
  const sign = (type: string, otherwise: string): string =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { group: sign('group', ','), point: sign('decimal', '.') };
}

/** Arabic and Persian digits as those that the engine reads. */
function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));
}
