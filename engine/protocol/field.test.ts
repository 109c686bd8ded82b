/** What each field refuses, and the bytes that it is pinned to. */
import { createDecoder } from 'lib0/decoding';
import { createEncoder, toUint8Array } from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import { list, object, optional, union } from './composite-fields.ts';
import { boolean, enumeration, type Field, MalformedFrame, uint, uintUpTo } from './field.ts';
import { json } from './json-field.ts';
import { systemColumns, values } from './row-fields.ts';
import { bytes, code, fixedBytes, logicalName, organizationId, sentence, text } from './text-fields.ts';
import { uuid } from './uuid-field.ts';

const ID = '0190a6f8-4c1e-7abc-8def-0123456789ab';
const ID_HEX = '0190a6f84c1e7abc8def0123456789ab';

describe('numbers', () => {
  it.each([
    [0, '00'],
    [127, '7f'],
    [128, '8001'],
    [300, 'ac02'],
    [2 ** 32, '8080808010'],
    [Number.MAX_SAFE_INTEGER, 'ffffffffffffff0f'],
  ])('writes %d as %s', (value, hex) => {
    expect(hexOf(uint, value)).toBe(hex);
    expect(read(uint, hex)).toBe(value);
  });

  it.each([
    ['8000', 'shortest form'],
    ['ac8200', 'shortest form'],
    ['ffffffffffffff10', 'exceeds'],
    ['ffffffffffffffffff01', 'exceeds'],
    ['ff', 'ends inside'],
    ['', 'ends inside'],
  ])('refuses %s', (hex, reason) => {
    expect(() => read(uint, hex)).toThrow(reason);
  });

  it('keeps to its bounds both ways', () => {
    expect(() => read(uintUpTo(9, 1), '0a')).toThrow(MalformedFrame);
    expect(() => read(uintUpTo(9, 1), '00')).toThrow(MalformedFrame);
    expect(() => hexOf(uintUpTo(9, 1), 10)).toThrow('not from 1 to 9');
    for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => hexOf(uint, value)).toThrow();
  });

  it('has one byte for each truth value and name', () => {
    expect(() => read(boolean, '02')).toThrow(MalformedFrame);
    expect(() => read(enumeration(['a', 'b']), '02')).toThrow(MalformedFrame);
  });
});

describe('texts', () => {
  it('takes a byte order mark as content', () => {
    expect(read(text(20), hexOf(text(20), '\ufeffa'))).toBe('\ufeffa');
  });

  it.each([
    ['an overlong form', '02c080'],
    ['a surrogate', '03eda080'],
    ['a cut character', '01c3'],
  ])('refuses %s', (_, hex) => {
    expect(() => read(text(20), hex)).toThrow('not UTF-8');
  });

  it('[P9] refuses a length above its bound before it looks at the bytes', () => {
    expect(() => read(text(3), '0461626364')).toThrow('exceeds 3');
    expect(() => hexOf(text(3), 'ab\u00e9')).toThrow('exceeds 3 bytes');
    expect(hexOf(text(4), 'ab\u00e9')).toBe('046162c3a9');
  });

  it('reads long texts as it reads short ones', () => {
    for (const length of [39, 40, 41, 5_000]) {
      const long = 'x'.repeat(length - 1);
      expect(read(text(20_000), hexOf(text(20_000), `${long}a`))).toBe(`${long}a`);
      expect(read(text(20_000), hexOf(text(20_000), `${long}\u{1f600}`))).toBe(`${long}\u{1f600}`);
    }
  });

  it('cuts a sentence at a character', () => {
    expect(read(sentence(7), hexOf(sentence(7), 'abcd\u{1f600}'))).toBe('abcd');
    expect(read(sentence(8), hexOf(sentence(8), 'abcd\u{1f600}'))).toBe('abcd\u{1f600}');
  });

  it('lets the model judge names', () => {
    expect(() => read(logicalName, '095f5f70726f746f5f5f')).toThrow('no logical-name');
    expect(() => hexOf(logicalName, 'Account')).toThrow('no logical-name');
    expect(() => read(organizationId, '022f61')).toThrow('no organization-id');
    expect(() => read(code, '0161')).toThrow('no code');
    expect(() => read(code, '08746f537472696e67')).toThrow('no code');
  });
});

describe('bytes', () => {
  it('are views into the frame, and hashes are copies', () => {
    const frame = Uint8Array.of(2, 7, 8, 9, 10);
    const decoder = createDecoder(frame);
    const view = bytes(10).read(decoder);
    const copy = fixedBytes(2).read(decoder);
    frame.fill(0);
    expect([...view, ...copy]).toEqual([0, 0, 9, 10]);
  });

  it('are plain bytes even in a frame that is a Buffer', () => {
    expect(Object.getPrototypeOf(read(bytes(10), '0102'))).toBe(Uint8Array.prototype);
  });

  it('refuse a claim that the frame does not hold', () => {
    expect(() => read(bytes(2 ** 50), '80808080802001')).toThrow('exceeds the frame');
    expect(() => read(fixedBytes(3), '0102')).toThrow('ends inside');
  });
});

