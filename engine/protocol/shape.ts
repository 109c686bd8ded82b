/**
 * What a field accepts, as plain data.
 *
 * The encoders do not look at it. The page on the protocol is checked against it, and tests derive
 * arbitrary messages from it, so a field that is added is documented and fuzzed without further ado.
 */

export type Shape =
  | { readonly kind: 'uint'; readonly min: number; readonly max: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'enumeration'; readonly names: readonly string[] }
  | { readonly kind: 'text'; readonly of: TextKind; readonly maxBytes: number }
  | { readonly kind: 'bytes'; readonly minBytes: number; readonly maxBytes: number }
  | { readonly kind: 'uuid'; readonly orEmpty: boolean }
  | { readonly kind: 'optional' | 'nullable'; readonly of: Shape }
  | { readonly kind: 'list'; readonly of: Shape; readonly max: number }
  | { readonly kind: 'object'; readonly fields: ObjectShape }
  | { readonly kind: 'union'; readonly tag: string; readonly variants: Readonly<Record<string, ObjectShape>> }
  | { readonly kind: 'json'; readonly maxBytes: number }
  | { readonly kind: 'values' }
  | { readonly kind: 'system-columns' };

/** The fields of an object in wire order. */
export type ObjectShape = Readonly<Record<string, Shape>>;

/** What a text has to be besides UTF-8 within its bound. */
export type TextKind = 'any' | 'logical-name' | 'organization-id' | 'app-name' | 'code';
