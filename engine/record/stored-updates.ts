/**
 * What is stored of a part: a snapshot and the updates since. How large it is, and how it becomes a document.
 */
import * as Y from 'yjs';

export interface StoredUpdates {
  /** V2; none where the part began with its updates. */
  readonly snapshot?: Uint8Array | null | undefined;
  /** V1, in their order. */
  readonly updates: readonly Uint8Array[];
}

/** What it takes in storage, in bytes. */
export function storedBytes({ snapshot, updates }: StoredUpdates): number {
  return updates.reduce((bytes, update) => bytes + update.length, snapshot?.length ?? 0);
}

/**
 * Applies what is stored in one transaction: most of what a small update costs is the transaction around it.
 * It is not a local one, in which Yjs would clean up formatting. Throws what Yjs throws at bytes that it can't read.
 */
export function loadDoc(doc: Y.Doc, { snapshot, updates }: StoredUpdates): void {
  const apply = (): void => {
    if (snapshot) Y.applyUpdateV2(doc, snapshot);
    for (const update of updates) Y.applyUpdate(doc, update);
  };
  Y.transact(doc, apply, null, false);
}
