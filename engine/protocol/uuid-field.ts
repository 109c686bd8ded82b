/**
 * UUIDs: 16 bytes on the wire, canonical lower-case text in memory.
 *
 * Invariant: what is read is what `isUuid` of the model accepts (a version from 1 to 8 and the RFC's
 * variant), which is checked on the two bytes that can be wrong; the rest is right by construction.
 */
import type { Decoder } from 'lib0/decoding';
import { type Encoder, write } from 'lib0/encoding';
import { asId } from '../model/index.ts';
import { type Field, malformed, readChoice, unencodable } from './field.ts';

/** The character code of each hexadecimal digit. */
const DIGIT_CODES = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** The value of each character code as a hexadecimal digit; 255 where it is none. */
const digits = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return digit < 0 ? 255 : digit;
});
const DASH = 45;

/** Reads 16 bytes as a UUID. */
export function readUuid(decoder: Decoder): string {
  const { arr, pos } = decoder;
  if (arr.length - pos < 16) return malformed(decoder, 'the frame ends inside a UUID');
  const version = (arr[pos + 6] ?? 0) >> 4;
  const variant = (arr[pos + 8] ?? 0) >> 6;
  if (version < 1 || version > 8 || variant !== 2) return malformed(decoder, 'a UUID of no known version');
  // One string at once: put together from pieces it would be copied a dozen times, here and where it is first looked up.
  const codes = new Array<number>(36);
  let place = 0;
  for (let at = 0; at < 16; at++) {
    if (at === 4 || at === 6 || at === 8 || at === 10) codes[place++] = DASH;
    const byte = arr[pos + at] ?? 0;
    codes[place++] = DIGIT_CODES[byte >> 4] ?? 0;
    codes[place++] = DIGIT_CODES[byte & 15] ?? 0;
  }
  decoder.pos = pos + 16;
  return String.fromCharCode(...codes);
}

/** Writes a canonical UUID as 16 bytes. */
export function writeUuid(encoder: Encoder, uuid: string): void {
  if (uuid.length !== 36 || !hasDashes(uuid)) unencodable('a text is no UUID');
  let byteCount = 0;
  for (let at = 0; at < 36; at += 2) {
    if (uuid.charCodeAt(at) === DASH) at += 1;
    const high = digits[uuid.charCodeAt(at)] ?? 255;
    const low = digits[uuid.charCodeAt(at + 1)] ?? 255;
    if (high === 255 || low === 255) unencodable('a text is no UUID');
    const byte = high * 16 + low;
    if (byteCount === 6 && (high < 1 || high > 8)) unencodable('a UUID of no known version');
    if (byteCount === 8 && high >> 2 !== 2) unencodable('a UUID of no known version');
    write(encoder, byte);
    byteCount += 1;
  }
}

/** An id of the given branded type. */
export function uuid<Id extends string = string>(): Field<Id> {
  return {
    shape: { kind: 'uuid', orEmpty: false },
    minBytes: 16,
    write: writeUuid,
    read: (decoder) => asId<Id>(readUuid(decoder)),
  };
}

/** A UUID, or the empty text for none: a byte 0 or 1, and the UUID behind a 1. */
export const uuidOrEmpty: Field<string> = {
  shape: { kind: 'uuid', orEmpty: true },
  minBytes: 1,
  write(encoder, value) {
    write(encoder, value === '' ? 0 : 1);
    if (value !== '') writeUuid(encoder, value);
  },
  read: (decoder) => (readChoice(decoder, 2) === 0 ? '' : readUuid(decoder)),
};

function hasDashes(uuid: string): boolean {
  return (
    uuid.charCodeAt(8) === DASH &&
    uuid.charCodeAt(13) === DASH &&
    uuid.charCodeAt(18) === DASH &&
    uuid.charCodeAt(23) === DASH
  );
}
