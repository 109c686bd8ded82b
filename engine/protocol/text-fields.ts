/**
 * Texts and bytes.
 *
 * Invariants: a text is well-formed UTF-8 (a byte order mark is content like any other), at most its
 * bound in bytes, and passes the check of the model for what it names. Bytes are *views* into the
 * frame: they are safe to read while nobody writes to the frame, and keep all of it in memory; who
 * keeps them longer than the message copies them. Fixed bytes (hashes) are copies.
 */
import type { Decoder } from 'lib0/decoding';
import { type Encoder, write, writeUint8Array, writeVarString, writeVarUint8Array } from 'lib0/encoding';
import { type Code, isCode, isLogicalName, isOrganizationId, type OrganizationId } from '../model/index.ts';
import { type Field, malformed, readLength, unencodable, writeUint } from './field.ts';
import type { TextKind } from './shape.ts';

const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();
/** The longest text that is read without the set-up cost of the decoder. */
const SHORT_BYTES = 40;

/** Reads `length` bytes of UTF-8; the caller has compared the length with the bytes left. */
export function readUtf8(decoder: Decoder, length: number): string {
  const bytes = decoder.arr;
  const start = decoder.pos;
  const end = start + length;
  if (length <= SHORT_BYTES) {
    let text = '';
    let pos = start;
    for (; pos < end; pos++) {
      const byte = bytes[pos] ?? 128;
      if (byte > 127) break;
      text += String.fromCharCode(byte);
    }
    if (pos === end) {
      decoder.pos = end;
      return text;
    }
  }
  try {
    const text = utf8Decoder.decode(bytes.subarray(start, end));
    decoder.pos = end;
    return text;
  } catch {
    return malformed(decoder, 'a text is not UTF-8');
  }
}

/** Writes a text with its length in front; refuses one above `maxBytes`. */
export function writeUtf8(encoder: Encoder, text: string, maxBytes: number): void {
  if (text.length * 3 <= maxBytes) {
    writeVarString(encoder, text);
    return;
  }
  if (text.length > maxBytes) unencodable(`a text exceeds ${maxBytes} bytes`);
  const bytes = utf8Encoder.encode(text);
  if (bytes.length > maxBytes) unencodable(`a text exceeds ${maxBytes} bytes`);
  writeVarUint8Array(encoder, bytes);
}

/** Any text of at most `maxBytes` bytes. */
export function text(maxBytes: number): Field<string> {
  return {
    shape: { kind: 'text', of: 'any', maxBytes },
    minBytes: 1,
    write: (encoder, value) => writeUtf8(encoder, value, maxBytes),
    read: (decoder) => readUtf8(decoder, readLength(decoder, maxBytes)),
  };
}

/**
 * A text for a person, such as a reason: a longer one is cut at a character when it is written,
 * because a frame that the other end refuses would say less than a shortened sentence.
 */
export function sentence(maxBytes: number): Field<string> {
  const whole = text(maxBytes);
  return {
    ...whole,
    write(encoder, value) {
      const buffer = new Uint8Array(Math.min(maxBytes, value.length * 3));
      const { written } = utf8Encoder.encodeInto(value, buffer);
      writeVarUint8Array(encoder, buffer.subarray(0, written));
    },
  };
}

/** A text of ASCII characters that the model's check accepts. */
function checkedText<T extends string>(
  of: TextKind,
  maxBytes: number,
  accepts: (value: unknown) => value is T,
): Field<T> {
  return {
    shape: { kind: 'text', of, maxBytes },
    minBytes: 2,
    write(encoder, value) {
      if (!accepts(value)) unencodable(`a text is no ${of}`);
      writeUint(encoder, value.length);
      for (let at = 0; at < value.length; at++) write(encoder, value.charCodeAt(at));
    },
    read(decoder) {
      const value = readUtf8(decoder, readLength(decoder, maxBytes));
      return accepts(value) ? value : malformed(decoder, `a text is no ${of}`);
    },
  };
}

/** The name of an entity, an attribute or a part. */
export const logicalName: Field<string> = checkedText('logical-name', 63, isLogicalName);
export const organizationId: Field<OrganizationId> = checkedText('organization-id', 63, isOrganizationId);
/** The unique name of an app, as in `rejoin app create`: what a logical name has, and `-`. */
export const appName: Field<string> = checkedText('app-name', 63, isAppName);
/** A code of the closed list, by name. */
export const code: Field<Code> = checkedText('code', 63, isCode);

function isAppName(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9_-]{0,62}$/.test(value);
}

/** Up to `maxBytes` bytes, read as a view into the frame. */
export function bytes(maxBytes: number): Field<Uint8Array> {
  return {
    shape: { kind: 'bytes', minBytes: 0, maxBytes },
    minBytes: 1,
    write(encoder, value) {
      if (value.length > maxBytes) unencodable(`bytes exceed ${maxBytes}`);
      writeVarUint8Array(encoder, value);
    },
    read(decoder) {
      const length = readLength(decoder, maxBytes);
      const { buffer, byteOffset } = decoder.arr;
      const view = new Uint8Array(buffer, byteOffset + decoder.pos, length);
      decoder.pos += length;
      return view;
    },
  };
}

/** Exactly `length` bytes without a length in front, read as a copy. */
export function fixedBytes(length: number): Field<Uint8Array> {
  return {
    shape: { kind: 'bytes', minBytes: length, maxBytes: length },
    minBytes: length,
    write(encoder, value) {
      if (value.length !== length) unencodable(`bytes are not ${length} long`);
      writeUint8Array(encoder, value);
    },
    read(decoder) {
      if (decoder.arr.length - decoder.pos < length) malformed(decoder, 'the frame ends inside bytes');
      const copy = new Uint8Array(length);
      for (let at = 0; at < length; at++) copy[at] = decoder.arr[decoder.pos + at] ?? 0;
      decoder.pos += length;
      return copy;
    },
  };
}
