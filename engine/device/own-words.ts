/**
 * What of an edit is its author's alone, for the day on which the record may not be read any more.
 *
 * Invariant: nothing stays that others wrote: no former values, none that were replaced, and of a text only
 * the words that this author typed, not the text around them.
 */
import type { Value } from '../model/index.ts';
import { withoutReplacedValues } from '../record/index.ts';
import type { DraftOperation, KeptText } from './draft.ts';
import { mendedWords } from './mended-text.ts';
import { type PendingOperation, partsOf } from './outbox-entry.ts';
import { itemsIn } from './update-items.ts';
import { without } from './without.ts';

/** A pending operation with only what its author wrote. */
export function ownWordsOnly(pending: PendingOperation): PendingOperation {
  const wanted: Record<string, Value> = { ...pending.wanted };
  for (const { part, update } of partsOf(pending.operation)) {
    const words = typedIn(update);
    if (part in wanted && words !== undefined) wanted[part] = words || null;
  }
  const intents = Object.entries(pending.intents).map(([part, of]) => [part, of.map(withoutReplacedValues)]);
  return { ...pending, before: {}, wanted, intents: Object.fromEntries(intents) };
}

/** The same of a draft's operation. */
export function ownWordsOfDraft(operation: DraftOperation): DraftOperation {
  const wanted: Record<string, Value> = { ...operation.wanted };
  const texts: Record<string, KeptText> = {};
  for (const [part, kept] of Object.entries(operation.texts)) {
    const typed = typedIn(kept.update) ?? '';
    const { mendedFrom, ...rest } = kept;
    if (mendedFrom === undefined) {
      texts[part] = rest;
      if (part in wanted) wanted[part] = typed || null;
    } else {
      const mended = mendedWords(mendedFrom, String(wanted[part] ?? ''));
      texts[part] = { ...rest, mendedFrom: typed };
      wanted[part] = [typed, mended].filter((words) => words !== '').join(' ') || null;
    }
  }
  return { ...operation, before: {}, wanted, texts };
}

/** The pending operation without what the columns held before, and of their texts only its author's words. */
export function ownWordsIn(pending: PendingOperation, columns: ReadonlySet<string>): PendingOperation {
  const { before, wanted, intents } = ownWordsOnly(pending);
  return {
    ...pending,
    before: replaced(pending.before, before, columns),
    wanted: replaced(pending.wanted, wanted, columns),
    intents: replaced(pending.intents, intents, columns),
  };
}

/** The same of a draft's operation. */
export function ownWordsOfDraftIn(operation: DraftOperation, columns: ReadonlySet<string>): DraftOperation {
  const { before, wanted, texts } = ownWordsOfDraft(operation);
  return {
    ...operation,
    before: replaced(operation.before, before, columns),
    wanted: replaced(operation.wanted, wanted, columns),
    texts: replaced(operation.texts, texts, columns),
  };
}

/** `values`, with those of the columns from `own`, where there are any. */
function replaced<V>(
  values: Readonly<Record<string, V>>,
  own: Readonly<Record<string, V>>,
  columns: ReadonlySet<string>,
): Readonly<Record<string, V>> {
  const kept = Object.entries(own).filter(([name]) => columns.has(name) && name in values);
  return { ...without(values, columns), ...Object.fromEntries(kept) };
}

/** The words that an update of a text inserts; undefined for one of plain values. */
export function typedIn(update: Uint8Array): string | undefined {
  let words = '';
  for (const { content } of itemsIn(update)) {
    if (content.kind === 'string') words += content.text;
    else if (content.kind !== 'deleted') return undefined;
  }
  return words;
}
