/**
 * What of an edit is its author's alone, for the day on which the record may not be read any more.
 *
 * Invariant: nothing stays that others wrote: no former values, and of a text only the words that this
 * author typed, not the text around them.
 */
import type { Value, Values } from '../model/index.ts';
import { decodeUpdate } from '../record/index.ts';
import type { DraftOperation } from './draft.ts';
import { type PendingOperation, partsOf } from './outbox-entry.ts';

/** A pending operation with only what its author wrote. */
export function ownWordsOnly(pending: PendingOperation): PendingOperation {
  const updates = partsOf(pending.operation).map(({ part, update }) => [part, update] as const);
  return { ...pending, before: {}, wanted: ownValues(pending.wanted, updates) };
}

/** The same of a draft's operation. */
export function ownWordsOfDraft(operation: DraftOperation): DraftOperation {
  const updates = Object.entries(operation.texts).map(([part, { update }]) => [part, update] as const);
  return { ...operation, before: {}, wanted: ownValues(operation.wanted, updates) };
}

/** The pending operation without what the columns held before, and of their texts only its author's words. */
export function ownWordsIn(pending: PendingOperation, columns: ReadonlySet<string>): PendingOperation {
  const { before, wanted } = ownWordsOnly(pending);
  return {
    ...pending,
    before: replaced(pending.before, before, columns),
    wanted: replaced(pending.wanted, wanted, columns),
  };
}

/** The same of a draft's operation. */
export function ownWordsOfDraftIn(operation: DraftOperation, columns: ReadonlySet<string>): DraftOperation {
  const { before, wanted } = ownWordsOfDraft(operation);
  return {
    ...operation,
    before: replaced(operation.before, before, columns),
    wanted: replaced(operation.wanted, wanted, columns),
  };
}

/** `values`, with those of the columns from `own`, where there are any. */
function replaced(values: Values, own: Values, columns: ReadonlySet<string>): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      !columns.has(name) ? [[name, value]] : name in own ? [[name, own[name] ?? null]] : [],
    ),
  );
}

function ownValues(wanted: Values, updates: readonly (readonly [string, Uint8Array])[]): Values {
  const values: Record<string, Value> = { ...wanted };
  for (const [part, update] of updates) {
    if (!(part in values)) continue;
    const words = typedIn(update);
    if (words !== undefined) values[part] = words.slice(0, 2_000) || null;
  }
  return values;
}

/** The words that an update of a text inserts; undefined for one of plain values. */
export function typedIn(update: Uint8Array): string | undefined {
  const decoded = decodeUpdate(update);
  if (!decoded.ok) return '';
  let words = '';
  for (const struct of decoded.update.structs) {
    if (struct.kind !== 'item') continue;
    if (struct.content.kind === 'string') words += struct.content.text;
    else if (struct.content.kind !== 'deleted') return undefined;
  }
  return words;
}
