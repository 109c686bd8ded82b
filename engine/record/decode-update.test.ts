/** What is no update, one case per rule. */
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import { decodeUpdate } from './decode-update.ts';
import { defaultLimits } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';

function reasonFor(bytes: Uint8Array): string {
  const result = decodeUpdate(bytes);
  return result.ok ? 'accepted' : result.refusal.reason;
}

/** An update of one item of client 1 in the root `a`, with whatever follows its parent. */
function updateWith(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const byte of [1, 1, 1, 0, kind, 1, 1, 0x61]) encoding.writeUint8(encoder, byte);
  write(encoder);
  encoding.writeUint8(encoder, 0);
  return encoding.toUint8Array(encoder);
}

const anyOf = (value: encoding.AnyEncodable) =>
  updateWith(8, (encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeAny(encoder, value);
  });

describe('decodeUpdate', () => {
  it('refuses bytes that follow the end', () => {
    expect(reasonFor(Uint8Array.of(0, 0))).toBe('accepted');
    expect(reasonFor(Uint8Array.of(0, 0, 0))).toBe('bytes follow the end');
  });

  const claims: [string, number[], string][] = [
    ['structs', [1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0, 0], 'a count exceeds the bytes that follow'],
    ['clients', [0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0, 0], 'a count exceeds the bytes that follow'],
    ['deleted ranges', [0, 1, 1, 0xff, 0xff, 0x7f, 0, 1, 0, 1], 'a count exceeds the bytes that follow'],
    ['a text', [1, 1, 1, 0, 4, 1, 0x7f, 0x61, 0, 0], 'a count exceeds the bytes that follow'],
    [
      'a clock beyond 2^53',
      [0, 1, 1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f, 1],
      'a clock exceeds 2^53 - 1',
    ],
    [
      'a number beyond 2^53',
      [0, 1, 1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 1],
      'a number exceeds 2^53 - 1',
    ],
    ['an endless number', [0, 1, 1, 1, ...Array<number>(40).fill(0x80), 1, 1], 'a number exceeds 2^53 - 1'],
    ['a padded number', [0x80, 0, 0], 'a number is padded'],
    ['no structs of a client', [1, 0, 1, 0, 0, 0], 'a client has no structs'],
    ['no length', [1, 1, 1, 0, 0, 0, 0], 'a struct or range has no length'],
    ['a client twice', [2, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0], 'a client stands twice'],
    ['a GC with marks of an item', [1, 1, 1, 0, 0x80, 1, 0], 'an empty struct has the marks of an item'],
    ['an unknown kind', [1, 1, 1, 0, 11, 1, 1, 0x61, 0], 'a struct has a kind that Yjs does not know'],
    [
      'a parent of no kind',
      [1, 1, 1, 0, 4, 2, 1, 0x61, 1, 0x61, 0],
      'a parent is neither a root nor an item',
    ],
    [
      'an unknown nested type',
      [1, 1, 1, 0, 7, 1, 1, 0x61, 7, 0],
      'a nested type has a number that Yjs does not know',
    ],
    ['invalid UTF-8', [1, 1, 1, 0, 4, 1, 1, 0x61, 1, 0xff, 0], 'a text is not UTF-8'],
    ['half a surrogate pair', [1, 1, 1, 0, 4, 1, 1, 0x61, 3, 0xed, 0xa0, 0x80, 0], 'a text is not UTF-8'],
  ];
  it.each(claims)('refuses %s', (_name, bytes, reason) => {
    expect(reasonFor(Uint8Array.from(bytes))).toBe(reason);
  });

  const nested = (depth: number): encoding.AnyEncodable => (depth === 0 ? 1 : [nested(depth - 1)]);
  const nestedKey = JSON.parse('{"a":{"__proto__":1}}') as encoding.AnyEncodable;
  const values: [string, encoding.AnyEncodable, string][] = [
    ['eight levels', nested(8), 'accepted'],
    ['nine levels', nested(9), 'a value is nested too deep'],
    ['a thousand levels', nested(1_000), 'a value is nested too deep'],
    ['a bigint', 1n, 'a value has a kind that is not allowed'],
    ['undefined', undefined, 'a value has a kind that is not allowed'],
    ['NaN', Number.NaN, 'a number is not finite'],
    ['infinity', Number.POSITIVE_INFINITY, 'a number is not finite'],
    ['the key __proto__', nestedKey, 'a value has a forbidden key'],
    ['the key constructor', { constructor: 1 }, 'a value has a forbidden key'],
    ['the key prototype', [{ prototype: 1 }], 'a value has a forbidden key'],
    ['bytes', new Uint8Array([1, 2]), 'accepted'],
  ];
  it.each(values)('answers a value of %s', (_name, value, reason) => {
    expect(reasonFor(anyOf(value))).toBe(reason);
  });

  const jsonTexts: [string, string][] = [
    ['{"a":[1,"x",null,true]}', 'accepted'],
    ['{"__proto__":1}', 'a value has a forbidden key'],
    ['[[{"constructor":1}]]', 'a value has a forbidden key'],
    ['[[[[[[[[1]]]]]]]]', 'accepted'],
    ['[[[[[[[[[]]]]]]]]]', 'a value is nested too deep'],
    ['{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}', 'a value is nested too deep'],
    ['['.repeat(100_000), 'a value is not JSON'],
    ['1e999', 'a number is not finite'],
    ['{"at":-0}', 'a number is written as -0'],
    ['undefined', 'a value is not JSON'],
    ['{', 'a value is not JSON'],
  ];
  it.each(jsonTexts)('answers an embed of %.50s', (text, reason) => {
    expect(reasonFor(updateWith(5, (encoder) => encoding.writeVarString(encoder, text)))).toBe(reason);
  });

  it('bounds bytes, structs and deleted ranges', () => {
    const structs = [0, 1, 2].map((clock) => ({ kind: 'gc', client: 1, clock, length: 1 }) as const);
    const deletes = [1, 2, 3].map((client) => ({ client, clock: 0, length: 1 }));
    const bytes = encodeUpdate({ structs, deletes });

    expect(decodeUpdate(bytes).ok).toBe(true);
    expect(decodeUpdate(bytes, { ...defaultLimits, maxStructs: 2 }).ok).toBe(false);
    expect(decodeUpdate(bytes, { ...defaultLimits, maxDeleteRanges: 2 }).ok).toBe(false);
    expect(decodeUpdate(bytes, { ...defaultLimits, maxBytes: bytes.length - 1 })).toMatchObject({
      refusal: { code: 'too-large' },
    });
  });

  it('decodes at no more than linear cost when the bytes claim a lot', () => {
    const bytes = encodeUpdate({
      structs: [],
      deletes: Array.from({ length: 20_001 }, (_, clock) => ({ client: 1, clock, length: 2 ** 40 })),
    });

    expect(reasonFor(bytes)).toBe('there are more than 20000 deleted ranges');
  });
});

describe('encodeUpdate', () => {
  it('refuses to write structs that leave a hole', () => {
    const structs = [0, 2].map((clock) => ({ kind: 'gc', client: 1, clock, length: 1 }) as const);

    expect(() => encodeUpdate({ structs, deletes: [] })).toThrow('hole');
  });
});
