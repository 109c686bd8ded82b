/** Datetimes and dates: the platform's calendar is the oracle, and nothing impossible passes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDatetime, isCanonicalDate } from './index.ts';

const moments = fc.integer({ min: Date.UTC(1900, 0, 2), max: Date.UTC(9999, 11, 30) });

describe('canonicalDatetime', () => {
  it('leaves what is canonical alone', () => {
    fc.assert(
      fc.property(moments, (ms) => {
        const text = new Date(ms).toISOString();
        expect(canonicalDatetime(text)).toBe(text);
      }),
    );
  });

  it('brings any offset to UTC', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -1_439, max: 1_439 }), (ms, offset) => {
        const local = new Date(ms + offset * 60_000).toISOString().slice(0, -1);
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const pad = (n: number) => String(n).padStart(2, '0');
        const text = `${local}${offset < 0 ? '-' : '+'}${pad(hours)}:${pad(minutes)}`;
        expect(canonicalDatetime(text)).toBe(new Date(ms).toISOString());
      }),
    );
  });

  it.each([
    ['2026-01-02T03:04Z', '2026-01-02T03:04:00.000Z'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.6Z', '2026-01-02T03:04:05.600Z'],
    ['2026-01-02T03:04:05.678999999Z', '2026-01-02T03:04:05.678Z'],
    ['2024-02-29T23:30:00-01:00', '2024-03-01T00:30:00.000Z'],
    ['1899-12-31T23:00:00-01:00', '1900-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (input, expected) => {
    expect(canonicalDatetime(input)).toBe(expected);
  });

  it.each([
    '2026-02-29T00:00:00.000Z',
    '1900-02-29T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-01T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-01-02T24:00:00Z',
    '2026-01-02T03:04:60.000Z',
    '2026-01-02T03:04:05.678',
    '2026-01-02',
    '2026-01-02 03:04:05Z',
    '1899-12-31T23:59:59.999Z',
    '1900-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '+012026-01-02T03:04:05Z',
    '2026-01-02T03:04:05.678Z\n',
    `2026-01-02T03:04:05.${'0'.repeat(1_000)}Z`,
    'Fri Jan 02 2026',
    '',
  ])('refuses %j', (input) => {
    expect(canonicalDatetime(input)).toBeUndefined();
  });
});

describe('isCanonicalDate', () => {
  it('agrees with the platform about which days there are', () => {
    const parts = fc.tuple(
      fc.integer({ min: 1, max: 9_999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const pad = (n: number, width: number) => String(n).padStart(width, '0');
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const isReal =
          date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year;
        expect(isCanonicalDate(text)).toBe(isReal);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    '0000-01-01',
    '2026-1-2',
    '2026-01-02Z',
    '2026-01-02T00:00',
    '20260102',
    '2026-01-0２',
    '2026-01-02\n',
  ])('refuses %j', (input) => {
    expect(isCanonicalDate(input)).toBe(false);
  });
});
