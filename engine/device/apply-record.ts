/**
 * One record of a page: a put replaces its base, a patch merges into it.
 *
 * Invariant: documents are not opened for it, unless someone has the record on screen, or refused
 * changes left something in the part. Bytes of this device's own change are taken from the outbox.
 */
import * as Y from 'yjs';
import type { Patch, PatchPart, Put } from '../protocol/index.ts';
import { withConflicts } from './base-conflicts.ts';
import { type BaseRow, type HeldPart, isDoubted, MAX_HELD_UPDATES } from './base-row.ts';
import { buildAgain } from './build-again.ts';
import { type OutboxEntry, operationKey, partsOf, touches } from './outbox-entry.ts';
import { openBase, pendingUpdates } from './part-doc.ts';
import { formAgainLater } from './reform-pending.ts';
import { settleRecord } from './settle.ts';
import type { Step } from './step.ts';
import { type PartKey, partKey, type RecordKey, recordKey } from './storage-keys.ts';

/** Replaces the base of a record, unless a newer version is held. */
export async function applyPut(step: Step, put: Put): Promise<void> {
  const key = recordKey(put.entity, put.id);
  const held = step.row(key);
  if (held !== undefined && held.system.versionnumber > put.system.versionnumber) return;
  const { entity, id, system, values, mask, via } = put;
  if (held !== undefined) removeParts(step, held, new Set(put.parts.map(({ part }) => part)));
  const row: BaseRow = { entity, id, system, values, mask, via, parts: {}, isLeaving: false };
  const parts: Record<string, HeldPart> = {};
  for (const { part, epoch, state } of put.parts) {
    parts[part] = step.putPartState({ ...row, parts }, part, epoch, state);
    showState(step, partKey(key, part), state);
    noteEpoch(step, key, part, epoch, held);
  }
  step.putRow(
    await withConflicts(
      step,
      { ...row, parts },
      put.parts.map(({ part }) => part),
    ),
  );
  for (const part of put.parts) await pruneRefused(step, key, part.part);
  settleRecord(step, key, system.versionnumber);
}

/**
 * Takes out the documents of a base that another takes the place of. Where nothing comes for a part, or nothing of what
 * was held may stay, what an open text shows of it does not merge with what comes.
 */
function removeParts(step: Step, held: BaseRow, coming: ReadonlySet<string>): void {
  const key = recordKey(held.entity, held.id);
  const parts = Object.keys(held.parts);
  for (const part of parts) step.removePart(held, part);
  // After a restore of the relay what was held counts as nothing, and so does what was formed on it.
  const isGone = isDoubted(held);
  buildAgain(step, key, new Set(parts.filter((part) => isGone || !coming.has(part))));
  if (isGone) formAgainLater(step, 'gap', (entry) => touches(entry, key));
}

/** Merges a patch into a record's base. False when it builds on a version that is not held. */
export async function applyPatch(step: Step, patch: Patch): Promise<boolean> {
  const key = recordKey(patch.entity, patch.id);
  const known = step.row(key);
  const own = patch.own === undefined ? undefined : findEntry(step, patch.own);
  if (known !== undefined && known.system.versionnumber > patch.system.versionnumber) return true;
  if (patch.from > (known?.system.versionnumber ?? 0)) return false;
  // Of a record that is made again nothing that was held is part.
  const held = isDoubted(known) ? undefined : known;
  const { entity, id, system, mask, via } = patch;
  const merges: Merge[] = [];
  for (const part of patch.parts) {
    const merge = mergeOf(held, part, { own, key });
    if (merge === undefined) return false;
    merges.push(merge);
  }
  // Every part fits: nothing was staged before this was sure.
  if (known !== undefined && held === undefined) removeParts(step, known, new Set());
  const values = { ...held?.values, ...patch.values };
  const { parts = {}, conflicts = [] } = held ?? {};
  let row: BaseRow = { entity, id, system, values, mask, via, parts, conflicts, isLeaving: false };
  for (const merge of merges) {
    const merged = mergePart(step, row, merge);
    noteEpoch(step, key, merge.part, merge.epoch, held);
    row = { ...row, parts: { ...row.parts, [merge.part]: merged } };
  }
  step.putRow(
    await withConflicts(
      step,
      row,
      merges.map(({ part }) => part),
    ),
  );
  for (const { part } of patch.parts) {
    await pruneRefused(step, key, part);
    await shorten(step, key, part);
  }
  if (own !== undefined) noteAccepted(step, own, system.versionnumber);
  settleRecord(step, key, system.versionnumber);
  return true;
}

