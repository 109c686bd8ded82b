/** What the relay's feed says of one entry of its audit, as far as the page uses it. */

export interface FeedRecord {
  readonly entity: string;
  readonly entityLabel: string;
  readonly id: string;
  /** As people call it; null where it has no name. */
  readonly name: string | null;
  /** Labels of what changed, or was to. */
  readonly attributes: readonly string[];
}

export interface FeedEntry {
  /** Batch and position in the log: one of each. */
  readonly place: string;
  /** ISO 8601. */
  readonly time: string;
  readonly kind: string;
  readonly sequence?: number;
  readonly userName?: string;
  readonly code?: string;
  readonly operations?: readonly { readonly kind: string }[];
  readonly about: readonly FeedRecord[];
  /** Labels of what the refusal is about. */
  readonly refused: readonly string[];
  readonly rights: readonly {
    readonly users: readonly string[];
    readonly label: string;
    readonly mayUpdate: boolean;
  }[];
  readonly isImport: boolean;
}
