/**
 * What a Yjs update says, as plain data: its structs and its deleted ranges.
 *
 * Invariant of a decoded update: every struct is at least one clock long; a client's structs follow
 * one another without a hole (a hole is a `skip`); no client stands twice among the structs or among
 * the deletes; every number is a safe integer.
 */

/** The place of one clock of one client. */
export interface Id {
  readonly client: number;
  readonly clock: number;
}

/** Clocks of one client, from `clock` on. */
export interface DeleteRange extends Id {
  readonly length: number;
}

/** A value inside `any`, `embed` or `format` content: JSON, or bytes. Finite numbers only. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

export const sharedTypes = [
  'array',
  'map',
  'text',
  'xml-element',
  'xml-fragment',
  'xml-hook',
  'xml-text',
] as const;
/** The kind of a nested type, in the order of Yjs' numbers for them. */
export type SharedType = (typeof sharedTypes)[number];

/** What an item holds; every kind that Yjs knows, allowed or not. */
export type DecodedContent =
  /** Clocks whose content is gone. */
  | { readonly kind: 'deleted' }
  /** The legacy form of array elements. */
  | { readonly kind: 'json'; readonly values: readonly PlainValue[] }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'embed'; readonly value: PlainValue }
  | { readonly kind: 'format'; readonly key: string; readonly value: PlainValue }
  /** `name` only for XML elements and hooks. */
  | { readonly kind: 'type'; readonly type: SharedType; readonly name: string | null }
  /** Array elements: a register's entries are one value each. */
  | { readonly kind: 'any'; readonly values: readonly PlainValue[] }
  | { readonly kind: 'subdocument'; readonly guid: string; readonly options: PlainValue };

/** An item under a root type of this name, or inside the type that another item holds. */
export type DecodedParent = { readonly root: string } | { readonly item: Id };

export interface ItemStruct extends DeleteRange {
  readonly kind: 'item';
  readonly origin: Id | null;
  readonly rightOrigin: Id | null;
  /** Null where an origin is given: the item then has the parent of its origin. */
  readonly parent: DecodedParent | null;
  /** The key in a map. Not written where an origin is given; `isKeyed` tells it then. */
  readonly parentSub: string | null;
  /** Whether the item says that it sits under a key (and so in a map or XML attribute). */
  readonly isKeyed: boolean;
  readonly content: DecodedContent;
}

/** Clocks without any trace (`gc`), or clocks that the update leaves out (`skip`). */
export interface EmptyStruct extends DeleteRange {
  readonly kind: 'gc' | 'skip';
}

export type Struct = ItemStruct | EmptyStruct;

export interface DecodedUpdate {
  /** By client, in the order of the bytes; a client's structs in the order of their clocks. */
  readonly structs: readonly Struct[];
  /** By client, in the order of the bytes. May overlap. */
  readonly deletes: readonly DeleteRange[];
}

/** What one update may be at most. Bytes bound the work, these bound what bytes can be turned into. */
export interface Limits {
  readonly maxBytes: number;
  readonly maxStructs: number;
  readonly maxDeleteRanges: number;
  /** How deep arrays and objects of a value may stand in one another. */
  readonly maxDepth: number;
}

export const defaultLimits: Limits = {
  maxBytes: 16 * 1024 * 1024,
  maxStructs: 200_000,
  maxDeleteRanges: 20_000,
  maxDepth: 8,
};
