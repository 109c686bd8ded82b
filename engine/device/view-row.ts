/** A record as people see it. */
import type { RecordId, SystemColumns, Values } from '../model/index.ts';

/** One record on screen. */
export interface ViewRow {
  readonly entity: string;
  readonly id: RecordId;
  readonly values: Values;
  /** Until a create was accepted, `versionnumber` is 0 and the times are this device's. */
  readonly system: SystemColumns;
  readonly mask: number;
  /** Whether something of it waits to be confirmed. */
  readonly isPending: boolean;
  /** The attributes that hold several values written at the same time; `RecordHandle.conflicts` has them. */
  readonly conflicts: readonly string[];
}
