/**
 * Bounded JSON, for what is sent seldom and has a schema elsewhere: metadata and the principal.
 *
 * Invariant: what is read has no key `__proto__`, `constructor` or `prototype` and is at most 32
 * levels deep, so that code which copies it key by key or walks it recursively is safe.
 */
import { type Field, malformed, readLength, unencodable } from './field.ts';
import { readUtf8, writeUtf8 } from './text-fields.ts';

/** Levels of objects and lists in one another. */
export const MAX_JSON_DEPTH = 32;

const refusedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * JSON of at most `maxBytes` bytes. `T` is what the sender promises: the field checks keys and depth
 * only, so the type is as trustworthy as whoever sends it (a device trusts its relay).
 */
export function json<T>(maxBytes: number): Field<T> {
  return {
    shape: { kind: 'json', maxBytes },
    minBytes: 2,
    write(encoder, value) {
      const problem = problemOf(value, 0);
      if (problem !== undefined) unencodable(problem);
      const encoded: string | undefined = JSON.stringify(value);
      if (encoded === undefined) unencodable('a value has no JSON');
      writeUtf8(encoder, encoded, maxBytes);
    },
    read(decoder) {
      const encoded = readUtf8(decoder, readLength(decoder, maxBytes));
      const value = parse(encoded);
      if (value === undefined) return malformed(decoder, 'a text is no JSON');
      const problem = problemOf(value, 0);
      return problem === undefined ? (value as T) : malformed(decoder, problem);
    },
  };
}

function parse(encoded: string): unknown {
  try {
    return JSON.parse(encoded);
  } catch {
    return undefined;
  }
}

function problemOf(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === MAX_JSON_DEPTH) return `JSON is more than ${MAX_JSON_DEPTH} levels deep`;
  for (const [key, member] of Object.entries(value)) {
    if (refusedKeys.has(key)) return 'JSON has a refused key';
    const problem = problemOf(member, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