describe('UUIDs', () => {
  it('are 16 bytes', () => {
    expect(hexOf(uuid(), ID)).toBe(ID_HEX);
    expect(read(uuid(), ID_HEX)).toBe(ID);
  });

  it.each([
    ['upper case', ID.toUpperCase()],
    ['no dash', `${ID.slice(0, 8)}0${ID.slice(9)}`],
    ['a dash in the wrong place', `${ID.slice(0, 6)}-${ID.slice(6, 8)}${ID.slice(9)}`],
    ['a dash too many', `${ID.slice(0, 34)}-a`],
    ['version 0', ID.replace('-7', '-0')],
    ['version 9', ID.replace('-7', '-9')],
    ['another variant', ID.replace('-8', '-c')],
    ['no ASCII', ID.replace('0190', '019\u0430')],
    ['too long', `${ID}0`],
  ])('refuse %s', (_, wrong) => {
    expect(() => hexOf(uuid(), wrong)).toThrow('UUID');
  });

  it.each([
    '0190a6f84c1e0abc8def0123456789ab',
    '0190a6f84c1e9abc8def0123456789ab',
    '0190a6f84c1e7abccdef0123456789ab',
  ])('refuse the bytes %s', (hex) => {
    expect(() => read(uuid(), hex)).toThrow('no known version');
  });
});

describe('a cut UUID', () => {
  it('is refused, however much of it is there', () => {
    for (let length = 0; length < 32; length += 2) {
      expect(() => read(uuid(), ID_HEX.slice(0, length))).toThrow('ends inside');
    }
  });
});

describe('lists, objects and unions', () => {
  it('[P9] refuses a count above what the frame can hold before it reads an item', () => {
    let reads = 0;
    const item: Field<number> = { ...uint, minBytes: 2, read: () => reads++ };
    expect(() => read(list(item, 2 ** 41), '80808080802000000000')).toThrow('more items than');
    expect(() => read(list(item, 2 ** 41), '0300000000')).toThrow('more items than');
    expect(() => read(list(item, 2), '03000000000000')).toThrow('more than 2');
    expect(reads).toBe(0);
  });

  it('has no list of items without bytes', () => {
    expect(() => list(object({}), 10)).toThrow('without bytes');
  });

  it('leaves an absent property out', () => {
    const field = object({ a: optional(uint), b: uint });
    expect(Object.keys(read(field, '0007'))).toEqual(['b']);
    expect(hexOf(field, { a: 0, b: 7 })).toBe('010007');
    expect(() => read(field, '020007')).toThrow(MalformedFrame);
  });

  it('tells variants apart by their tag', () => {
    const field = union('kind', { one: { a: uint }, two: {} });
    expect(read(field, '0005')).toEqual({ kind: 'one', a: 5 });
    expect(read(field, '01')).toEqual({ kind: 'two' });
    expect(() => read(field, '02')).toThrow(MalformedFrame);
  });
});

describe('rows', () => {
  it('packs values by kind', () => {
    const row = { a: null, b: false, c: true, d: 5, e: -5, f: 'x', g: { entity: 'h', id: ID } };
    const hex = `07${'016100'}${'016201'}${'016302'}${'01640305'}${'01650405'}${'0166050178'}${`0167060168${ID_HEX}`}`;
    expect(hexOf(values, row)).toBe(hex);
    expect(read(values, hex)).toEqual(row);
  });

  it.each([
    ['a value twice', '02016100016100', 'twice'],
    ['a negative zero', '0101610400', 'below zero'],
    ['an unknown kind', '0101610700', 'no known case'],
    ['a refused name', `0109${'5f5f70726f746f5f5f'}00`, 'no logical-name'],
    ['too many values', 'f50301610001', 'more than 500'],
    ['more values than bytes', '03016100016200', 'more values than'],
  ])('refuses %s', (_, hex, reason) => {
    expect(() => read(values, hex)).toThrow(reason);
  });

  it('refuses a number that is no integer', () => {
    expect(() => hexOf(values, { a: 0.5 })).toThrow('no integer');
  });

  it('knows eight flags of system columns', () => {
    expect(() => read(systemColumns, `08${'00'.repeat(35)}`)).toThrow('no known case');
  });
});

describe('JSON', () => {
  const field = json<unknown>(1_000);

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s at any depth', (key) => {
    for (const source of [
      `{"${key}":1}`,
      `[{"a":{"${key}":{}}}]`,
      `{"\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}":1}`,
    ]) {
      expect(() => read(field, hexOf(text(1_000), source))).toThrow('refused key');
    }
  });

  it('is at most 32 levels deep', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => read(field, hexOf(text(1_000), nested(33)))).toThrow('levels deep');
    expect(read(field, hexOf(text(1_000), nested(32)))).toBeInstanceOf(Array);
    expect(() => read(json(1_000_000), hexOf(text(1_000_000), '['.repeat(900_000)))).toThrow('no JSON');
    expect(() => hexOf(field, JSON.parse(nested(33)))).toThrow('levels deep');
  });

  it('is bounded and whole', () => {
    expect(() => read(json(3), '045b315d20')).toThrow('exceeds 3');
    expect(read(field, '0131')).toBe(1);
    expect(() => read(field, '023132ff'.slice(0, 4))).toThrow('exceeds the frame');
    expect(() => read(field, '017b')).toThrow('no JSON');
    expect(() => hexOf(field, undefined)).toThrow('no JSON');
  });
});

function hexOf<T>(field: Field<T>, value: T): string {
  const encoder = createEncoder();
  field.write(encoder, value);
  return Buffer.from(toUint8Array(encoder)).toString('hex');
}

function read<T>(field: Field<T>, hex: string): T {
  return field.read(createDecoder(Buffer.from(hex, 'hex')));
}
