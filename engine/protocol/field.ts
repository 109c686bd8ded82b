/**
 * What a field of a message is: a writer and a reader of one typed value, and the plainest fields.
 *
 * Invariants: a field reads exactly what it writes and nothing else, so one value has one encoding
 * (JSON apart) and whoever re-encodes a message gets its bytes back. Every length is compared with its bound
 * and with the bytes left before anything is allocated. A reader reports trouble only by throwing
 * `MalformedFrame`, which `decodeFrame` alone catches and turns into a refusal.
 */
import type { Decoder } from 'lib0/decoding';
import { type Encoder, write, writeVarUint } from 'lib0/encoding';
import { RejoinError } from '../model/index.ts';
import type { Shape } from './shape.ts';

/** One typed value on the wire. Objects, lists and messages are fields made of fields. */
export interface Field<T> {
  /** What the field accepts, as data: for the documentation, and for tests that make arbitrary messages. */
  readonly shape: Shape;
  /** The fewest bytes that a value takes; lists compare their count with the bytes left by it. */
  readonly minBytes: number;
  /** Appends the value. @throws RejoinError `internal-error` for a value that no reader would accept. */
  write(encoder: Encoder, value: T): void;
  /** Reads the value and moves on behind it. @throws MalformedFrame */
  read(decoder: Decoder): T;
}

/** The value type of a field. */
export type ValueOf<F> = F extends Field<infer T> ? T : never;

/** Bytes that are no message. Never leaves this folder: `decodeFrame` makes a refusal of it. */
export class MalformedFrame extends Error {}

/** Ends reading: says what was wrong and where, never what the bytes said. */
export function malformed(decoder: Decoder, what: string): never {
  throw new MalformedFrame(`${what} at byte ${decoder.pos}`);
}

/** Ends writing: the caller handed in what the other end would refuse, which is a defect of the caller. */
export function unencodable(what: string): never {
  throw new RejoinError('internal-error', `A message can not be encoded: ${what}.`);
}

/** Reads a varuint up to 2^53 - 1 in its shortest form. */
export function readUint(decoder: Decoder): number {
  const bytes = decoder.arr;
  let pos = decoder.pos;
  let value = 0;
  for (let unit = 1; unit <= 2 ** 49; unit *= 128) {
    const byte = pos < bytes.length ? bytes[pos++] : undefined;
    if (byte === undefined) return malformed(decoder, 'the frame ends inside a number');
    value += (byte & 127) * unit;
    if (byte > 127) continue;
    if (byte === 0 && unit > 1) return malformed(decoder, 'a number is not in its shortest form');
    if (value > Number.MAX_SAFE_INTEGER) break;
    decoder.pos = pos;
    return value;
  }
  return malformed(decoder, 'a number exceeds 2^53 - 1');
}

/** Writes a varuint. */
export function writeUint(encoder: Encoder, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) unencodable('a number is no integer from 0 to 2^53 - 1');
  writeVarUint(encoder, value);
}

/** Reads the length of what follows: at most `max`, and at most the bytes left. */
export function readLength(decoder: Decoder, max: number): number {
  const length = readUint(decoder);
  if (length > max) malformed(decoder, `a length exceeds ${max}`);
  if (length > decoder.arr.length - decoder.pos) malformed(decoder, 'a length exceeds the frame');
  return length;
}

/** Reads one byte, less than `count`. */
export function readChoice(decoder: Decoder, count: number): number {
  const byte = decoder.pos < decoder.arr.length ? decoder.arr[decoder.pos] : undefined;
  if (byte === undefined) return malformed(decoder, 'the frame ends');
  if (byte >= count) return malformed(decoder, 'a byte names no known case');
  decoder.pos += 1;
  return byte;
}

/** An integer from 0 to `max`. */
export function uintUpTo<T extends number = number>(max: number, min = 0): Field<T> {
  return {
    shape: { kind: 'uint', min, max },
    minBytes: 1,
    write(encoder, value) {
      if (value > max || value < min) unencodable(`a number is not from ${min} to ${max}`);
      writeUint(encoder, value);
    },
    read(decoder) {
      const value = readUint(decoder);
      if (value > max || value < min) malformed(decoder, `a number is not from ${min} to ${max}`);
      return value as T;
    },
  };
}

/** An integer from 0 to 2^53 - 1, such as a change number, a sequence number, or a time in milliseconds. */
export const uint: Field<number> = uintUpTo(Number.MAX_SAFE_INTEGER);

export const boolean: Field<boolean> = {
  shape: { kind: 'boolean' },
  minBytes: 1,
  write: (encoder, value) => write(encoder, value ? 1 : 0),
  read: (decoder) => readChoice(decoder, 2) === 1,
};

/** One of at most 256 names, one byte: its place in the list, which therefore only grows at its end. */
export function enumeration<const Name extends string>(names: readonly Name[]): Field<Name> {
  return {
    shape: { kind: 'enumeration', names },
    minBytes: 1,
    write(encoder, value) {
      const place = names.indexOf(value);
      if (place < 0) unencodable('an unknown name in an enumeration');
      write(encoder, place);
    },
    read(decoder) {
      const name = names[readChoice(decoder, names.length)];
      return name ?? malformed(decoder, 'a byte names no known case');
    },
  };
}
