/**
 * Forming again: a pending change is expressed as what was meant by it and made anew on today's base,
 * under the next generation, with its uuid and in its place.
 *
 * Invariants: never while a later change of the same records is sent and undecided (its bytes build on
 * the old ones); what is unsent behind it on the same records is formed again too, in order; the new
 * generation is stored in the same batch, so before any of it leaves. Typing keeps its stamps, unless
 * the clock was wrong.
 */
import * as Y from 'yjs';
import { MAX_AHEAD_MS, millisecondsOf, type Stamp } from '../clock/index.ts';
import type { PartUpdate, Reform } from '../protocol/index.ts';
import {
  type DecodedUpdate,
  decodeUpdate,
  deviceOf,
  type ItemStruct,
  type MovedStruct,
  movedByReform,
  type RegisterIntent,
  reformRegisters,
  reformText,
} from '../record/index.ts';
import { readableParts } from '../security/index.ts';
import { isDoubted } from './base-row.ts';
import { forgetRefused } from './forget-refused.ts';
import { captureUpdate } from './form-change.ts';
import {
  isTextUpdate,
  isUnanswered,
  isUnsent,
  type OutboxEntry,
  operationKey,
  type PendingOperation,
  partsOf,
  type ReformReason,
  touchedKeys,
  touches,
} from './outbox-entry.ts';
import { epochOf, type OpenPart, openView } from './part-doc.ts';
import type { Step } from './step.ts';
import { partKey, type RecordKey, recordKey } from './storage-keys.ts';
import { itemsIn } from './update-items.ts';

/** Notes that the relay asked for a change to be formed again. */
export function noteReform(step: Step, entry: OutboxEntry, verdict: Reform): void {
  step.clock.correct(verdict.clock);
  const reform = reasonOf(verdict);
  const isClock = reform === 'clock';
  if (isClock) step.clock.rewind();
  step.putEntry({ ...entry, number: null, reform, isDoomed: false });
  // What the relay does not have, nothing may be formed on again: it would ask for ever.
  if (reform === 'gap') for (const key of touchedKeys(entry)) forgetRefused(step, key);
  if (!isClock) return;
  // Whatever was stamped by the same wrong clock would be refused in its turn.
  formAgainLater(step, 'clock', ({ reform, stamp }) => reform === null && isAhead(step, stamp));
}

/** Has those of the unsent changes formed again, once they can be, that can't be sent as they are. */
export function formAgainLater(
  step: Step,
  reform: ReformReason,
  isMeant: (entry: OutboxEntry) => boolean,
): void {
  for (const entry of step.outbox()) {
    if (isUnsent(entry) && isMeant(entry)) step.putEntry({ ...entry, reform });
  }
}

function reasonOf({ code }: Reform): ReformReason {
  if (code === 'clock-skew') return 'clock';
  return code === 'epoch-passed' ? 'epoch' : 'gap';
}

function isAhead(step: Step, stamp: Stamp): boolean {
  return millisecondsOf(stamp) > step.clock.now() + MAX_AHEAD_MS;
}

/** Forms again what can be formed again now. */
export async function formAgain(step: Step): Promise<void> {
  const entries = step.outbox();
  const first = entries.find((entry) => entry.reform !== null && isUnsent(entry));
  if (first === undefined || !isReady(step, first, entries)) return;
  step.beginGeneration();
  const work = new Reforming(step);
  const keys = new Set<RecordKey>();
  for (const entry of entries) {
    if (entry.order < first.order || !isUnsent(entry)) continue;
    const follows = touchedKeys(entry).some((key) => keys.has(key));
    if (!follows && (entry.reform === null || !isReady(step, entry, entries))) continue;
    for (const key of touchedKeys(entry)) {
      keys.add(key);
      step.touched.add(key);
    }
    await work.reform(entry);
  }
}

/** Whether nothing undecided builds on the entry, and its base is what it has to be formed on. */
function isReady(step: Step, entry: OutboxEntry, entries: readonly OutboxEntry[]): boolean {
  const keys = touchedKeys(entry);
  const isShared = (other: OutboxEntry): boolean => keys.some((key) => touches(other, key));
  const undecided = entries.filter((other) => other !== entry && isUnanswered(other) && isShared(other));
  if (undecided.some((other) => other.order > entry.order) || isOnDoubted(step, entry)) return false;
  if (entry.reform !== 'epoch') return true;
  // What was sent in the epoch before will be formed again first: until then only its view stands there.
  if (undecided.length > 0) return false;
  return entry.operations.some((pending) =>
    partsOf(pending.operation).some(
      ({ part, epoch }) =>
        epoch < epochOf(step, operationKey(pending), part) || !mayRead(step, pending.operation.entity, part),
    ),
  );
}

