/**
 * Takes over published metadata and the user's resolved rights.
 *
 * Invariant: what may no longer be read goes first, in the same batch: when read on a column ends, its
 * part, its value in rows, and its former values in drafts and pending changes are removed; what the
 * author wrote stays.
 */
import type { Values } from '../model/index.ts';
import type { MetadataMessage } from '../protocol/index.ts';
import { readableParts } from '../security/index.ts';
import type { BaseRow } from './base-row.ts';
import { indexOf } from './holdings.ts';
import type { Step } from './step.ts';

/** Applies a metadata message. */
export function applyMetadata(step: Step, message: MetadataMessage): void {
  const lost = lostColumns(step, message);
  const { version: metadataVersion, filterVersion, metadata, principal } = message;
  step.holdings.metadata.set('', { metadata });
  step.holdings.principal.set('', principal);
  step.change({ metadataVersion, filterVersion });
  for (const [entity, columns] of lost) forgetColumns(step, entity, columns);
}

/** By entity, the secured columns that could be read and can't be any more. */
function lostColumns(step: Step, { metadata, principal }: MetadataMessage): Map<string, ReadonlySet<string>> {
  const heldMetadata = step.holdings.metadata.get('');
  const heldPrincipal = step.holdings.principal.get('');
  const lost = new Map<string, ReadonlySet<string>>();
  if (heldMetadata === undefined || heldPrincipal === undefined) return lost;
  const [before, after] = [indexOf(heldMetadata), indexOf({ metadata })];
  for (const { name } of heldMetadata.metadata.entities) {
    const [old, now] = [before.entity(name), after.entity(name)];
    if (old === undefined) continue;
    const readable = now === undefined ? new Set<string>() : readableParts(principal, now);
    const columns = [...readableParts(heldPrincipal, old)].filter(
      (part) => old.part(part)?.secured === true && !readable.has(part),
    );
    if (columns.length > 0) lost.set(name, new Set(columns));
  }
  return lost;
}

function forgetColumns(step: Step, entity: string, columns: ReadonlySet<string>): void {
  for (const [, row] of [...step.holdings.rows.entries(`${entity}/`)]) {
    for (const part of columns) step.removePart(row, part);
    const parts = Object.fromEntries(Object.entries(row.parts).filter(([part]) => !columns.has(part)));
    const forgotten: BaseRow = { ...row, values: without(row.values, columns), parts };
    step.putRow(forgotten);
    step.hasRemoved = true;
  }
  for (const entry of step.outbox()) {
    const operations = entry.operations.map((pending) =>
      pending.operation.entity === entity
        ? { ...pending, before: without(pending.before, columns) }
        : pending,
    );
    step.putEntry({ ...entry, operations });
  }
  for (const [id, draft] of [...step.holdings.drafts.entries()]) {
    const operations = draft.operations.map((operation) =>
      operation.entity === entity ? { ...operation, before: without(operation.before, columns) } : operation,
    );
    step.holdings.drafts.set(id, { ...draft, operations });
  }
}

function without(values: Values, names: ReadonlySet<string>): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
}
