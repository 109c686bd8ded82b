/**
 * Rows: the plain values of a record, and the system columns that the relay governs beside them.
 *
 * Invariant: every value in a row is canonical (`check-value`), so rows compare by plain equality
 * of their canonical JSON.
 */
import type { BusinessUnitId, RecordId, SequenceNumber, TeamId, UserId } from './ids.ts';

/** A reference to a record of another entity (or to a user, team or business unit). */
export interface Lookup {
  readonly entity: string;
  readonly id: string;
}

/** The canonical value of one attribute; a memo's is its plain text (at most 2,000 characters). */
export type Value = string | number | boolean | null | Lookup;

/** Values by logical name; an attribute that was never set is absent, which means null. */
export type Values = Readonly<Record<string, Value>>;

/** Who owns a record: a user, an owner team, or nobody (by the entity's ownership type). */
export type OwnerId = UserId | TeamId;

/** `active` or `inactive`; only a set-state operation moves it. */
export type StateCode = 'active' | 'inactive';

/** What the relay governs of a record; never in its documents. Times are milliseconds since 1970. */
export interface SystemColumns {
  readonly versionnumber: SequenceNumber;
  readonly createdon: number;
  readonly createdby: UserId;
  readonly modifiedon: number;
  readonly modifiedby: UserId;
  /** Null where the entity's ownership type knows no owner. */
  readonly ownerid: OwnerId | null;
  /** Null for `organization` and `none` ownership. */
  readonly owningbusinessunit: BusinessUnitId | null;
  readonly statecode: StateCode;
}

/** A record as the relay knows it: where it is, its governed columns, its derived values. */
export interface Row {
  readonly entity: string;
  readonly id: RecordId;
  readonly system: SystemColumns;
  readonly values: Values;
}

/** The longest plain form of a text that a row holds, in UTF-16 units. */
export const ROW_TEXT_LENGTH = 2_000;