/** Whether a record of the change is one that a restored relay may have lost: it will say what it has of it. */
export function isOnDoubted(step: Step, entry: OutboxEntry): boolean {
  return touchedKeys(entry).some((key) => isDoubted(step.row(key)));
}

/** Where not, no base will come: the change goes out on none, for the relay to refuse. */
function mayRead(step: Step, entity: string, part: string): boolean {
  const index = step.metadata.entity(entity);
  return index !== undefined && readableParts(step.principal, index).has(part);
}

/** One round of forming again: what moved is remembered, because later changes name it. */
class Reforming {
  readonly #step: Step;
  readonly #moved = new Map<string, MovedStruct[]>();
  readonly #stamps = new Map<Stamp, Stamp>();

  constructor(step: Step) {
    this.#step = step;
  }

  async reform(entry: OutboxEntry): Promise<void> {
    const step = this.#step;
    let formed: OutboxEntry = {
      ...entry,
      ...{ reform: null, number: null, clientId: step.clientId, lastVerdict: step.state.lastVerdict },
      stamp: this.#restamp(entry.stamp),
    };
    for (const [at, pending] of entry.operations.entries()) {
      const operation = await this.#operation(entry, pending);
      formed = { ...formed, operations: formed.operations.with(at, operation) };
    }
    step.putEntry(formed);
  }

  async #operation(entry: OutboxEntry, pending: PendingOperation): Promise<PendingOperation> {
    const { operation } = pending;
    if (operation.kind !== 'create' && operation.kind !== 'update') return pending;
    const key = operationKey(pending);
    const parts: PartUpdate[] = [];
    const intents: Record<string, readonly RegisterIntent[]> = {};
    for (const update of operation.parts) {
      const open = await openView(this.#step, key, update.part, entry.order);
      const isText = isTextUpdate(pending, update.part);
      if (isText !== (open.layout.kind === 'text')) {
        // The attribute is gone, or another one by now: it goes out as it is, for the relay to refuse.
        parts.push({ ...update, epoch: open.epoch });
        const meant = pending.intents[update.part];
        if (meant !== undefined) intents[update.part] = meant;
        continue;
      }
      if (isText) {
        parts.push({ ...update, epoch: open.epoch, update: this.#text(entry, key, update, open) });
        continue;
      }
      open.doc.clientID = this.#step.clientId;
      const formed = captureUpdate(open.doc, () => {
        intents[update.part] = reformRegisters(open.doc, pending.intents[update.part] ?? [], {
          restamp: (stamp) => this.#restamp(stamp),
          formerDevice: deviceOf(entry.clientId),
        });
      });
      if (formed !== undefined) parts.push({ part: update.part, epoch: open.epoch, update: formed });
    }
    return { ...pending, operation: { ...operation, parts }, intents };
  }

  #text(entry: OutboxEntry, key: RecordKey, { part, update }: PartUpdate, open: OpenPart): Uint8Array {
    const step = this.#step;
    const decoded = decodeUpdate(update);
    const place = partKey(key, part);
    step.documents.push({ place, update: null });
    if (!decoded.ok) return update;
    const from = writerOf(decoded.update) ?? entry.clientId;
    const moved = this.#moved.get(place) ?? [];
    const start = Y.getState(open.doc.store, step.clientId);
    const context = { moved, lost: lostTexts(step, key, part) };
    this.#moved.set(place, [...moved, ...movedByReform(decoded.update, from, step.clientId, start)]);
    return reformText(decoded.update, open.doc, from, step.clientId, start, context);
  }

  /** The same stamp always gets the same one, since later changes name entries by their stamps. */
  #restamp(stamp: Stamp): Stamp {
    const known = this.#stamps.get(stamp);
    if (known !== undefined) return known;
    const again = isAhead(this.#step, stamp) ? this.#step.clock.next() : stamp;
    this.#stamps.set(stamp, again);
    return again;
  }
}

/** The client id under which an update was written; undefined for one that only deletes. */
export function writerOf(update: DecodedUpdate): number | undefined {
  return update.structs.find((struct) => struct.kind === 'item')?.client;
}

/** What was typed in this text and refused: neighbours that the base does not have. */
export function lostTexts(step: Step, key: RecordKey, part: string): ItemStruct[] {
  const operations = [...step.holdings.drafts.entries()].flatMap(([, draft]) => draft.operations);
  return operations.flatMap(({ entity, id, texts: { [part]: kept } }) =>
    kept === undefined || recordKey(entity, id) !== key ? [] : itemsIn(kept.update),
  );
}
