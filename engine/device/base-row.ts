/**
 * The base of a record on this device: what the relay has confirmed, without its documents.
 *
 * Invariant: `values` are the relay's; `parts` says of each document which epoch the stored bytes are
 * of, and how many updates lie behind its stored state, so that the next one can be appended unread.
 */
import type { RecordId, SystemColumns, Values } from '../model/index.ts';
import type { CarryMap, Placeholder } from '../record/index.ts';

/** What is stored of one document. */
export interface HeldPart {
  readonly epoch: number;
  /** Whether a state is stored; a part that began with an update has none yet. */
  readonly hasState: boolean;
  /** How many updates are stored behind it. */
  readonly updates: number;
}

export interface BaseRow {
  readonly entity: string;
  readonly id: RecordId;
  readonly system: SystemColumns;
  readonly values: Values;
  /** What the user may do with it: bit i stands for privilege i. */
  readonly mask: number;
  /** Why it is in scope: 0 selected, else the number of the association that brought it. */
  readonly via: number;
  readonly parts: Readonly<Record<string, HeldPart>>;
  /** The attributes that hold several values written at the same time; absent where none does. */
  readonly conflicts?: readonly string[];
  /** Out of scope, but kept until the changes that touch it are decided. */
  readonly isLeaving: boolean;
}

/** Whether a restored relay may have lost what is held of the record: until it says what it has, it has no version. */
export function isDoubted(row: BaseRow | undefined): boolean {
  return row?.system.versionnumber === 0;
}

/** Beyond this many updates a part's state is written anew. */
export const MAX_HELD_UPDATES = 32;

/** What refused changes of this device left in one part. */
export interface RefusedPart {
  readonly epoch: number;
  readonly placeholders: readonly Placeholder[];
  readonly carry: CarryMap;
}
