/** Dates by format and zone: one day or moment, or nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFormat, dayText, isoLocalTime, momentsOf, openZone } from './local-time.ts';

const day = (format: string, text: string) => {
  const read = compileFormat(format)?.(text);
  return read && dayText(read);
};
const iso = (text: string, zone: string) => {
  const time = isoLocalTime(text);
  return time && momentsOf(time, openZone(zone)).map((ms) => new Date(ms).toISOString());
};

it.each([
  ['DD.MM.YYYY', '29.02.2024', '2024-02-29'],
  ['D/M/YYYY', '3/4/2025', '2025-04-03'],
  ['YYYYMMDD', '20251231', '2025-12-31'],
  ['YYYY-MM-DD HH:mm:ss.SSS', '1996-07-04 00:00:00.000', '1996-07-04'],
  ['DD.MM.YYYY', '29.02.2023', undefined],
  ['DD.MM.YYYY', '31.04.2023', undefined],
  ['DD.MM.YYYY', '00.01.2023', undefined],
  ['DD.MM.YYYY', '1.1.2023', undefined],
  ['DD.MM.YYYY', '01.13.2023', undefined],
  ['DD.MM.YYYY', '01.01.23', undefined],
  ['DD.MM.YYYY', '01a01.2023', undefined],
  ['DD.MM.YYYY', ' 01.01.2023', undefined],
  ['DD.MM.YYYY HH:mm', '01.01.2023 24:00', undefined],
])('%s reads %s as %s', (format, text, expected) => {
  expect(day(format, text)).toBe(expected);
});

it.each(['MM.YYYY', 'DD.MM', 'DD.DD.MM.YYYY', 'hello'])('%s is no format', (format) => {
  expect(compileFormat(format)).toBeUndefined();
});

it('reads back every day that it writes', () => {
  const days = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  const law = fc.property(days, (date) => {
    const text = date.toISOString().slice(0, 10);
    expect(day('YYYY-MM-DD', text)).toBe(text);
  });
  fc.assert(law);
});

describe('a zone', () => {
  it('moves a time to its moment, in summer and winter', () => {
    expect(iso('2025-07-01T12:00', 'Europe/Berlin')).toEqual(['2025-07-01T10:00:00.000Z']);
    expect(iso('2025-01-01T12:00:30.5', 'America/New_York')).toEqual(['2025-01-01T17:00:30.500Z']);
  });
  it('has no moment for an hour that is skipped, and two for one that comes twice', () => {
    expect(iso('2025-03-30T02:30', 'Europe/Berlin')).toEqual([]);
    expect(iso('2025-10-26T02:30', 'Europe/Berlin')).toEqual([
      '2025-10-26T00:30:00.000Z',
      '2025-10-26T01:30:00.000Z',
    ]);
    expect(iso('2025-04-06T01:45', 'Australia/Lord_Howe')).toHaveLength(2);
  });
  it('gives back the wall time of every moment', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'UTC',
    );
    const moments = fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2040, 0) });
    const law = fc.property(zones, moments, (name, ms) => {
      const second = Math.floor(ms / 1_000) * 1_000;
      const zone = openZone(name);
      const wall = new Date(second + zone(second)).toISOString().slice(0, 19);
      const time = isoLocalTime(wall);
      expect(time && momentsOf(time, zone)).toContain(second);
    });
    fc.assert(law, { numRuns: 300 });
  });
});
