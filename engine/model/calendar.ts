/**
 * Dates and datetimes as text, by arithmetic of the Gregorian calendar alone.
 *
 * Invariant: a canonical datetime is `2026-01-02T03:04:05.678Z` in the years 1900 to 9999, a
 * canonical date `2026-01-02`; both sort as text in order of time. No day that is not in the
 * calendar is ever moved to another one.
 */

const datePattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const canonicalPattern = /^(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const inputPattern =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const FIRST_YEAR = 1900;
const FIRST_MS = Date.UTC(FIRST_YEAR, 0, 1);
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the text is a day of the calendar as `YYYY-MM-DD`, in the years 0001 to 9999. */
export function isCanonicalDate(text: string): boolean {
  const match = text.length === 10 ? datePattern.exec(text) : null;
  return match !== null && isRealDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/**
 * Brings a datetime to canonical form.
 *
 * @param text ISO 8601 with `Z` or an offset; seconds and their fraction may be absent, digits beyond
 *   milliseconds are dropped. Without an offset it names no moment, so it is refused.
 * @returns undefined where the text is no such moment of the years 1900 to 9999 in UTC.
 */
export function canonicalDatetime(text: string): string | undefined {
  if (text.length === 24) {
    const match = canonicalPattern.exec(text);
    if (match !== null) {
      const year = Number(match[1]);
      return year >= FIRST_YEAR && isRealDay(year, Number(match[2]), Number(match[3])) ? text : undefined;
    }
  }
  if (text.length > 35) return undefined;
  const match = inputPattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', sign, offsetHour, offsetMinute] =
    match;
  if (!isRealDay(Number(year), Number(month), Number(day))) return undefined;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const local = new Date(0);
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  local.setUTCHours(Number(hour), Number(minute), Number(second), ms);
  const offsetMinutes = Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0);
  const utc = local.getTime() + (sign === '-' ? offsetMinutes : -offsetMinutes) * 60_000;
  return utc >= FIRST_MS && utc <= LAST_MS ? new Date(utc).toISOString() : undefined;
}

function isRealDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  if (month === 2 && day === 29) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (daysOfMonth[month - 1] ?? 0);
}
