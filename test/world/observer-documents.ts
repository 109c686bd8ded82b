/**
 * The observer's reading of documents, with plain Yjs: live register entries, text, and what a state
 * comes to when it is built again with garbage collection on.
 */
import * as Y from 'yjs';

/** A stored document: a state (V2), if there is one, and updates (V1) behind it. */
export interface StoredDocument {
  readonly state: Uint8Array | null;
  readonly updates: readonly Uint8Array[];
}

/** What of a document must be equal everywhere. */
export interface DocumentContent {
  /** By root: live entries as JSON, sorted; or the text. */
  readonly roots: Readonly<Record<string, readonly string[] | string>>;
  /** `client:clock` of each client, sorted. */
  readonly vector: string;
  /** Whether something in it waits for what never came. */
  readonly isPending: boolean;
}

export function openDocument({ state, updates }: StoredDocument): Y.Doc {
  const doc = new Y.Doc({ guid: 'observed' });
  if (state !== null) Y.applyUpdateV2(doc, state);
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

/** The content of a document. `kind` says how its roots are read. */
export function contentOf(doc: Y.Doc, kind: 'registers' | 'text'): DocumentContent {
  const roots: Record<string, readonly string[] | string> = {};
  for (const name of [...doc.share.keys()].sort()) {
    if (kind === 'text') {
      const text = doc.getText(name).toString();
      if (text !== '') roots[name] = text;
      continue;
    }
    const entries = doc.getArray(name).toArray();
    if (entries.length > 0) roots[name] = entries.map((entry) => JSON.stringify(entry)).sort();
  }
  const vector = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b);
  return {
    roots,
    vector: vector.map(([client, clock]) => `${client}:${clock}`).join(' '),
    isPending: doc.store.pendingStructs !== null || doc.store.pendingDs !== null,
  };
}

/** The texts and values that an update inserts, deleted in itself or not. */
export function insertedBy(update: Uint8Array): string[] {
  const found: string[] = [];
  for (const struct of Y.decodeUpdate(update).structs) {
    if (!('content' in struct)) continue;
    const { content } = struct;
    if (content instanceof Y.ContentAny) {
      for (const entry of content.arr) {
        const value: unknown = Array.isArray(entry) ? entry[0] : entry;
        if (typeof value === 'string') found.push(value);
      }
    } else if (content instanceof Y.ContentString) found.push(content.str);
  }
  return found;
}
