import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import * as decoding from 'lib0/decoding';
import { expect, it } from 'vitest';
import { RejoinError } from '../model/index.ts';
import { KnownTexts } from './known-texts.ts';
import { decodeStored, encodeStored } from './stored-value.ts';

const key = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', '', '0', 'π'),
);

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom<unknown>(
      undefined,
      null,
      true,
      false,
      -0,
      0,
      Number.NaN,
      2 ** 31,
      -(2 ** 31),
      2 ** 53 - 1,
    ),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    fc.string({ maxLength: 60 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

it('gives back exactly what was stored', () => {
  const texts = new KnownTexts();
  fc.assert(
    fc.property(value, (stored) => {
      expect(isDeepStrictEqual(decodeStored(encodeStored(stored), texts), stored)).toBe(true);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

it('keeps -0, undefined, long texts, a byte order mark, and what hangs deep', () => {
  let deep: unknown = 'bottom';
  for (let level = 0; level < 500; level++) deep = level % 2 === 0 ? [deep] : { deep };
  const stored = { zero: -0, nothing: undefined, long: 'ä'.repeat(70_000), mark: '\ufeffa', deep };
  expect(decodeStored(encodeStored(stored))).toStrictEqual(stored);
});

it('gives back own bytes: nothing else changes with them', () => {
  const bytes = encodeStored(new Uint8Array([1, 2, 3]));
  const found = decodeStored<Uint8Array>(bytes);
  bytes.fill(0);
  expect(found).toStrictEqual(new Uint8Array([1, 2, 3]));
});

it('takes a key that would set a prototype as a key like any other', () => {
  const stored: unknown = JSON.parse('{"__proto__": {"isAdmin": true}}');
  const found = decodeStored<{ isAdmin?: boolean }>(encodeStored(stored));
  expect(found.isAdmin).toBeUndefined();
  expect(Object.keys(found)).toEqual(['__proto__']);
});

it.each([
  ['a bigint', 1n],
  ['a function', () => 1],
  ['a symbol', Symbol('a')],
  ['a date', new Date(0)],
  ['a map', new Map([[1, 2]])],
  ['a key with half a character', { '\ud800': 1 }],
])('takes no %s, which would not come back', (_, unfit) => {
  expect(() => encodeStored({ deep: [unfit] })).toThrow(RejoinError);
});

it('is what lib0 reads as any', () => {
  const stored = {
    a: [1, -2, 3.5, 2 ** 40],
    b: { c: null, d: undefined, e: true },
    f: 'text',
    g: new Uint8Array(3),
  };
  expect(decoding.readAny(decoding.createDecoder(encodeStored(stored)))).toStrictEqual(stored);
});

it('refuses bytes of a kind that nobody wrote', () => {
  expect(() => decodeStored(new Uint8Array([1]))).toThrow(RejoinError);
});
