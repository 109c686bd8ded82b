/** What is the matter with something that was typed: as data, so that any language can say it. */
import type { Attribute } from '../../../engine/index.ts';

export type Problem =
  | { readonly kind: 'required' }
  | { readonly kind: 'too-long'; readonly most: number; readonly has: number }
  /** Nothing of it was put in, so the text has not become too long. */
  | { readonly kind: 'paste-too-long'; readonly most: number; readonly has: number }
  | { readonly kind: 'half-character' }
  | { readonly kind: 'no-number' }
  | { readonly kind: 'not-whole' }
  | { readonly kind: 'out-of-range'; readonly least: string; readonly most: string }
  | { readonly kind: 'no-such-date' }
  | { readonly kind: 'no-such-time' }
  | { readonly kind: 'no-such-option' }
  | { readonly kind: 'no-id' }
  /** The engine takes nothing for this field now, such as when it left the metadata. */
  | { readonly kind: 'not-taken' };

/** Why the engine does not take a value that was typed. */
export function problemOf(attribute: Attribute, typed: string): Problem {
  switch (attribute.type) {
    case 'string':
    case 'memo':
      return typed.length > attribute.maxLength
        ? { kind: 'too-long', most: attribute.maxLength, has: typed.length }
        : { kind: 'half-character' };
    case 'integer':
      return /^-?\d+$/.test(typed) ? outOfRange(attribute) : { kind: 'not-whole' };
    case 'decimal':
    case 'money':
      return outOfRange(attribute);
    case 'date':
      return { kind: 'no-such-date' };
    case 'datetime':
      return { kind: 'no-such-time' };
    case 'boolean':
    case 'choice':
    case 'lookup':
      return { kind: 'no-such-option' };
    case 'uuid':
      return { kind: 'no-id' };
  }
}

function outOfRange({ min, max }: { readonly min: number | string; readonly max: number | string }): Problem {
  return { kind: 'out-of-range', least: String(min), most: String(max) };
}
