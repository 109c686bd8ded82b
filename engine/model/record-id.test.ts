/** Record ids: UUIDv7 of the time and chance that were handed in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUuid, newRecordId } from './index.ts';

describe('newRecordId', () => {
  it('is a UUIDv7 in lower case that begins with the time', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), bytes, (ms, random) => {
        const id = newRecordId({ now: () => ms, randomBytes: () => random });
        expect(isUuid(id)).toBe(true);
        expect(id[14]).toBe('7');
        expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(ms);
      }),
    );
  });

  it('is the same for the same time and bytes, another for other bytes', () => {
    const idOf = (fill: number) =>
      newRecordId({ now: () => 1, randomBytes: (n) => new Uint8Array(n).fill(fill) });
    expect(idOf(1)).toBe(idOf(1));
    expect(idOf(1)).not.toBe(idOf(2));
  });

  it('survives a device whose clock stands before 1970', () => {
    expect(isUuid(newRecordId({ now: () => -5.5, randomBytes: (n) => new Uint8Array(n) }))).toBe(true);
  });
});
