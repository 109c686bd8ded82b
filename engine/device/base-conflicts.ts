/**
 * The conflicts of a record's base: attributes of which the relay holds several values, written without knowing of
 * each other. Kept beside the row, so that lists show them of records that nobody opens.
 *
 * Invariant: those of the stored documents, told anew with every part that changes.
 */
import { conflictedRegisters } from '../record/index.ts';
import type { BaseRow } from './base-row.ts';
import type { Step } from './step.ts';

/** The row with the conflicts of the parts named as they are stored now; those of other parts stay. */
export async function withConflicts(step: Step, row: BaseRow, parts: readonly string[]): Promise<BaseRow> {
  const entity = step.metadata.entity(row.entity);
  const { conflicts: before = [], ...rest } = row;
  const conflicts = new Set(before);
  for (const part of parts) {
    const layout = entity?.part(part);
    if (layout === undefined || layout.kind === 'text') continue;
    for (const attribute of layout.roots.keys()) conflicts.delete(attribute);
    for (const attribute of conflictedRegisters(await step.readPart(row, part))) {
      if (layout.roots.has(attribute)) conflicts.add(attribute);
    }
  }
  return conflicts.size === 0 ? rest : { ...rest, conflicts: [...conflicts].sort() };
}
