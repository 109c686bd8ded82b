/**
 * Shapes: how a typed value becomes plain data for msgpackr and comes back checked, from one definition.
 *
 * An object becomes an array of its fields in the order of the definition, so names are never stored
 * and a field is only ever added at the end. Reading checks kinds and lengths and throws
 * `ShapeError`; it is what casts, so that nothing else has to.
 */

/** What was read is not what the shape says. */
export class ShapeError extends Error {}

/** Both ways of one type. `pack` is on the hot path; `unpack` validates. */
export interface Shape<T> {
  pack(value: T): unknown;
  unpack(plain: unknown): T;
}

function checked<T>(what: string, isValid: (plain: unknown) => boolean): Shape<T> {
  return {
    pack: (value) => value,
    unpack(plain) {
      if (!isValid(plain)) throw new ShapeError(`expected ${what}`);
      return plain as T;
    },
  };
}

/** Text; branded ids are text. */
export function text<T extends string = string>(): Shape<T> {
  return checked<T>('a text', (plain) => typeof plain === 'string');
}

/** A safe integer that is not negative. */
export function whole<T extends number = number>(): Shape<T> {
  return checked<T>('a whole number', (plain) => Number.isSafeInteger(plain) && (plain as number) >= 0);
}

export const flag: Shape<boolean> = checked('true or false', (plain) => typeof plain === 'boolean');

/** Plain data of an owner that checks it itself; here only that it is an object or array. */
export function opaque<T extends object>(): Shape<T> {
  return checked<T>('an object', (plain) => typeof plain === 'object' && plain !== null);
}

/** Bytes; copied when read, so that a small field doesn't keep a whole log value in memory. */
export const bytes: Shape<Uint8Array> = {
  pack: (value) => value,
  unpack(plain) {
    if (!(plain instanceof Uint8Array)) throw new ShapeError('expected bytes');
    return new Uint8Array(plain);
  },
};

/** One of the given words, stored as its index: words are only ever added at the end. */
export function word<const W extends string>(...words: W[]): Shape<W> {
  return {
    pack: (value) => words.indexOf(value),
    unpack(plain) {
      const found = typeof plain === 'number' ? words[plain] : undefined;
      if (found === undefined) throw new ShapeError(`expected one of ${words.join(', ')}`);
      return found;
    },
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return {
    pack: (value) => (value === null ? null : shape.pack(value)),
    unpack: (plain) => (plain === null ? null : shape.unpack(plain)),
  };
}

/** A field that may be absent. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    pack: (value) => (value === undefined ? null : shape.pack(value)),
    unpack: (plain) => (plain === null || plain === undefined ? undefined : shape.unpack(plain)),
  };
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return {
    pack: (values) => values.map(shape.pack),
    unpack(plain) {
      if (!Array.isArray(plain)) throw new ShapeError('expected a list');
      return plain.map((value) => shape.unpack(value));
    },
  };
}

/** An object with exactly these fields; absent optional ones are left out. */
export function fields<T extends object>(definition: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const names = Object.keys(definition) as (keyof T)[];
  const shapes = names.map((name) => definition[name]);
  return {
    pack(value) {
      const packed = new Array<unknown>(names.length);
      for (let i = 0; i < names.length; i++) {
        const shape = shapes[i] as Shape<unknown>;
        packed[i] = shape.pack(value[names[i] as keyof T]);
      }
      return packed;
    },
    unpack(plain) {
      if (!Array.isArray(plain) || plain.length > names.length) throw new ShapeError('expected fields');
      const value: Partial<T> = {};
      names.forEach((name, i) => {
        try {
          const field = shapes[i]?.unpack(plain[i]);
          if (field !== undefined) value[name] = field;
        } catch (error) {
          if (error instanceof ShapeError) throw new ShapeError(`${String(name)}: ${error.message}`);
          throw error;
        }
      });
      return value as T;
    },
  };
}
