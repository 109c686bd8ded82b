/**
 * A relay and some devices around one record, joined by queues: changes go up, verdicts and pages come
 * down, at any pace. The relay judges as the commit does; a device rolls back as the engine does.
 */
import * as Y from 'yjs';
import { stampOf } from '../../engine/clock/index.ts';
import type { DeviceNumber, EntityIndex } from '../../engine/model/index.ts';
import {
  applyInspected,
  type Candidate,
  type CarryMap,
  carriedBy,
  clientIdOf,
  decodeUpdate,
  encodeUpdate,
  inspectUpdate,
  localTransact,
  openCandidate,
  openDoc,
  type Placeholder,
  placeholdersOf,
  placeholderUpdate,
  writeRegister,
} from '../../engine/record/index.ts';

export type PartName = 'main' | 'note';
export const partNames: readonly PartName[] = ['main', 'note'];
const NOW_MS = 1_750_000_000_000;

/** A change as it travels; `lastVerdict` is what its device knew when it formed it. */
export interface Push {
  readonly number: number;
  readonly lastVerdict: number;
  readonly updates: ReadonlyMap<PartName, Uint8Array>;
}

export type Message =
  | {
      readonly kind: 'patch';
      readonly device: number;
      readonly push: Push;
      readonly emitted: Push['updates'];
    }
  | { readonly kind: 'rejected'; readonly push: Push }
  | { readonly kind: 'put'; readonly states: Push['updates'] };

/** What refusals have left, by part. */
class LeftBehind {
  readonly placeholders = new Map<PartName, readonly Placeholder[]>();
  readonly carry = new Map<PartName, CarryMap>();

  of(part: PartName): { placeholders: readonly Placeholder[]; carry: CarryMap } {
    return { placeholders: this.placeholders.get(part) ?? [], carry: this.carry.get(part) ?? [] };
  }

  add(part: PartName, candidate: Candidate, update: Uint8Array, number: number): void {
    const decoding = decodeUpdate(update);
    if (!decoding.ok) throw new Error(decoding.refusal.reason);
    const { placeholders, carry } = this.of(part);
    Object.assign(candidate, { placeholders, carry });
    const remains = placeholdersOf(decoding.update, candidate, number);
    if (!remains.isKept) throw new Error('the quota is exceeded');
    this.placeholders.set(part, [...placeholders, ...remains.placeholders]);
    this.carry.set(part, [...carry, ...remains.carry]);
  }
}

const ignore = (): void => {};

const deviceNumber = (device: number): DeviceNumber => (5_000 + device) as DeviceNumber;

function candidateOf(index: EntityIndex, part: PartName, updates: readonly Uint8Array[]): Candidate {
  const layout = index.part(part);
  if (layout === undefined) throw new Error(`there is no part ${part}`);
  return openCandidate({ layout, epoch: 1, guid: part, updates, placeholders: [], carry: [] });
}

export class RelayWorld {
  readonly #index: EntityIndex;
  readonly #log = new Map<PartName, Uint8Array[]>(partNames.map((part) => [part, []]));
  readonly #left = new Map<number, LeftBehind>();
  readonly candidates = new Map<PartName, Candidate>();
  carriedRanges = 0;
  dependent = 0;

  constructor(index: EntityIndex) {
    this.#index = index;
    for (const part of partNames) this.#reopen(part);
  }

