/**
 * Rollback: a refused change is taken out, and everything else stays as it was.
 *
 * What people see becomes base + placeholders + the remaining pending changes, unchanged: ids stay,
 * nothing is rewritten. Invariants: draft, placeholders, carry maps and the removal are one batch; what
 * does not depend on the refused change is neither touched nor made a draft.
 */
import type { PartUpdate, Rejected } from '../protocol/index.ts';
import {
  type DecodedUpdate,
  decodeUpdate,
  encodeUpdate,
  type Id,
  type ItemStruct,
  type Placeholder,
  placeholdersOf,
  usesRefused,
} from '../record/index.ts';
import { toDraft, withdraw } from './become-draft.ts';
import { closeGap } from './close-gap.ts';
import type { DraftReason } from './draft.ts';
import {
  createdKeys,
  isUnsent,
  type OutboxEntry,
  operationKey,
  type PendingOperation,
  partsOf,
  referredKeys,
} from './outbox-entry.ts';
import { asCandidate, openView } from './part-doc.ts';
import type { Step } from './step.ts';
import { type PartKey, partKey, type RecordKey, splitRecordKey } from './storage-keys.ts';
import { itemsIn } from './update-items.ts';

/** What a refusal says; of a change that it does not send the device says less itself. */
export type Refused = Pick<Rejected, 'code' | 'reason'> &
  Partial<Pick<Rejected, 'record' | 'attributes' | 'leftPlaceholder'>>;

/** What is unsent of an entity that the metadata has no more. */
export const ENTITY_GONE: Refused = {
  code: 'entity-not-offline',
  reason: 'The entity is not offered offline any more.',
};

/** What builds on a change that became a draft. */
export const BASE_REFUSED = {
  code: 'depends-on-rejected',
  reason: 'It builds on a change that was refused.',
} as const satisfies Refused;

/** Takes the refused change out of the outbox and of everything that is shown. */
export async function rollBack(step: Step, entry: OutboxEntry, verdict: Refused): Promise<void> {
  const { code, reason, record = null, attributes = [], leftPlaceholder = false } = verdict;
  const why: DraftReason = { code, reason, record, attributes };
  let isGapless = leftPlaceholder;
  const refusedTexts: [RecordKey, string][] = [];
  for (const pending of entry.operations) {
    const key = operationKey(pending);
    for (const { part, update } of partsOf(pending.operation)) {
      const kept = leftPlaceholder && (await leavePlaceholders(step, entry, key, part, update));
      isGapless = isGapless && kept;
      const layout = step.metadata.entity(splitRecordKey(key).entity)?.part(part);
      if (layout?.kind === 'text') refusedTexts.push([key, part]);
    }
  }
  const draft = toDraft(step, entry, why);
  const gone = new Set(createdKeys(entry));
  const withdrawn: ItemStruct[] = [];
  for (const { order } of step.outbox()) {
    const later = step.entry(order);
    if (later === undefined || order < entry.order || later.accepted !== null) continue;
    const usesGone = [...referredKeys(later.operations)].some((key) => gone.has(key));
    if (!isUnsent(later)) {
      if (!usesGone) continue;
      for (const key of createdKeys(later)) gone.add(key);
      hide(step, later);
      continue;
    }
    const depends = usesGone || isTypedInto(later, withdrawn) || usesRefusedText(step, later, refusedTexts);
    if (!depends) continue;
    for (const key of createdKeys(later)) gone.add(key);
    withdrawn.push(...itemsOf(later));
    withdraw(step, later, { ...why, ...BASE_REFUSED }, draft);
  }
  if (!isGapless) closeGap(step, entry);
  step.seams.reach?.('roll-back');
}

/** Its verdict is on its way; until then half of it would be on screen, beside the record that is not there. */
export function hide(step: Step, entry: OutboxEntry): void {
  step.putEntry({ ...entry, isDoomed: true });
  step.touch(entry);
}

/** Keeps the erased structs of a refused update. False when there is nothing to lay them in. */
async function leavePlaceholders(
  step: Step,
  entry: OutboxEntry,
  key: RecordKey,
  part: string,
  update: Uint8Array,
): Promise<boolean> {
  const isCreated = createdKeys(entry).includes(key);
  if (step.row(key) === undefined && !isCreated) return false;
  const decoded = decodeUpdate(update);
  if (!decoded.ok) return false;
  const open = await openView(step, key, part, entry.order);
  const remains = placeholdersOf(decoded.update, asCandidate(open), entry.number ?? 0);
  showRefusal(step, partKey(key, part), decoded.update, remains.placeholders);
  if (!remains.isKept) return false;
  const held = open.refused ?? { epoch: open.epoch, placeholders: [], carry: [] };
  step.holdings.refused.set(partKey(key, part), {
    epoch: open.epoch,
    placeholders: [...held.placeholders, ...remains.placeholders],
    carry: [...held.carry, ...remains.carry],
  });
  return true;
}

/**
 * Tells an open document: refused inserts are deleted as if someone else had deleted them, so that
 * the editor and its caret survive; a refused delete can't come back in place.
 */
function showRefusal(
  step: Step,
  place: PartKey,
  decoded: DecodedUpdate,
  placeholders: readonly Placeholder[],
): void {
  const hasDeletes = decoded.deletes.length > 0;
  const deletes = placeholders.map(({ client, clock, length }) => ({ client, clock, length }));
  step.documents.push({
    place,
    update: hasDeletes || deletes.length === 0 ? null : encodeUpdate({ structs: [], deletes }),
  });
}

/** Whether an unsent change hangs on text that was refused, as the relay would judge it. */
function usesRefusedText(step: Step, later: OutboxEntry, texts: readonly [RecordKey, string][]): boolean {
  return texts.some(([key, part]) => {
    const layout = step.metadata.entity(splitRecordKey(key).entity)?.part(part);
    const carry = step.holdings.refused.get(partKey(key, part))?.carry ?? [];
    const items = itemsOf(later, (pending, update) => operationKey(pending) === key && update.part === part);
    return layout !== undefined && usesRefused({ layout, carry }, items, later.lastVerdict);
  });
}

/** Whether a change typed text between characters that were withdrawn: it means nothing without them. */
function isTypedInto(later: OutboxEntry, withdrawn: readonly ItemStruct[]): boolean {
  if (withdrawn.length === 0) return false;
  const isWithdrawn = (id: Id | null): boolean =>
    id !== null &&
    withdrawn.some(
      ({ client, clock, length }) => client === id.client && clock <= id.clock && id.clock < clock + length,
    );
  return itemsOf(later).some(
    ({ content, origin, rightOrigin }) =>
      content.kind === 'string' && isWithdrawn(origin) && isWithdrawn(rightOrigin),
  );
}

/** The items of the change's updates, of all or of some. */
function itemsOf(
  entry: OutboxEntry,
  isMeant: (pending: PendingOperation, update: PartUpdate) => boolean = () => true,
): readonly ItemStruct[] {
  return entry.operations.flatMap((pending) =>
    partsOf(pending.operation)
      .filter((update) => isMeant(pending, update))
      .flatMap(({ update }) => itemsIn(update)),
  );
}