function findEntry(step: Step, uuid: string): OutboxEntry | undefined {
  return step.outbox().find((entry) => entry.uuid === uuid);
}

/** That a change comes back is an acceptance in itself: the verdict may have been lost on the way. */
function noteAccepted(step: Step, own: OutboxEntry, version: number): void {
  const entry = findEntry(step, own.uuid);
  if (entry === undefined || entry.accepted !== null) return;
  step.putEntry({ ...entry, accepted: version });
  if (entry.number !== null && entry.number > step.state.lastVerdict)
    step.change({ lastVerdict: entry.number });
}

/** What a patch does to one part. */
type Merge = { readonly part: string; readonly epoch: number } & (
  | { readonly kind: 'replace'; readonly state: Uint8Array }
  | { readonly kind: 'append'; readonly update: Uint8Array }
);

interface MergeGround {
  readonly own: OutboxEntry | undefined;
  readonly key: RecordKey;
}

/** What the patch means for the part; undefined when that must be sent whole. */
function mergeOf(row: BaseRow | undefined, patched: PatchPart, { own, key }: MergeGround): Merge | undefined {
  const { part, epoch } = patched;
  if (patched.form === 'state') return { part, epoch, kind: 'replace', state: patched.bytes };
  if ((row?.parts[part]?.epoch ?? epoch) !== epoch) return undefined;
  const update = patched.form === 'own' ? ownUpdate(own, key, part) : patched.bytes;
  return update === undefined ? undefined : { part, epoch, kind: 'append', update };
}

/** Stages it; gives how the part is held then. */
function mergePart(step: Step, row: BaseRow, merge: Merge): HeldPart {
  const key = recordKey(row.entity, row.id);
  const { part, epoch } = merge;
  if (merge.kind === 'append') {
    step.documents.push({ place: partKey(key, part), update: merge.update });
    return step.appendPartUpdate(row, part, epoch, merge.update);
  }
  showState(step, partKey(key, part), merge.state);
  return step.putPartState(row, part, epoch, merge.state);
}

/** Has a state shown where the part is open; nobody else needs it in that format. */
function showState(step: Step, place: PartKey, state: Uint8Array): void {
  if (step.isOpen(place)) step.documents.push({ place, update: Y.convertUpdateFormatV2ToV1(state) });
}

function ownUpdate(own: OutboxEntry | undefined, key: RecordKey, part: string): Uint8Array | undefined {
  return own?.operations
    .filter((pending) => operationKey(pending) === key)
    .flatMap(({ operation }) => partsOf(operation))
    .find((update) => update.part === part)?.update;
}

/** A new epoch means a new document: what is open has to be built again, what was refused is history. */
function noteEpoch(step: Step, key: RecordKey, part: string, epoch: number, held: BaseRow | undefined): void {
  const before = held?.parts[part]?.epoch;
  if (before === undefined || before === epoch) return;
  buildAgain(step, key, new Set([part]));
  step.holdings.refused.delete(partKey(key, part));
  formAgainLater(
    step,
    'epoch',
    (entry) =>
      entry.reform === null && pendingUpdates([entry], key, part).some((update) => update.epoch < epoch),
  );
}

/** Forgets placeholders that the base covers, and carry maps that nothing pending can need. */
async function pruneRefused(step: Step, key: RecordKey, part: string): Promise<void> {
  const refused = step.holdings.refused.get(partKey(key, part));
  if (refused === undefined) return;
  const { doc } = await openBase(step, key, part);
  const placeholders = refused.placeholders.filter(
    ({ client, clock, length }) => Y.getState(doc.store, client) < clock + length,
  );
  const oldest = Math.min(...step.outbox().map((entry) => entry.lastVerdict));
  const carry = refused.carry.filter(({ number }) => number > oldest);
  if (placeholders.length === 0 && carry.length === 0) step.holdings.refused.delete(partKey(key, part));
  else step.holdings.refused.set(partKey(key, part), { ...refused, placeholders, carry });
}

/** Writes a part's state anew when too many updates lie behind it. */
async function shorten(step: Step, key: RecordKey, part: string): Promise<void> {
  const row = step.row(key);
  const held = row?.parts[part];
  if (row === undefined || held === undefined || held.updates <= MAX_HELD_UPDATES) return;
  const { doc } = await openBase(step, key, part);
  const merged = step.putPartState(row, part, held.epoch, Y.encodeStateAsUpdateV2(doc));
  step.putRow({ ...row, parts: { ...row.parts, [part]: merged } });
}
