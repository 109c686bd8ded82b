/**
 * Moments as people of one time zone read and type them: `2026-01-02T03:04` on their clocks.
 *
 * Invariant: a local time either names one moment or none; an hour that the zone skips is never moved
 * to another one, and of an hour that comes twice the first is meant.
 */

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The moment on the clocks of the zone, to the minute, as `<input type="datetime-local">` has it. */
export function localTimeOf(moment: string, zone: string): string {
  return new Date(clockOf(Date.parse(moment), zone)).toISOString().slice(0, 16);
}

/** The moment of a local time in ISO 8601 in UTC; undefined where no clock of the zone ever shows it. */
export function momentOf(local: string, zone: string): string | undefined {
  const shown = Date.parse(`${local}Z`);
  // `Date.parse` takes the 30th of February for a day of March.
  if (Number.isNaN(shown) || !new Date(shown).toISOString().startsWith(local)) return undefined;
  const offsets = [shown - DAY_MS, shown + DAY_MS].map((near) => clockOf(near, zone) - near);
  const moments = offsets.map((offset) => shown - offset).filter((ms) => clockOf(ms, zone) === shown);
  return moments.length === 0 ? undefined : new Date(Math.min(...moments)).toISOString();
}

/** What the zone's clocks show at a moment, as the milliseconds at which clocks in UTC show it. */
function clockOf(ms: number, zone: string): number {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(zone, format);
  return format;
}
