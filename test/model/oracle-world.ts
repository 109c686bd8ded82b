/**
 * The raw data that the oracle of authorization judges by: a directory, entities, records, a question.
 *
 * Invariant: nothing in it is derived, indexed or resolved, and its types are its own.
 */

export type Privilege = 'create' | 'read' | 'write' | 'delete' | 'append' | 'append-to' | 'assign' | 'share';
type Level = 'none' | 'user' | 'business-unit' | 'parent-child' | 'organization';
export type Rights = Readonly<Record<string, Readonly<Partial<Record<Privilege, Level>>>>>;

export interface OracleRecord {
  readonly entity: string;
  readonly id: string;
  readonly ownerid: string | null;
  readonly unit: string | null;
  readonly values: Readonly<Record<string, { readonly entity: string; readonly id: string } | string | null>>;
}

export interface OracleWorld {
  readonly units: readonly { readonly id: string; readonly parent: string | null }[];
  readonly users: readonly {
    readonly id: string;
    readonly unit: string;
    readonly disabled: boolean;
    readonly roles: readonly string[];
  }[];
  readonly teams: readonly {
    readonly id: string;
    readonly unit: string;
    readonly kind: 'owner' | 'access';
    readonly isDefault: boolean;
    readonly members: readonly string[];
    readonly roles: readonly string[];
  }[];
  readonly roles: readonly {
    readonly id: string;
    readonly inheritance: 'direct-user-and-team' | 'team-only';
    readonly rights: Rights;
  }[];
  readonly profiles: readonly {
    readonly users: readonly string[];
    readonly teams: readonly string[];
    readonly columns: readonly {
      readonly entity: string;
      readonly attribute: string;
      readonly read: boolean;
      readonly update: boolean;
      readonly create: boolean;
    }[];
  }[];
  readonly entities: readonly {
    readonly name: string;
    readonly ownership: string;
    readonly attributes: readonly {
      readonly name: string;
      readonly type: string;
      readonly secured: boolean;
    }[];
  }[];
  readonly relationships: readonly {
    readonly parent: string;
    readonly child: string;
    readonly attribute: string;
  }[];
  readonly records: readonly OracleRecord[];
}

/** `record` is where the question points: what is not among the records is absent. */
export type OracleOperation =
  | { readonly kind: 'create'; readonly record: OracleRecord; readonly touched: readonly string[] }
  | {
      readonly kind: 'update';
      readonly record: OracleRecord;
      readonly touched: readonly string[];
      readonly after: OracleRecord['values'];
    }
  | { readonly kind: 'delete'; readonly record: OracleRecord }
  | { readonly kind: 'set-state'; readonly record: OracleRecord }
  | { readonly kind: 'assign'; readonly record: OracleRecord; readonly newOwner: string };