  /** Judges a change; `refuse` is what rights, rules or hooks say of it, `late` that they say it at the end. */
  judge(device: number, push: Push, { refuse, late }: { refuse: boolean; late: boolean }): Message {
    const left = this.#left.get(device) ?? new LeftBehind();
    this.#left.set(device, left);
    const inspected = [...push.updates].map(([part, update]) => {
      const { placeholders, carry } = left.of(part);
      const current = carry.filter((entry) => entry.number > push.lastVerdict);
      left.carry.set(part, current);
      const candidate = Object.assign(this.#candidate(part), { placeholders, carry: current });
      const inspection = inspectUpdate(candidate, update, {
        ...{ device: deviceNumber(device), now: NOW_MS + 100_000, index: this.#index },
        lastVerdictKnown: push.lastVerdict,
      });
      if (!inspection.ok) throw new Error(`an honest update is refused: ${inspection.refusal.reason}`);
      return { part, candidate, inspection };
    });
    const isDependent = inspected.some(({ inspection }) => inspection.usesRefused);
    if (isDependent) this.dependent += 1;
    if (isDependent || (refuse && !late)) return this.#reject(left, push);
    const emitted = new Map<PartName, Uint8Array>();
    for (const { part, candidate, inspection } of inspected) {
      const applied = applyInspected(candidate, inspection);
      if (!applied.ok) throw new Error(`an honest update does not integrate: ${applied.refusal.reason}`);
      emitted.set(part, applied.emitted);
      if (!refuse) this.carriedRanges += inspection.carried.length;
    }
    if (refuse) return this.#reject(left, push);
    for (const [part, update] of emitted) {
      this.#log.get(part)?.push(update);
      left.placeholders.set(part, []);
    }
    return { kind: 'patch', device, push, emitted };
  }

  /** The whole record, as the relay stores it: collected, merged. */
  put(): Message {
    const stateOf = (part: PartName) => Y.encodeStateAsUpdate(this.#candidate(part).doc);
    return { kind: 'put', states: new Map(partNames.map((part) => [part, stateOf(part)])) };
  }

  #reject(left: LeftBehind, push: Push): Message {
    for (const [part, update] of push.updates) {
      this.#reopen(part);
      left.add(part, this.#candidate(part), update, push.number);
    }
    return { kind: 'rejected', push };
  }

  #reopen(part: PartName): void {
    this.candidates.set(part, candidateOf(this.#index, part, this.#log.get(part) ?? []));
  }

  #candidate(part: PartName): Candidate {
    const candidate = this.candidates.get(part);
    if (candidate === undefined) throw new Error(`there is no candidate of ${part}`);
    return candidate;
  }
}

export class DeviceWorld {
  readonly #index: EntityIndex;
  readonly #clientId: number;
  readonly #base = new Map<PartName, Uint8Array[]>(partNames.map((part) => [part, []]));
  readonly #left = new LeftBehind();
  #pending: Push[] = [];
  #lastVerdict = 0;
  #number = 0;
  /** What the screen shows: base, placeholders and pending changes. */
  readonly live = new Map<PartName, Y.Doc>();

  constructor(index: EntityIndex, device: number) {
    this.#index = index;
    this.#clientId = clientIdOf(deviceNumber(device), 0);
    for (const part of partNames) this.#rebuild(part);
  }

  doc(part: PartName): Y.Doc {
    const doc = this.live.get(part);
    if (doc === undefined) throw new Error(`there is no document of ${part}`);
    return doc;
  }

  /** One local change of any parts; undefined where it came to nothing. */
  change(write: (write: (attribute: string, value: string) => void, text: Y.Text) => void): Push | undefined {
    const updates = new Map<PartName, Uint8Array>();
    const number = this.#number + 1;
    const docs = partNames.map((part) => this.doc(part));
    const takes = partNames.map((part) => (update: Uint8Array): void => {
      updates.set(part, update);
    });
    docs.forEach((doc, at) => {
      doc.on('update', takes[at] ?? ignore);
    });
    const [main, note] = [this.doc('main'), this.doc('note')];
    const stamp = stampOf(NOW_MS + number, 0);
    localTransact(main, this.#clientId, () =>
      localTransact(note, this.#clientId, () =>
        write((attribute, value) => void writeRegister(main, attribute, value, stamp), note.getText('note')),
      ),
    );
    docs.forEach((doc, at) => {
      doc.off('update', takes[at] ?? ignore);
    });
    if (updates.size === 0) return undefined;
    this.#number = number;
    const push = { number, lastVerdict: this.#lastVerdict, updates };
    this.#pending.push(push);
    return push;
  }

  receive(message: Message, isOwn: boolean): void {
    switch (message.kind) {
      case 'put':
        for (const [part, state] of message.states) {
          this.#base.set(part, [state]);
          this.#rebuild(part);
        }
        return;
      case 'rejected':
        this.#rollBack(message.push);
        return;
      case 'patch':
        if (isOwn) this.#settle(message.push);
        for (const [part, update] of message.emitted) {
          this.#base.get(part)?.push(update);
          Y.applyUpdate(this.doc(part), update);
        }
    }
  }

  #settle({ number, updates }: Push): void {
    this.#pending = this.#pending.filter((push) => push.number !== number);
    this.#lastVerdict = number;
    for (const part of updates.keys()) this.#left.placeholders.set(part, []);
  }

  #rollBack(push: Push): void {
    this.#pending = this.#pending.filter(({ number }) => number !== push.number);
    this.#lastVerdict = push.number;
    for (const [part, update] of push.updates) {
      this.#left.add(part, candidateOf(this.#index, part, this.#base.get(part) ?? []), update, push.number);
      this.#rebuild(part);
    }
  }

  /** Base, placeholders, then pending changes with their bytes unchanged and what they carry over. */
  #rebuild(part: PartName): void {
    const doc = openDoc({ guid: part, gc: false });
    for (const update of this.#base.get(part) ?? []) Y.applyUpdate(doc, update);
    const { placeholders, carry } = this.#left.of(part);
    if (placeholders.length > 0) Y.applyUpdate(doc, placeholderUpdate(placeholders));
    for (const { updates, lastVerdict } of this.#pending) {
      const update = updates.get(part);
      const decoding = update && decodeUpdate(update);
      if (update === undefined || !decoding?.ok) continue;
      Y.applyUpdate(doc, update);
      const deletes = carriedBy(decoding.update.deletes, carry, lastVerdict);
      if (deletes.length > 0) Y.applyUpdate(doc, encodeUpdate({ structs: [], deletes }));
    }
    this.live.set(part, doc);
  }
}
