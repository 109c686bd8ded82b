/**
 * Takes over published metadata and the user's resolved rights.
 *
 * Invariant: what may no longer be read goes first, in the same batch: when read on a column ends, its
 * part, its value in rows, and its former values in drafts and pending changes are removed; what the
 * author wrote stays. What is unsent of an entity that the metadata has no more becomes a draft.
 */
import type { MetadataMessage } from '../protocol/index.ts';
import { readableParts, scopeHashInput } from '../security/index.ts';
import { buildAgain } from './build-again.ts';
import { indexOf } from './holdings.ts';
import { isUnanswered, isUnsent } from './outbox-entry.ts';
import { ownWordsIn, ownWordsOfDraftIn } from './own-words.ts';
import { ENTITY_GONE, hide, rollBack } from './roll-back.ts';
import type { Step } from './step.ts';
import { without } from './without.ts';

/** Applies a metadata message. */
export async function applyMetadata(step: Step, message: MetadataMessage): Promise<void> {
  await withdrawUnknown(step, message);
  const lost = loseRights(step, message);
  const { version: metadataVersion, filterVersion, metadata, principal } = message;
  step.holdings.metadata.set('', { metadata });
  step.holdings.principal.set('', principal);
  step.change({ metadataVersion, filterVersion });
  for (const [entity, columns] of lost) forgetColumns(step, entity, columns);
}

/**
 * Has the views of entities that go or come made anew, and makes drafts of what is unsent of those that
 * go: under the metadata that still says what is in it.
 */
async function withdrawUnknown(step: Step, { metadata }: MetadataMessage): Promise<void> {
  const held = step.holdings.metadata.get('');
  if (held === undefined) return;
  const [before, after] = [indexOf(held), indexOf({ metadata })];
  const isGone = (entity: string): boolean => after.entity(entity) === undefined;
  for (const [key, { entity }] of step.holdings.rows.entries()) {
    if (isGone(entity) !== (before.entity(entity) === undefined)) step.touched.add(key);
  }
  for (const { order } of step.outbox()) {
    const entry = step.entry(order);
    if (entry === undefined || !entry.operations.some(({ operation }) => isGone(operation.entity))) continue;
    step.touch(entry);
    if (isUnsent(entry)) await rollBack(step, entry, ENTITY_GONE);
    else if (isUnanswered(entry)) hide(step, entry);
  }
}

/**
 * What other rights take away: gives, by entity, the secured columns that can't be read any more.
 *
 * An entity of which other rights hold now is held under no scope hash, until the range that brings it anew says the
 * next one. If none comes before the connection ends, it is sent whole at the next one, even where the former rights
 * are back by then.
 */
function loseRights(step: Step, { metadata, principal }: MetadataMessage): Map<string, ReadonlySet<string>> {
  const heldMetadata = step.holdings.metadata.get('');
  const heldPrincipal = step.holdings.principal.get('');
  const lost = new Map<string, ReadonlySet<string>>();
  if (heldMetadata === undefined || heldPrincipal === undefined) return lost;
  const [before, after] = [indexOf(heldMetadata), indexOf({ metadata })];
  const entities = { ...step.state.entities };
  for (const { name } of heldMetadata.metadata.entities) {
    const [old, now] = [before.entity(name), after.entity(name)];
    if (old === undefined) continue;
    const isSame = now && scopeHashInput(heldPrincipal, old) === scopeHashInput(principal, now);
    if (name in entities && !isSame) entities[name] = { scopeHash: new Uint8Array(), after: null };
    const readable = now === undefined ? new Set<string>() : readableParts(principal, now);
    const columns = [...readableParts(heldPrincipal, old)].filter(
      (part) => old.part(part)?.secured === true && !readable.has(part),
    );
    if (columns.length > 0) lost.set(name, new Set(columns));
  }
  step.change({ entities });
  return lost;
}

function forgetColumns(step: Step, entity: string, columns: ReadonlySet<string>): void {
  step.hasRemoved = true;
  for (const [key, row] of [...step.holdings.rows.entries(`${entity}/`)]) {
    for (const part of columns) step.removePart(row, part);
    buildAgain(step, key, columns);
    const conflicts = row.conflicts?.filter((attribute) => !columns.has(attribute)) ?? [];
    const kept = { values: without(row.values, columns), parts: without(row.parts, columns), conflicts };
    step.putRow({ ...row, ...kept });
  }
  for (const entry of step.outbox()) {
    const operations = entry.operations.map((pending) =>
      pending.operation.entity === entity ? ownWordsIn(pending, columns) : pending,
    );
    step.putEntry({ ...entry, operations });
  }
  for (const [id, draft] of [...step.holdings.drafts.entries()]) {
    const operations = draft.operations.map((operation) =>
      operation.entity === entity ? ownWordsOfDraftIn(operation, columns) : operation,
    );
    step.holdings.drafts.set(id, { ...draft, operations });
  }
}
