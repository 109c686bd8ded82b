/**
 * What `authorize` is asked and what it answers, as types.
 *
 * Invariant: a refusal says nothing about a record or column that the principal may not read; the
 * trace may, so it goes to operators only.
 */
import type {
  BusinessUnitId,
  Code,
  MetadataIndex,
  OwnerId,
  RecordId,
  Row,
  StateCode,
  Values,
} from '../model/index.ts';
import type { Grant, Principal, Privilege, RecordOwner } from './principal.ts';

/** One operation of a change. `row` is the record as it is; undefined where there is none. */
export type AuthorizeOperation =
  | {
      readonly kind: 'create';
      readonly entity: string;
      readonly id: RecordId;
      /** As the record will have it. */
      readonly owner: RecordOwner;
      /** The values that it will have. */
      readonly values: Values;
      /** The attributes that the change touches. */
      readonly attributes: readonly string[];
    }
  | {
      readonly kind: 'update';
      readonly row: Row | undefined;
      /** The attributes that the change touches. */
      readonly attributes: readonly string[];
      readonly before: Values;
      readonly after: Values;
    }
  | { readonly kind: 'delete'; readonly row: Row | undefined }
  | { readonly kind: 'set-state'; readonly row: Row | undefined; readonly statecode: StateCode }
  | { readonly kind: 'assign'; readonly row: Row | undefined; readonly newOwner: OwnerId };

/** Who can own records: an enabled user or an owner team. */
export interface Owner {
  readonly kind: 'user' | 'team';
  readonly unit: BusinessUnitId;
  /**
   * What the owner may do itself. Absent only on a device, which does not know the rights of others:
   * whether a new owner could read the record is then left to the relay.
   */
  readonly principal?: Principal;
}

/** What `authorize` looks up: today's rows, with what the same change did before. */
export interface AuthorizeWorld {
  readonly metadata: MetadataIndex;
  /** The record, or a directory entry (`user`, `team`, `businessunit`) as a row. */
  lookup(entity: string, id: string): Row | undefined;
  /** Whether any record is related to this one as a child, by a relationship that restricts. */
  hasChildren(entity: string, id: RecordId): boolean;
  /** Undefined for what can not own records; see `ownerIn`. */
  owner(id: OwnerId): Owner | undefined;
  /**
   * The records whose lookups name this one. Asked only for entities of `none` ownership, which are
   * readable through what they are related to; where absent, only their own lookups count.
   */
  referrers?(entity: string, id: RecordId): Iterable<Row>;
}

export interface AuthorizeOptions {
  /** Record the rules that led to the decision. Off by default: it costs far more than the decision. */
  readonly trace?: boolean;
}

/** Why access was found: through who owns the record, how far a level reaches, or a related record. */
export type Ground = 'ownership' | 'level' | 'relation';

/** One rule that was tried. */
export type TraceStep =
  | {
      readonly rule: 'access';
      readonly privilege: Privilege;
      readonly entity: string;
      /** Gate 1: the grants of the privilege, at any level. */
      readonly held: readonly Grant[];
      /** Gate 2: those of them that reach the record. */
      readonly reaching: readonly Grant[];
      readonly ground: Ground | null;
    }
  | {
      readonly rule: 'record' | 'owner' | 'new-owner-reads' | 'children';
      readonly entity: string;
      readonly passed: boolean;
    }
  | {
      readonly rule: 'known-columns' | 'column-update' | 'column-create' | 'reference';
      readonly entity: string;
      readonly attributes: readonly string[];
      readonly passed: boolean;
    };

export type Decision =
  | { readonly allowed: true; readonly trace: readonly TraceStep[] }
  | {
      readonly allowed: false;
      readonly code: Code;
      readonly reason: string;
      readonly attributes?: readonly string[];
      readonly trace: readonly TraceStep[];
    };
