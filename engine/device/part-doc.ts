/**
 * The documents of a record as this device has them: the base alone, or the base with what refused
 * changes left and the pending changes on top.
 *
 * Invariants: bytes of pending changes are never rewritten for a view, ids stay; a pending change of an
 * older epoch is shown from what was meant by it. Documents made here read under the neutral id.
 */
import * as Y from 'yjs';
import { type PartLayout, RejoinError } from '../model/index.ts';
import {
  type Candidate,
  carriedBy,
  clientIdOf,
  type DecodedUpdate,
  DocStructs,
  decodeUpdate,
  deviceOf,
  encodeUpdate,
  GENERATIONS,
  openDoc,
  placeholderUpdate,
  reformRegisters,
} from '../record/index.ts';
import type { RefusedPart } from './base-row.ts';
import { type OutboxEntry, type PendingOperation, partsOf, pendingOn } from './outbox-entry.ts';
import type { Step } from './step.ts';
import { partKey, type RecordKey, splitRecordKey } from './storage-keys.ts';

/** A part with everything that this device knows of it. */
export interface OpenPart {
  readonly doc: Y.Doc;
  readonly epoch: number;
  readonly layout: PartLayout;
  readonly refused: RefusedPart | undefined;
}

/** One pending update of a part, with the change that it belongs to. */
export interface PendingUpdate {
  readonly entry: OutboxEntry;
  readonly pending: PendingOperation;
  readonly epoch: number;
  readonly update: Uint8Array;
}

/** The pending updates of a part, in order. */
export function pendingUpdates(
  entries: readonly OutboxEntry[],
  key: RecordKey,
  part: string,
): PendingUpdate[] {
  return entries.flatMap((entry) =>
    pendingOn(entry, key).flatMap((pending) =>
      partsOf(pending.operation)
        .filter((update) => update.part === part)
        .map(({ epoch, update }) => ({ entry, pending, epoch, update })),
    ),
  );
}

/** The epoch in which the part is now; 1 for one that was never written. */
export function epochOf(step: Step, key: RecordKey, part: string): number {
  return step.row(key)?.parts[part]?.epoch ?? step.holdings.refused.get(partKey(key, part))?.epoch ?? 1;
}

/** What the relay has confirmed of a part. */
export async function openBase(step: Step, key: RecordKey, part: string): Promise<OpenPart> {
  const { entity } = splitRecordKey(key);
  // Of an entity that the metadata has no more nothing can be read.
  const layout = step.metadata.entity(entity)?.part(part) ?? {
    name: part,
    kind: 'plain',
    secured: false,
    roots: new Map(),
  };
  const doc = openDoc({ guid: partKey(key, part), gc: false });
  for (const name of layout.roots.keys()) {
    if (layout.kind === 'text') doc.getText(name);
    else doc.getArray(name);
  }
  const row = step.row(key);
  if (row !== undefined) load(doc, await step.readPart(row, part));
  return {
    doc,
    layout,
    epoch: epochOf(step, key, part),
    refused: step.holdings.refused.get(partKey(key, part)),
  };
}

function load(doc: Y.Doc, { state, updates }: Awaited<ReturnType<Step['readPart']>>): void {
  try {
    if (state !== undefined) Y.applyUpdateV2(doc, state);
    for (const update of updates) Y.applyUpdate(doc, update);
  } catch (cause) {
    throw new RejoinError('data-folder-damaged', 'what is stored of this record can not be read', { cause });
  }
}

/**
 * The part as its author sees it.
 *
 * @param before Leaves out the pending changes from this place in the queue on.
 */
export async function openView(
  step: Step,
  key: RecordKey,
  part: string,
  before = Number.POSITIVE_INFINITY,
): Promise<OpenPart> {
  const open = await openBase(step, key, part);
  const entries = step.entriesOn(key).filter((entry) => entry.order < before);
  applyPending(open, pendingUpdates(entries, key, part));
  return open;
}

/** Lays what refused changes left, and then pending updates, over a base. */
export function applyPending(open: OpenPart, updates: readonly PendingUpdate[]): void {
  const { doc, refused } = open;
  if (refused !== undefined && refused.epoch === open.epoch && refused.placeholders.length > 0) {
    Y.applyUpdate(doc, placeholderUpdate(refused.placeholders));
  }
  for (const update of updates) applyOne(open, update);
}

function applyOne({ doc, epoch, layout, refused }: OpenPart, pending: PendingUpdate): void {
  const decoded = decodeUpdate(pending.update);
  const isCutOff = layout.kind === 'plain' && decoded.ok && leavesGap(doc, decoded.update);
  if (isCutOff || isOutdated(pending, { epoch, layout })) {
    const neutral = doc.clientID;
    doc.clientID = scratchClientId(pending.entry.clientId);
    reformRegisters(doc, pending.pending.intents[layout.name] ?? []);
    doc.clientID = neutral;
    return;
  }
  Y.applyUpdate(doc, pending.update);
  if (refused === undefined || refused.carry.length === 0 || !decoded.ok) return;
  const deletes = carriedBy(decoded.update.deletes, refused.carry, pending.entry.lastVerdict);
  if (deletes.length > 0) Y.applyUpdate(doc, encodeUpdate({ structs: [], deletes }));
}

/**
 * Whether clocks are missing before the update: a change before it was refused without a placeholder.
 * Yjs would park it, and a part of its change would be on screen and another not.
 */
function leavesGap(doc: Y.Doc, { structs }: DecodedUpdate): boolean {
  const [first] = structs;
  return first !== undefined && first.clock > Y.getState(doc.store, first.client);
}

/** Whether the base has left the epoch of a pending update: it must be formed again before it is sent. */
export function isOutdated(
  pending: Pick<PendingUpdate, 'epoch'>,
  part: Pick<OpenPart, 'epoch' | 'layout'>,
): boolean {
  return pending.epoch < part.epoch && part.layout.kind === 'plain';
}

/** The last generation is never written under; what only a view needs stands under it. */
function scratchClientId(clientId: number): number {
  const device = deviceOf(clientId);
  return device === undefined ? clientId : clientIdOf(device, GENERATIONS - 1);
}

/** The part in the form in which the relay judges: for the functions that both ends share. */
export function asCandidate({ doc, epoch, layout, refused }: OpenPart): Candidate {
  return {
    layout,
    epoch,
    doc,
    structs: new DocStructs(doc),
    registers: undefined,
    placeholders: refused?.placeholders ?? [],
    carry: refused?.carry ?? [],
    bytes: 0,
  };
}
