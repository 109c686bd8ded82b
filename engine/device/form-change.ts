/**
 * Forms what a person did into an operation: updates of documents, what was meant by them, and the
 * values before and after, for the day on which it is refused.
 *
 * Invariants: a change is formed on the view of its author (base + pending), under the device's own
 * client id, with one stamp; values are canonical; nothing is formed for a value that does not change.
 */
import * as Y from 'yjs';
import type { Stamp } from '../clock/index.ts';
import {
  checkValue,
  type EntityIndex,
  isText,
  type OwnerId,
  RejoinError,
  type StateCode,
  sameValue,
  type Value,
  type Values,
} from '../model/index.ts';
import type { Operation, PartUpdate } from '../protocol/index.ts';
import {
  localTransact,
  type RegisterIntent,
  readRegister,
  readText,
  rootOf,
  writeRegister,
} from '../record/index.ts';
import { refuseUnknownAttributes } from '../security/index.ts';
import type { PendingOperation, ReformReason } from './outbox-entry.ts';
import { isOutdated, type OpenPart, openView, pendingUpdates } from './part-doc.ts';
import { replaceText } from './replace-text.ts';
import type { Step } from './step.ts';
import { partKey, type RecordKey, splitRecordKey } from './storage-keys.ts';

/** What a person asked for, on one record. */
export type EditRequest =
  | {
      readonly kind: 'create';
      readonly key: RecordKey;
      readonly values: Values;
      readonly ownerid: OwnerId | null;
    }
  | { readonly kind: 'update'; readonly key: RecordKey; readonly values: Values }
  | { readonly kind: 'delete'; readonly key: RecordKey }
  | { readonly kind: 'set-state'; readonly key: RecordKey; readonly statecode: StateCode }
  | { readonly kind: 'assign'; readonly key: RecordKey; readonly ownerid: OwnerId };

/** A formed operation. */
export interface FormedOperation {
  readonly pending: PendingOperation;
  readonly stamp: Stamp;
  /** Set where it can't be sent as it is. */
  readonly reform: ReformReason | null;
  /** The client id under which it was formed, where that is not the device's newest. */
  readonly clientId?: number;
}

/** Forms one request on the view of its record; undefined when nothing would change. */
export async function formOperation(step: Step, request: EditRequest): Promise<FormedOperation | undefined> {
  const view = step.holdings.views.get(request.key);
  const { entity, id } = splitRecordKey(request.key);
  if (request.kind === 'create' || request.kind === 'update') {
    const index = step.entity(entity);
    const values = checkValues(step, index, request.values);
    const formed = await formParts(step, request.key, values);
    if (request.kind === 'update' && formed.parts.length === 0) return undefined;
    const operation: Operation =
      request.kind === 'create'
        ? { kind: 'create', entity, id, ownerid: request.ownerid, parts: formed.parts }
        : { kind: 'update', entity, id, parts: formed.parts };
    const { before, wanted, intents, stamp, reform } = formed;
    return { pending: { operation, before, wanted, intents }, stamp, reform };
  }
  const before: Values = request.kind === 'delete' ? (view?.values ?? {}) : {};
  return {
    pending: { operation: governing(request), before, wanted: {}, intents: {} },
    stamp: step.clock.next(),
    reform: null,
  };
}

function governing(request: Exclude<EditRequest, { kind: 'create' | 'update' }>): Operation {
  const { key, ...asked } = request;
  return { ...asked, ...splitRecordKey(key) };
}

/** The values in canonical form. @throws RejoinError for one that its attribute can't have. */
export function checkValues(step: Step, index: EntityIndex, values: Values): Values {
  const unknown = refuseUnknownAttributes(step.principal, index, Object.keys(values));
  if (unknown !== undefined)
    throw new RejoinError(unknown.code, `${unknown.reason} (${unknown.attributes?.join(', ')})`);
  const canonical: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    const attribute = index.attribute(name);
    if (attribute === undefined) continue;
    const checked = checkValue(attribute, value, index);
    if (!checked.ok) throw new RejoinError(checked.refusal.code, checked.refusal.reason);
    canonical[name] = checked.value;
  }
  return canonical;
}

interface FormedParts {
  readonly parts: PartUpdate[];
  readonly before: Values;
  readonly wanted: Values;
  readonly intents: Record<string, readonly RegisterIntent[]>;
  readonly stamp: Stamp;
  readonly reform: ReformReason | null;
}

