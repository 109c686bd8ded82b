/**
 * Plain data as the device stores it: a byte for the kind, then the content. `docs/storage.md` has the kinds.
 *
 * It is lib0's encoding of `any`, which is in the bundle with Yjs anyway; what that would give back changed
 * (half characters, a key `__proto__`) or as something else (a date, a map, a large bigint) is told apart here.
 * Invariant: what was stored comes back exactly, or is not taken.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { RejoinError } from '../model/index.ts';
import { KnownTexts } from './known-texts.ts';

const UNDEFINED = 127;
const NULL = 126;
const INTEGER = 125;
const FLOAT = 123;
const FALSE = 121;
const TRUE = 120;
const TEXT = 119;
const MAP = 118;
const LIST = 117;
const BYTES = 116;
/** A text with half a character in it, which UTF-8 can't hold. */
const UNITS = 115;

const MAX_INTEGER = 2 ** 31 - 1;
const anySurrogate = /[\ud800-\udfff]/;
const loneSurrogate = /\p{Surrogate}/u;

/** Plain data as stored bytes. @throws RejoinError `internal-error` for what would not come back as it is. */
export function encodeStored(value: unknown): Uint8Array {
  return encoding.encode((encoder) => write(encoder, value));
}

/**
 * What `encodeStored` was given. The caller says what it is: it stored it.
 *
 * @param texts Shared by who reads many.
 */
export function decodeStored<T>(bytes: Uint8Array, texts = new KnownTexts()): T {
  return read(decoding.createDecoder(bytes), texts) as T;
}

function write(encoder: encoding.Encoder, value: unknown): void {
  switch (typeof value) {
    case 'undefined':
      encoding.writeUint8(encoder, UNDEFINED);
      break;
    case 'boolean':
      encoding.writeUint8(encoder, value ? TRUE : FALSE);
      break;
    case 'number':
      writeNumber(encoder, value);
      break;
    case 'string':
      writeTagged(encoder, value);
      break;
    case 'object':
      if (value === null) encoding.writeUint8(encoder, NULL);
      else writeObject(encoder, value);
      break;
    default:
      unfit(typeof value);
  }
}

function writeNumber(encoder: encoding.Encoder, value: number): void {
  const isInteger = Number.isInteger(value) && Math.abs(value) <= MAX_INTEGER;
  encoding.writeUint8(encoder, isInteger ? INTEGER : FLOAT);
  if (isInteger) encoding.writeVarInt(encoder, value);
  else encoding.writeFloat64(encoder, value);
}

function writeTagged(encoder: encoding.Encoder, text: string): void {
  if (!anySurrogate.test(text) || !loneSurrogate.test(text)) {
    encoding.writeUint8(encoder, TEXT);
    encoding.writeVarString(encoder, text);
    return;
  }
  encoding.writeUint8(encoder, UNITS);
  encoding.writeVarUint(encoder, text.length);
  for (let at = 0; at < text.length; at++) encoding.writeUint16(encoder, text.charCodeAt(at));
}

function writeObject(encoder: encoding.Encoder, value: object): void {
  if (value instanceof Uint8Array) {
    encoding.writeUint8(encoder, BYTES);
    encoding.writeVarUint8Array(encoder, value);
  } else if (Array.isArray(value)) {
    encoding.writeUint8(encoder, LIST);
    encoding.writeVarUint(encoder, value.length);
    for (const item of value) write(encoder, item);
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) unfit('an object with a class');
    const entries = Object.entries(value);
    encoding.writeUint8(encoder, MAP);
    encoding.writeVarUint(encoder, entries.length);
    for (const [key, item] of entries) {
      if (anySurrogate.test(key) && loneSurrogate.test(key)) unfit('a key with half a character');
      encoding.writeVarString(encoder, key);
      write(encoder, item);
    }
  }
}

function unfit(what: string): never {
  throw new RejoinError('internal-error', `${what} can't be stored: it would not come back as it is`);
}

function read(decoder: decoding.Decoder, texts: KnownTexts): unknown {
  switch (decoding.readUint8(decoder)) {
    case UNDEFINED:
      return undefined;
    case NULL:
      return null;
    case INTEGER:
      return decoding.readVarInt(decoder);
    case FLOAT:
      return decoding.readFloat64(decoder);
    case FALSE:
      return false;
    case TRUE:
      return true;
    case TEXT:
      return texts.read(decoding.readVarUint8Array(decoder));
    case UNITS:
      return readMany(decoder, decoding.readUint16)
        .map((unit) => String.fromCharCode(unit))
        .join('');
    case MAP:
      return readMap(decoder, texts);
    case LIST:
      return readMany(decoder, () => read(decoder, texts));
    case BYTES:
      return decoding.readVarUint8Array(decoder).slice();
    default:
      throw new RejoinError('internal-error', 'stored bytes hold a kind that nobody wrote');
  }
}

function readMany<T>(decoder: decoding.Decoder, readOne: (decoder: decoding.Decoder) => T): T[] {
  const items: T[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left--) items.push(readOne(decoder));
  return items;
}

function readMap(decoder: decoding.Decoder, texts: KnownTexts): object {
  const map: Record<string, unknown> = {};
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const key = texts.read(decoding.readVarUint8Array(decoder));
    const value = read(decoder, texts);
    if (key !== '__proto__') map[key] = value;
    else Object.defineProperty(map, key, { value, configurable: true, enumerable: true, writable: true });
  }
  return map;
}
