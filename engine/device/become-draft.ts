/**
 * A change leaves the outbox and becomes a draft, in the same batch.
 *
 * Invariant: everything that its author wrote is in the draft. Refused changes of one text fold into
 * one draft, as far as that can be sent, so that a sentence typed over a minute is not ten drafts.
 */
import * as Y from 'yjs';
import type { ChangeId } from '../model/index.ts';
import { maxFoldedBytes } from './change-size.ts';
import { closeGap } from './close-gap.ts';
import type { Draft, DraftOperation, DraftReason, KeptText } from './draft.ts';
import {
  isTextUpdate,
  type OutboxEntry,
  type PendingOperation,
  partsOf,
  referredKeys,
} from './outbox-entry.ts';
import { typedIn } from './own-words.ts';
import { passOnOverwrites } from './pass-on-overwrites.ts';
import type { Step } from './step.ts';
import { recordKey } from './storage-keys.ts';

/** Takes the entry away and keeps it as a draft. Returns the draft's id. */
export function toDraft(
  step: Step,
  entry: OutboxEntry,
  why: DraftReason,
  dependsOn: ChangeId | null = null,
): ChangeId {
  step.removeEntry(entry);
  passOnOverwrites(step, entry);
  step.touch(entry);
  const draft: Draft = {
    id: entry.uuid,
    order: entry.order,
    since: Math.floor(step.clock.now()),
    why,
    dependsOn: dependsOn ?? baseDraftOf(step, entry),
    grouped: entry.grouped,
    operations: entry.operations.map((pending) => draftOperation(entry, pending)),
  };
  const folded = foldTexts(step, draft);
  step.holdings.drafts.set(folded.id, folded);
  return folded.id;
}

/** The same with an entry that was in the queue and is not sent, and stands in the clocks of what follows. */
export function withdraw(
  step: Step,
  entry: OutboxEntry,
  why: DraftReason,
  dependsOn: ChangeId | null = null,
): ChangeId {
  const draft = toDraft(step, entry, why, dependsOn);
  closeGap(step, entry);
  return draft;
}

function draftOperation(entry: OutboxEntry, pending: PendingOperation): DraftOperation {
  const { operation, before, wanted } = pending;
  const { kind, entity, id } = operation;
  const texts: Record<string, KeptText> = {};
  for (const { part, update } of partsOf(operation)) {
    if (isTextUpdate(pending, part)) texts[part] = { clientId: entry.clientId, update };
  }
  return {
    ...{ kind, entity, id, before, wanted, texts },
    ownerid: operation.kind === 'assign' || operation.kind === 'create' ? operation.ownerid : null,
    statecode: operation.kind === 'set-state' ? operation.statecode : null,
  };
}

/** The draft that creates a record which the change names, if there is one. */
export function baseDraftOf(step: Step, entry: OutboxEntry): ChangeId | null {
  const named = referredKeys(entry.operations);
  for (const [, draft] of step.holdings.drafts.entries()) {
    if (draft.id === entry.uuid) continue;
    const creates = draft.operations.filter(({ kind }) => kind === 'create');
    if (creates.some(({ entity, id }) => named.has(recordKey(entity, id)))) return draft.id;
  }
  return null;
}

/** Joins the draft to the newest older one of the same text and nothing else, if there is one and it fits. */
function foldTexts(step: Step, draft: Draft): Draft {
  const text = onlyText(draft);
  if (text === undefined) return draft;
  const [newest] = [...step.holdings.drafts.entries()]
    .map(([, other]) => other)
    .filter((other) => other.order <= draft.order && isOfText(onlyText(other), text))
    .sort((a, b) => b.order - a.order);
  const older = newest === undefined ? undefined : onlyText(newest);
  if (newest === undefined || older === undefined) return draft;
  const update = Y.mergeUpdates([older.kept.update, text.kept.update]);
  if (update.length > maxFoldedBytes(step.state)) return draft;
  const operation: DraftOperation = {
    ...older.operation,
    wanted: { [text.part]: wantedByBoth(older, text) },
    texts: { [text.part]: { ...text.kept, update } },
  };
  // That it hangs on what it is folded into says nothing; why that was refused does.
  const why = draft.why.code === 'depends-on-rejected' ? newest.why : draft.why;
  return { ...newest, since: draft.since, why, operations: [operation] };
}

/** Whether both were typed in one text under one client id. */
function isOfText(other: OnlyText | undefined, { operation, part, kept }: OnlyText): boolean {
  if (other?.operation.id !== operation.id || other.part !== part) return false;
  return other.kept.clientId === kept.clientId;
}

/**
 * What a folded draft shows. The later text was typed without the earlier, where that had been taken out
 * by then; so that no words are given up unseen, they are put together.
 */
function wantedByBoth(older: OnlyText, newer: OnlyText): string | null {
  const [before, after] = [older, newer].map(({ operation, part }) => String(operation.wanted[part] ?? ''));
  const isShown = after?.includes(typedIn(older.kept.update) ?? '') === true;
  const both = isShown ? after : `${before}${typedIn(newer.kept.update) ?? ''}`;
  return both || null;
}

interface OnlyText {
  readonly operation: DraftOperation;
  readonly part: string;
  readonly kept: KeptText;
}

function onlyText(draft: Draft): OnlyText | undefined {
  const [operation, ...more] = draft.operations;
  if (operation === undefined || more.length > 0 || operation.kind !== 'update') return undefined;
  const [text, ...others] = Object.entries(operation.texts);
  if (text === undefined || others.length > 0) return undefined;
  const [part, kept] = text;
  // What was mended is mended of what that draft showed.
  if (kept.mendedFrom !== undefined) return undefined;
  return Object.keys(operation.wanted).every((name) => name === part) ? { operation, part, kept } : undefined;
}
