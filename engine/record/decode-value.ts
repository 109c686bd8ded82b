/**
 * Reads the values inside an update: lib0's `any` encoding, and JSON text.
 *
 * Invariant: a value that comes out is plain data, at most `maxDepth` deep, without a key that could
 * reach a prototype; no bigint, no undefined, no number that is not finite, no key twice.
 */
import { type ByteReader, malformed } from './byte-reader.ts';
import type { PlainValue } from './decoded-update.ts';

const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** One value of lib0's `any` encoding; `depth` is how many levels of arrays and objects may follow. */
export function readAny(reader: ByteReader, depth: number): PlainValue {
  switch (reader.byte()) {
    case 126:
      return null;
    case 125:
      return reader.int();
    case 124:
      return finite(reader.float32());
    case 123:
      return finite(reader.float64());
    case 121:
      return false;
    case 120:
      return true;
    case 119:
      return reader.text();
    case 118:
      return readObject(reader, oneLevelDown(depth));
    case 117:
      return readArray(reader, oneLevelDown(depth));
    case 116:
      return reader.bytes();
    default:
      return malformed('a value has a kind that is not allowed');
  }
}

/** JSON text, as Yjs writes the values of embeds, formats and legacy arrays. */
export function readJson(reader: ByteReader, depth: number): PlainValue {
  const text = reader.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed('a value is not JSON');
  }
  return checkJson(value, depth);
}

function readArray(reader: ByteReader, depth: number): PlainValue {
  const count = reader.count(1);
  const values: PlainValue[] = [];
  for (let index = 0; index < count; index += 1) values.push(readAny(reader, depth));
  return values;
}

function readObject(reader: ByteReader, depth: number): PlainValue {
  const count = reader.count(2);
  const object: Record<string, PlainValue> = {};
  for (let index = 0; index < count; index += 1) {
    const key = allowedKey(reader.text());
    if (Object.hasOwn(object, key)) malformed('a value has a key twice');
    object[key] = readAny(reader, depth);
  }
  return object;
}

/** `value` has come from `JSON.parse`: every object in it is a plain one. */
function checkJson(value: unknown, depth: number): PlainValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      // JSON is written without -0: what is read as one could not be written back.
      return Object.is(value, -0) ? malformed('a number is written as -0') : finite(value);
    case 'object': {
      if (value === null) return null;
      const depthWithin = oneLevelDown(depth);
      for (const [key, member] of Object.entries(value)) {
        if (!Array.isArray(value)) allowedKey(key);
        checkJson(member, depthWithin);
      }
      return value as PlainValue;
    }
    default:
      return malformed('a value has a kind that is not allowed');
  }
}

function oneLevelDown(depth: number): number {
  return depth > 0 ? depth - 1 : malformed('a value is nested too deep');
}

function allowedKey(key: string): string {
  return forbiddenKeys.has(key) ? malformed('a value has a forbidden key') : key;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : malformed('a number is not finite');
}