/** Writes canonical values into the parts of a record and gathers what that made. */
async function formParts(step: Step, key: RecordKey, values: Values): Promise<FormedParts> {
  const index = step.entity(splitRecordKey(key).entity);
  const byPart = new Map<string, [string, Value][]>();
  for (const [name, value] of Object.entries(values)) {
    const part = index.partOf(name);
    byPart.set(part, [...(byPart.get(part) ?? []), [name, value]]);
  }
  const parts: PartUpdate[] = [];
  const before: Record<string, Value> = {};
  const wanted: Record<string, Value> = {};
  const intents: Record<string, readonly RegisterIntent[]> = {};
  let reform: ReformReason | null = null;
  // Texts first: they may begin a new generation, and a change is formed under one.
  const texts = (part: string): number => Number(index.part(part)?.kind !== 'text');
  const opened: [string, [string, Value][], OpenPart][] = [];
  for (const [part, writes] of [...byPart].sort(([a], [b]) => texts(a) - texts(b))) {
    opened.push([part, writes, await openView(step, key, part)]);
  }
  const stamp = stampAfter(
    step,
    opened.flatMap(([, writes, { doc }]) => writes.flatMap(([name]) => stampsOf(doc, index, name))),
  );
  for (const [part, writes, open] of opened) {
    if (open.layout.kind === 'text') step.writeBeside(partKey(key, part));
    const written = writePart(step, open, index, writes, stamp);
    if (written.update === undefined) continue;
    Object.assign(before, written.before);
    Object.assign(wanted, written.wanted);
    if (written.intents.length > 0) intents[part] = written.intents;
    const outdated = pendingUpdates(step.outbox(), key, part).filter((pending) => isOutdated(pending, open));
    if (outdated.length > 0) reform = 'epoch';
    const epoch = Math.min(open.epoch, ...outdated.map((pending) => pending.epoch));
    parts.push({ part, epoch, update: written.update });
    if (open.layout.kind === 'text')
      step.documents.push({ place: partKey(key, part), update: written.update });
  }
  return { parts, before, wanted, intents, stamp, reform };
}

function stampsOf(doc: Y.Doc, index: EntityIndex, name: string): Stamp[] {
  const attribute = index.attribute(name);
  if (attribute === undefined || isText(attribute)) return [];
  return readRegister(rootOf(doc, name)).entries.map(({ stamp }) => stamp);
}

/**
 * A stamp later than what is overwritten, also where its author's clock ran ahead of ours: or an edit that had lost
 * against the overwritten value would win against the one that came after it.
 */
function stampAfter(step: Step, seen: readonly Stamp[]): Stamp {
  for (const stamp of seen) step.clock.observe(stamp);
  return step.clock.next();
}

interface WrittenPart {
  readonly update: Uint8Array | undefined;
  readonly before: Values;
  readonly wanted: Values;
  readonly intents: readonly RegisterIntent[];
}

function writePart(
  step: Step,
  { doc }: OpenPart,
  index: EntityIndex,
  writes: readonly [string, Value][],
  stamp: Stamp,
): WrittenPart {
  const before: Record<string, Value> = {};
  const wanted: Record<string, Value> = {};
  const intents: RegisterIntent[] = [];
  const update = captureUpdate(doc, () => {
    localTransact(doc, step.clientId, () => {
      for (const [name, value] of writes) {
        const attribute = index.attribute(name);
        if (attribute === undefined) continue;
        if (isText(attribute)) {
          before[name] = readText(doc, name) || null;
          if (!replaceText(doc.getText(name), String(value ?? ''))) continue;
        } else {
          const register = readRegister(rootOf(doc, name));
          if (register.entries.length < 2 && sameValue(register.value, value)) continue;
          before[name] = register.value;
          intents.push(writeRegister(doc, name, value, stamp));
        }
        wanted[name] = value;
      }
    });
  });
  return { update, before, wanted, intents };
}

/** The update that `write` makes in a document, or undefined when it makes none. */
export function captureUpdate(doc: Y.Doc, write: () => void): Uint8Array | undefined {
  const updates: Uint8Array[] = [];
  const listen = (update: Uint8Array): void => {
    updates.push(update);
  };
  doc.on('update', listen);
  try {
    write();
  } finally {
    doc.off('update', listen);
  }
  return updates.length > 1 ? Y.mergeUpdates(updates) : updates[0];
}
