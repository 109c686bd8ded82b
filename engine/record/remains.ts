/**
 * What a refused change leaves behind in a part: placeholders for its structs, and for its register
 * writes what they had deleted. Kept by relay and device alike.
 *
 * Invariant: no content of the refused change is in it, and it lies in no document until a later
 * change of the same device is accepted.
 */
import type { DeleteRange, Id } from './decoded-update.ts';

/** An inserted struct with its content erased: ids, origins and length. */
export interface Placeholder extends DeleteRange {
  readonly origin: Id | null;
  readonly rightOrigin: Id | null;
  /** The attribute in whose root it lies. */
  readonly root: string;
  /** The number of the refused change. */
  readonly number: number;
  readonly isText: boolean;
}

/** Refused clocks, and what a register write had deleted: what later changes in flight may build on. */
export interface CarryEntry extends DeleteRange {
  /** The number of the refused change. */
  readonly number: number;
  /** The attribute that it wrote. */
  readonly root: string;
  /** What the write had deleted in that register, entries refused earlier among it; of a text nothing. */
  readonly deletes: readonly DeleteRange[];
}

/** Of one device in one part. Outlives the placeholders: kept until the device knew the verdict. */
export type CarryMap = readonly CarryEntry[];
