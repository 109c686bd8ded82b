/**
 * What can be done with a draft: mend it, send it again, send it without some attributes, drop it.
 *
 * Invariants: a retried draft is formed on today's base under a new uuid, and its dependents follow in
 * their old order in the same batch; text is formed again character by character, so that it merges instead
 * of replacing, and what was mended of it in the draft is changed of that. A draft whose record or attribute is
 * gone stays.
 */
import * as Y from 'yjs';
import { type ChangeId, type RecordId, RejoinError, type Values } from '../model/index.ts';
import { decodeUpdate, localTransact, reformText } from '../record/index.ts';
import { refuseUnknownAttributes } from '../security/index.ts';
import type { Draft, DraftOperation, KeptText } from './draft.ts';
import { forgetRefused } from './forget-refused.ts';
import {
  captureUpdate,
  checkValues,
  type EditRequest,
  type FormedOperation,
  formOperation,
} from './form-change.ts';
import { addFormed } from './make-edit.ts';
import { mendText } from './mended-text.ts';
import { createdKeys, type OutboxEntry } from './outbox-entry.ts';
import { openView } from './part-doc.ts';
import { lostTexts, writerOf } from './reform-pending.ts';
import { replaceText } from './replace-text.ts';
import type { Step } from './step.ts';
import { partKey, type RecordKey, recordKey } from './storage-keys.ts';
import { viewRecord } from './view-record.ts';
import { without } from './without.ts';

/** The draft of that id. @throws RejoinError `not-found` when it was retried or discarded. */
export function draftOf(step: Step, id: ChangeId): Draft {
  const draft = step.holdings.drafts.get(id);
  if (draft === undefined) throw new RejoinError('not-found', 'this draft was retried or discarded');
  return draft;
}

/** The drafts that build on one, in the order in which they were made. */
export function dependentsOf(step: Step, id: ChangeId): readonly Draft[] {
  return [...step.holdings.drafts.entries()]
    .map(([, draft]) => draft)
    .filter(({ dependsOn }) => dependsOn === id)
    .sort((a, b) => a.order - b.order);
}

/** Changes what a draft wants. Of several records the one is named by its id. */
export function editDraft(step: Step, id: ChangeId, values: Values, record?: RecordId): void {
  const draft = draftOf(step, id);
  const at = draft.operations.findIndex(
    (operation) =>
      (operation.kind === 'create' || operation.kind === 'update') &&
      (record === undefined || operation.id === record),
  );
  const operation = draft.operations[at];
  if (operation === undefined)
    throw new RejoinError('invalid-argument', 'the draft sets no values of this record');
  const checked = checkValues(step, step.entity(operation.entity), values);
  const texts = Object.fromEntries(
    Object.entries(operation.texts).map(([name, kept]) => [name, mended(operation, name, kept, checked)]),
  );
  const edited = { ...operation, wanted: { ...operation.wanted, ...checked }, texts };
  step.holdings.drafts.set(id, { ...draft, operations: draft.operations.with(at, edited) });
}

/** A kept text with what it was mended from, where the values mend it: a form hands in what it showed, too. */
function mended({ wanted }: DraftOperation, name: string, kept: KeptText, values: Values): KeptText {
  const [shown = null, value = shown] = [wanted[name], values[name]];
  if (kept.mendedFrom !== undefined || value === shown) return kept;
  return { ...kept, mendedFrom: String(shown ?? '') };
}

/** Drops a draft; what hangs under it stays, and can be retried or dropped by itself. */
export function discardDraft(step: Step, id: ChangeId): void {
  draftOf(step, id);
  step.holdings.drafts.delete(id);
  for (const dependent of dependentsOf(step, id)) {
    step.holdings.drafts.set(dependent.id, { ...dependent, dependsOn: null });
  }
}

/** Queues a draft again, then what hangs under it. Attributes in `without` are left out. */
export async function retryDraft(step: Step, id: ChangeId, without: readonly string[] = []): Promise<void> {
  const draft = draftOf(step, id);
  const left = new Set(without);
  const operations = draft.operations.map((operation) => leaveOut(operation, left)).filter(isWorthSending);
  step.holdings.drafts.delete(id);
  await queueAgain(step, { ...draft, operations });
  for (const dependent of dependentsOf(step, id)) {
    if ((await obstacleOf(step, dependent)) !== undefined)
      step.holdings.drafts.set(dependent.id, { ...dependent, dependsOn: null });
    else await retryDraft(step, dependent.id);
  }
}

function leaveOut(operation: DraftOperation, names: ReadonlySet<string>): DraftOperation {
  if (names.size === 0) return operation;
  const { wanted, texts } = operation;
  return { ...operation, wanted: without(wanted, names), texts: without(texts, names) };
}

function isWorthSending({ kind, wanted, texts }: DraftOperation): boolean {
  return kind !== 'update' || Object.keys(wanted).length > 0 || Object.keys(texts).length > 0;
}

/** The key of a record that the draft changes and that is not on this device any more. */
async function missingRecord(step: Step, draft: Draft): Promise<RecordKey | undefined> {
  const created = new Set<RecordKey>();
  for (const { kind, entity, id } of draft.operations) {
    const key = recordKey(entity, id);
    if (kind === 'create') created.add(key);
    else if (!created.has(key) && (await viewRecord(step, key)) === undefined) return key;
  }
  return undefined;
}

