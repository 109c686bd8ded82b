/**
 * Applies an inspected update to its candidate, with the placeholders before it and the carried
 * deletes after it, in one transaction; what that emits is what is stored and sent to everyone.
 *
 * Invariant: the bytes received go nowhere else. Whatever is refused from here on, this refusal or a
 * later one of the commit, spoils the candidate: its owner drops it.
 */
import * as Y from 'yjs';
import type { Refusal, Value } from '../model/index.ts';
import { type Candidate, isIndexed, waitingPlaceholders } from './candidate.ts';
import type { DecodedUpdate } from './decoded-update.ts';
import { countDeleted, indexDeletes } from './delete-ranges.ts';
import { encodeUpdate } from './encode-update.ts';
import { equalBytes } from './equal-bytes.ts';
import type { InspectedUpdate } from './inspect-update.ts';
import { keepsOriginOrder } from './origin-order.ts';
import { areOverwrites, overwrite } from './overwrite-registers.ts';
import { placeholderUpdate } from './placeholder.ts';
import { readText } from './read-row.ts';
import { readRegister, rootOf } from './register.ts';
import type { Placeholder } from './remains.ts';

/** Winner or plain form of one attribute. */
export interface ValueChange {
  readonly before: Value;
  readonly after: Value;
}

export type Application =
  | {
      readonly ok: true;
      /** V1, from the candidate: the update, tombstones of placeholders, all deletes that took effect. */
      readonly emitted: Uint8Array;
      /** Whether the emitted bytes are those that the device sent. */
      readonly equalsSent: boolean;
      /** For each touched attribute, equal values too. */
      readonly changed: Readonly<Record<string, ValueChange>>;
      /** The placeholders that are in the document now. */
      readonly consumed: readonly Placeholder[];
    }
  | { readonly ok: false; readonly refusal: Refusal };

const NOTHING_EMITTED = new Uint8Array([0, 0]);

/** Answer 6: integrates what `inspectUpdate` has passed on this very candidate. */
export function applyInspected(candidate: Candidate, inspected: InspectedUpdate): Application {
  const consumed = waitingPlaceholders(candidate);
  if (consumed.length === 0 && isIndexed(candidate) && areOverwrites(inspected)) {
    return { ok: true, consumed, ...overwrite(candidate, inspected) };
  }
  const { doc } = candidate;
  const before = inspected.touched.map((name) => readValue(candidate, name));
  let emitted: Uint8Array = NOTHING_EMITTED;
  const take = (update: Uint8Array): void => {
    emitted = update;
  };
  doc.on('update', take);
  try {
    integrate(doc, inspected, consumed);
  } catch {
    // Yjs keeps what it had integrated when it threw; nothing of it is looked at.
    return refuse('malformed-update', 'the update can not be integrated');
  } finally {
    doc.off('update', take);
  }
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
    return refuse('malformed-update', 'the update can not be integrated whole');
  }
  if (!keepsOriginOrder(doc, inspected.decoded.structs)) {
    return refuse('malformed-update', 'an item does not stand between its origins');
  }
  if (hasLostContent(doc, inspected.decoded)) {
    return refuse('target-deleted', 'what was written belongs to something that was deleted meanwhile');
  }
  candidate.placeholders = [];
  candidate.bytes += emitted.length;
  if (isIndexed(candidate)) candidate.reindex();
  const changed: Record<string, ValueChange> = {};
  inspected.touched.forEach((name, place) => {
    changed[name] = { before: before[place] ?? null, after: readValue(candidate, name) };
  });
  return { ok: true, emitted, equalsSent: equalBytes(emitted, inspected.bytes), changed, consumed };
}

function integrate(
  doc: Y.Doc,
  { bytes, carried }: InspectedUpdate,
  placeholders: readonly Placeholder[],
): void {
  if (placeholders.length === 0 && carried.length === 0) {
    Y.applyUpdate(doc, bytes);
    return;
  }
  Y.transact(
    doc,
    () => {
      if (placeholders.length > 0) Y.applyUpdate(doc, placeholderUpdate(placeholders));
      Y.applyUpdate(doc, bytes);
      if (carried.length > 0) Y.applyUpdate(doc, encodeUpdate({ structs: [], deletes: carried }));
    },
    null,
    false,
  );
}

/** Whether a struct that the update leaves live has come out as deleted, or without a trace. */
function hasLostContent(doc: Y.Doc, { structs, deletes }: DecodedUpdate): boolean {
  const own = indexDeletes(deletes);
  return structs.some((struct) => {
    if (own === undefined || countDeleted(own, struct) > 0) return false;
    const integrated = doc.store.clients.get(struct.client);
    return integrated?.[Y.findIndexSS(integrated, struct.clock)]?.deleted !== false;
  });
}

function readValue({ doc, layout }: Candidate, attribute: string): Value {
  if (layout.kind === 'text') return readText(doc, attribute) || null;
  return readRegister(rootOf(doc, attribute)).value;
}

function refuse(code: 'malformed-update' | 'target-deleted', reason: string): Application {
  return { ok: false, refusal: { code, reason } };
}
