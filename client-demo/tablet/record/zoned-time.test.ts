import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTimeOf, momentOf } from './zoned-time.ts';

describe('moments on the clocks of a zone', () => {
  it('shows a moment as the zone has it, and reads it back', () => {
    expect(localTimeOf('2026-07-01T12:00:00.000Z', 'America/Los_Angeles')).toBe('2026-07-01T05:00');
    expect(momentOf('2026-07-01T05:00', 'America/Los_Angeles')).toBe('2026-07-01T12:00:00.000Z');
  });

  it('knows no moment in the hour that summer time skips', () => {
    expect(momentOf('2026-03-29T02:30', 'Europe/Berlin')).toBeUndefined();
  });

  it('takes the first of an hour that comes twice', () => {
    expect(momentOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('knows no moment of a day that does not exist', () => {
    expect(momentOf('2026-02-30T10:00', 'UTC')).toBeUndefined();
    expect(momentOf('soon', 'UTC')).toBeUndefined();
  });

  it('reads back what it showed, but for the hour that comes twice', () => {
    const minute = fc.integer({ min: Date.UTC(1970, 0, 1) / 60_000, max: Date.UTC(2100, 0, 1) / 60_000 });
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/Los_Angeles',
      'Asia/Kolkata',
      'Pacific/Apia',
    );
    fc.assert(
      fc.property(minute, zone, (at, where) => {
        const moment = new Date(at * 60_000).toISOString();
        const read = momentOf(localTimeOf(moment, where), where) ?? '';
        expect(localTimeOf(read, where)).toBe(localTimeOf(moment, where));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