/** Why the draft can't be queued as it is; undefined where it can. */
async function obstacleOf(step: Step, draft: Draft): Promise<RejoinError | undefined> {
  if ((await missingRecord(step, draft)) !== undefined) {
    return new RejoinError(
      'record-gone',
      'the record of this draft is gone; copy what you wrote, or discard it',
    );
  }
  try {
    for (const operation of draft.operations) checkOperation(step, operation);
  } catch (error) {
    if (error instanceof RejoinError) return error;
    throw error;
  }
  return undefined;
}

/** @throws RejoinError where the metadata has no place for what is wanted. */
function checkOperation(step: Step, { entity, wanted, texts }: DraftOperation): void {
  const index = step.entity(entity);
  const names = Object.keys(texts);
  const unknown = refuseUnknownAttributes(step.principal, index, names);
  if (unknown !== undefined) throw new RejoinError(unknown.code, unknown.reason);
  const other = names.find((name) => index.part(name)?.kind !== 'text');
  if (other !== undefined)
    throw new RejoinError('attribute-removed', `${other} is not a text any more; copy what you wrote of it`);
  checkValues(step, index, plainOf(wanted, texts));
}

/** The values that are wanted of other attributes than texts. */
function plainOf(wanted: Values, texts: DraftOperation['texts']): Values {
  return without(wanted, new Set(Object.keys(texts)));
}

async function queueAgain(step: Step, draft: Draft): Promise<void> {
  const obstacle = await obstacleOf(step, draft);
  if (obstacle !== undefined) throw obstacle;
  let entry: OutboxEntry | undefined;
  for (const operation of draft.operations) {
    for (const formed of await formDraft(step, operation)) {
      entry = addFormed(step, formed, entry ?? { grouped: draft.grouped });
    }
  }
  if (entry === undefined) return;
  for (const key of createdKeys(entry)) step.touched.add(key);
}

async function formDraft(step: Step, operation: DraftOperation): Promise<FormedOperation[]> {
  const key = recordKey(operation.entity, operation.id);
  step.touched.add(key);
  const formed: FormedOperation[] = [];
  // A refused create has left nothing at the relay that this could be formed on.
  if (operation.kind === 'create' && step.row(key) === undefined) forgetRefused(step, key);
  const request = requestOf(operation, key, plainOf(operation.wanted, operation.texts));
  const plain = request === undefined ? undefined : await formOperation(step, request);
  if (plain !== undefined) formed.push(plain);
  for (const [part, kept] of Object.entries(operation.texts)) {
    formed.push(await formText(step, operation, part, kept));
  }
  return formed;
}

function requestOf(operation: DraftOperation, key: RecordKey, values: Values): EditRequest | undefined {
  const { kind, ownerid, statecode } = operation;
  switch (kind) {
    case 'create':
      return { kind, key, values, ownerid };
    case 'update':
      return { kind, key, values };
    case 'delete':
      return { kind, key };
    case 'set-state':
      return statecode === null ? undefined : { kind, key, statecode };
    case 'assign':
      return ownerid === null ? undefined : { kind, key, ownerid };
  }
}

async function formText(
  step: Step,
  { entity, id, before, wanted }: DraftOperation,
  part: string,
  kept: KeptText,
): Promise<FormedOperation> {
  const key = recordKey(entity, id);
  const place = partKey(key, part);
  const decoded = decodeUpdate(kept.update);
  if (!decoded.ok) throw new RejoinError(decoded.refusal.code, decoded.refusal.reason);
  step.writeBeside(place);
  const { doc, epoch } = await openView(step, key, part);
  const start = Y.getState(doc.store, step.clientId);
  const lost = lostTexts(step, key, part);
  const from = writerOf(decoded.update) ?? kept.clientId;
  const typed = reformText(decoded.update, doc, from, step.clientId, start, { lost });
  const update = mend(step, doc, typed, { part, kept, wanted });
  step.documents.push({ place, update });
  const operation = { kind: 'update' as const, entity, id, parts: [{ part, epoch, update }] };
  const value = { before: { [part]: before[part] ?? null }, wanted: { [part]: wanted[part] ?? null } };
  return { pending: { operation, ...value, intents: {} }, stamp: step.clock.next(), reform: null };
}

/** What was typed, with what its author mended of it in the draft. */
function mend(
  step: Step,
  doc: Y.Doc,
  typed: Uint8Array,
  { part, kept, wanted }: { part: string; kept: KeptText; wanted: Values },
): Uint8Array {
  const { mendedFrom } = kept;
  if (mendedFrom === undefined) return typed;
  Y.applyUpdate(doc, typed);
  const text = doc.getText(part);
  const whole = mendText(text.toString(), mendedFrom, String(wanted[part] ?? ''));
  const update = captureUpdate(doc, () => localTransact(doc, step.clientId, () => replaceText(text, whole)));
  return update === undefined ? typed : Y.mergeUpdates([typed, update]);
}
