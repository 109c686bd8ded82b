/**
 * Fields made of fields: optional, nullable, list, object, union.
 *
 * Invariants: an object is its fields in the order of their definition, nothing before, between or
 * behind; a list is its count and its items, and its count is compared with the bytes that so many
 * items take at least before the first is read.
 */
import type { Decoder } from 'lib0/decoding';
import { type Encoder, write } from 'lib0/encoding';
import { RejoinError } from '../model/index.ts';
import {
  type Field,
  malformed,
  readChoice,
  readUint,
  unencodable,
  type ValueOf,
  writeUint,
} from './field.ts';
import type { ObjectShape, Shape } from './shape.ts';

/** The fields of an object by name, in wire order. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** A field that may be absent; an object that is read does not have the property then. */
export interface OptionalField<T> extends Field<T | undefined> {
  readonly mayBeAbsent: true;
}

type OptionalNames<F extends Fields> = {
  [Name in keyof F]: F[Name] extends { readonly mayBeAbsent: true } ? Name : never;
}[keyof F];

/** The object type of the given fields. */
export type ObjectOf<F extends Fields> = Flat<
  { readonly [Name in Exclude<keyof F, OptionalNames<F>>]: ValueOf<F[Name]> } & {
    readonly [Name in OptionalNames<F>]?: ValueOf<F[Name]>;
  }
>;
type Flat<T> = { [Name in keyof T]: T[Name] };

/** A value that may be absent: a byte 0 or 1, and the value behind a 1. */
export function optional<T>(field: Field<T>): OptionalField<T> {
  return {
    mayBeAbsent: true,
    shape: { kind: 'optional', of: field.shape },
    minBytes: 1,
    write(encoder, value) {
      write(encoder, value === undefined ? 0 : 1);
      if (value !== undefined) field.write(encoder, value);
    },
    read: (decoder) => (readChoice(decoder, 2) === 0 ? undefined : field.read(decoder)),
  };
}

/** A value or null: a byte 0 or 1, and the value behind a 1. */
export function nullable<T>(field: Field<T>): Field<T | null> {
  return {
    shape: { kind: 'nullable', of: field.shape },
    minBytes: 1,
    write(encoder, value) {
      write(encoder, value === null ? 0 : 1);
      if (value !== null) field.write(encoder, value);
    },
    read: (decoder) => (readChoice(decoder, 2) === 0 ? null : field.read(decoder)),
  };
}

/** At most `max` items, each of at least one byte (or a count alone could keep the reader busy). */
export function list<T>(item: Field<T>, max: number): Field<readonly T[]> {
  if (item.minBytes < 1) throw new RejoinError('internal-error', 'A list of items without bytes.');
  return {
    shape: { kind: 'list', of: item.shape, max },
    minBytes: 1,
    write(encoder, items) {
      if (items.length > max) unencodable(`a list has more than ${max} items`);
      writeUint(encoder, items.length);
      for (const value of items) item.write(encoder, value);
    },
    read(decoder) {
      const count = readUint(decoder);
      if (count > max) malformed(decoder, `a list has more than ${max} items`);
      if (count * item.minBytes > decoder.arr.length - decoder.pos) {
        malformed(decoder, 'a list has more items than the frame has bytes');
      }
      const items: T[] = [];
      for (let at = 0; at < count; at++) items.push(item.read(decoder));
      return items;
    },
  };
}

/** Reads and writes the fields of an object that exists already; messages and unions build on it. */
export interface FieldSequence {
  readonly shape: ObjectShape;
  readonly minBytes: number;
  write(encoder: Encoder, value: Readonly<Record<string, unknown>>): void;
  read(decoder: Decoder, into: Record<string, unknown>): void;
}

/** The fields in their order, without a type around them. */
export function sequence(fields: Fields): FieldSequence {
  const names = Object.keys(fields);
  const members = Object.values(fields);
  const shape: Record<string, Shape> = {};
  let minBytes = 0;
  for (const [name, field] of Object.entries(fields)) {
    shape[name] = field.shape;
    minBytes += field.minBytes;
  }
  return {
    shape,
    minBytes,
    write(encoder, value) {
      for (let at = 0; at < members.length; at++) members[at]?.write(encoder, value[names[at] ?? '']);
    },
    read(decoder, into) {
      for (let at = 0; at < members.length; at++) {
        const value = members[at]?.read(decoder);
        if (value !== undefined) into[names[at] ?? ''] = value;
      }
    },
  };
}

/** An object of the given fields. */
export function object<F extends Fields>(fields: F): Field<ObjectOf<F>> {
  const members = sequence(fields);
  return {
    shape: { kind: 'object', fields: members.shape },
    minBytes: members.minBytes,
    write: (encoder, value) => members.write(encoder, value),
    read(decoder) {
      const value: Record<string, unknown> = {};
      members.read(decoder, value);
      return value as ObjectOf<F>;
    },
  };
}

/** The type of a union: one object type per variant, told apart by the property `tag`. */
export type UnionOf<Tag extends string, V extends Readonly<Record<string, Fields>>> = {
  [Name in keyof V]: Flat<{ readonly [T in Tag]: Name } & ObjectOf<V[Name]>>;
}[keyof V];

/**
 * One of several objects, told apart by the property `tag`. On the wire a byte: the place of the
 * variant in the definition, so that variants are only ever added at the end.
 */
export function union<const Tag extends string, const V extends Readonly<Record<string, Fields>>>(
  tag: Tag,
  variants: V,
): Field<UnionOf<Tag, V>> {
  const names = Object.keys(variants);
  const members = Object.values(variants).map(sequence);
  const shapes: Record<string, ObjectShape> = {};
  names.forEach((name, place) => {
    shapes[name] = members[place]?.shape ?? {};
  });
  return {
    shape: { kind: 'union', tag, variants: shapes },
    minBytes: 1 + Math.min(...members.map((member) => member.minBytes)),
    write(encoder, value) {
      const object = value as Readonly<Record<string, unknown>>;
      const place = names.indexOf(String(object[tag]));
      const member = members[place] ?? unencodable(`an unknown ${tag}`);
      write(encoder, place);
      member.write(encoder, object);
    },
    read(decoder) {
      const place = readChoice(decoder, names.length);
      const object: Record<string, unknown> = { [tag]: names[place] };
      members[place]?.read(decoder, object);
      return object as UnionOf<Tag, V>;
    },
  };
}
