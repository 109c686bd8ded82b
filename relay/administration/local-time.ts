/**
 * Dates and times as files write them: by a declared format, in a declared zone.
 *
 * Invariant: a text either names one day or moment of the calendar, or is refused; nothing is moved to a
 * day nearby, no century is guessed, and an hour that a zone skips or has twice is said to be so.
 */

/** What a text says, still without a zone. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

const tokens: Readonly<Record<string, readonly [keyof LocalTime, string]>> = {
  YYYY: ['year', '(\\d{4})'],
  MM: ['month', '(\\d\\d)'],
  M: ['month', '(\\d\\d?)'],
  DD: ['day', '(\\d\\d)'],
  D: ['day', '(\\d\\d?)'],
  HH: ['hour', '(\\d\\d)'],
  H: ['hour', '(\\d\\d?)'],
  mm: ['minute', '(\\d\\d)'],
  ss: ['second', '(\\d\\d)'],
  SSS: ['ms', '(\\d{3})'],
};

export type TimeFormat = (text: string) => LocalTime | undefined;

/** Compiles a format of the tokens above; undefined where it lacks year, month or day, or has one twice. */
export function compileFormat(format: string): TimeFormat | undefined {
  const fields: (keyof LocalTime)[] = [];
  const pattern = format.replace(/YYYY|MM?|DD?|HH?|mm|ss|SSS|[\s\S]/g, (piece) => {
    const token = Object.hasOwn(tokens, piece) ? tokens[piece] : undefined;
    if (token === undefined) return piece.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
    fields.push(token[0]);
    return token[1];
  });
  const unique = new Set(fields);
  if (unique.size !== fields.length) return undefined;
  if (!unique.has('year') || !unique.has('month') || !unique.has('day')) return undefined;
  const compiled = new RegExp(`^${pattern}$`);
  return (text) => {
    const match = compiled.exec(text);
    if (match === null) return undefined;
    const read: Record<keyof LocalTime, number> = { ...midnight };
    for (const [place, field] of fields.entries()) read[field] = Number(match[place + 1]);
    return isReal(read) ? read : undefined;
  };
}

const midnight: LocalTime = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, ms: 0 };
const isoLocal = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,3}))?)?$/;

/** ISO 8601 without an offset, for columns that declare a zone. */
export const isoLocalTime: TimeFormat = (text) => {
  const match = isoLocal.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const read = { year, month, day, hour, minute, second, ms: Number((match[7] ?? '').padEnd(3, '0')) };
  return isReal(read) ? read : undefined;
};

function isReal(time: LocalTime): boolean {
  const date = new Date(asUtc(time));
  return (
    time.year >= 1 &&
    time.hour <= 23 &&
    time.minute <= 59 &&
    time.second <= 59 &&
    // Date carries what a month does not have into another month.
    date.getUTCMonth() === time.month - 1
  );
}

function asUtc({ year, month, day, hour, minute, second, ms }: LocalTime): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, ms);
  return date.getTime();
}

export function isMidnight(time: LocalTime): boolean {
  return time.hour === 0 && time.minute === 0 && time.second === 0 && time.ms === 0;
}

/** `2026-01-02` */
export function dayText({ year, month, day }: LocalTime): string {
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

export type Zone = (unixMs: number) => number;

/** The zone's offset from UTC by moment, in milliseconds. Throws RangeError for a zone that nobody knows. */
export function openZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (unixMs) => {
    const parts = new Map(format.formatToParts(unixMs).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const wall = asUtc({
      year: part('year'),
      month: part('month'),
      day: part('day'),
      hour: part('hour'),
      minute: part('minute'),
      second: part('second'),
      ms: 0,
    });
    return wall - Math.floor(unixMs / 1_000) * 1_000;
  };
}

/** The moments at which the zone's clocks show this: none where they skip it, two where they show it twice. */
export function momentsOf(time: LocalTime, zone: Zone): readonly number[] {
  const wall = asUtc(time);
  const day = 86_400_000;
  const offsets = new Set([zone(wall - day), zone(wall + day)]);
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((moment) => moment + zone(moment) === wall)
    .sort((a, b) => a - b);
}
