/**
 * Which registers of a part have several live entries: values written without knowing of each other.
 *
 * Invariant: nothing that was written at the same time is hidden; a conflict ends only when someone
 * writes the attribute again.
 */
import type * as Y from 'yjs';
import type { PartLayout } from '../model/index.ts';
import { readRegister, rootOf } from './register.ts';
import type { RegisterEntry } from './register-entry.ts';

export interface Conflict {
  readonly attribute: string;
  /** At least two, the winner first. */
  readonly entries: readonly RegisterEntry[];
}

/** The conflicts of a part. Text parts have none: texts merge. */
export function conflictsOf(doc: Y.Doc, layout: PartLayout): Conflict[] {
  if (layout.kind === 'text') return [];
  return [...layout.roots.keys()]
    .map((attribute) => ({ attribute, entries: readRegister(rootOf(doc, attribute)).entries }))
    .filter(({ entries }) => entries.length > 1);
}
