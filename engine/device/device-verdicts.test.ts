/**
 * Random histories of one device and a judge that inspects each change as the relay does, on
 * candidates with placeholders and carry maps, and accepts or refuses by chance.
 *
 * Now and then it asks to form everything again, another device writes the same record, the line
 * breaks with messages on it, or the device restarts.
 *
 * The law: when all is decided and has come back, the device's rows are those of the judge, nothing is
 * parked, both see the same conflicts (none, when nobody else wrote), and texts agree.
 */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, type DeviceWorld, officeMetadata } from '../../test/world/device-world.ts';
import { ALL_RIGHTS, systemOf } from '../../test/world/scripted-relay.ts';
import { seededRandom } from '../../test/world/virtual-time.ts';
import { stampOf } from '../clock/index.ts';
import { indexMetadata, type RecordId, type Value } from '../model/index.ts';
import type { PageItem, PushMessage, RelayMessage } from '../protocol/index.ts';
import {
  applyInspected,
  type Candidate,
  conflictsOf,
  inspectUpdate,
  localTransact,
  openCandidate,
  placeholdersOf,
  readRow,
  writeRegister,
} from '../record/index.ts';

const index = indexMetadata(officeMetadata).entity('account');
if (index === undefined) throw new Error('accounts exist');
const account = index;
type World = DeviceWorld & { readonly id: RecordId };

const OTHER_CLIENT = 5001 * 2 ** 20 + 1;

class Judge {
  readonly parts = new Map<string, Candidate>();
  readonly values: Record<string, Value> = {};
  hasOtherWriters = false;
  /** Whether it stops asking to form changes again, so that the history ends. */
  isEnding = false;
  readonly #items: PageItem[] = [];
  readonly #verdicts = new Map<number, RelayMessage>();
  readonly #world: World;
  readonly #random: () => number;
  /** How many received messages were looked at. */
  #seen = 0;
  #next = 1;
  /** Changes to be formed again that have not come again: until then, whatever builds on them is too. */
  #reforming: string[] = [];
  readonly #waiting = new Map<number, PushMessage>();

  constructor(world: World, random: () => number) {
    this.#world = world;
    this.#random = random;
  }

  part(name: string): Candidate {
    const known = this.parts.get(name);
    if (known !== undefined) return known;
    const layout = account.part(name);
    if (layout === undefined) throw new Error(name);
    const made = openCandidate({ layout, epoch: 1, guid: name, updates: [], placeholders: [], carry: [] });
    this.parts.set(name, made);
    return made;
  }

  /** Takes in what came: repeats are answered, a device that came back gets what it missed. */
  listen(): void {
    const { relay } = this.#world;
    for (const message of relay.received.slice(this.#seen)) {
      if (message.type === 'hello') {
        const missed = this.#items.filter(
          (item) => item.kind === 'patch' && item.system.versionnumber > message.cursor,
        );
        for (const [number, verdict] of this.#verdicts) if (number > message.lastVerdict) relay.say(verdict);
        if (missed.length > 0) relay.page(missed);
      }
      if (message.type !== 'push') continue;
      const verdict = this.#verdicts.get(message.number);
      if (verdict !== undefined) relay.say(verdict);
      else this.#waiting.set(message.number, message);
    }
    this.#seen = relay.received.length;
  }

  /** Decides the next change that waits. Returns whether there was one. */
  decideNext(): boolean {
    this.listen();
    const push = this.#waiting.get(this.#next);
    if (push === undefined) return false;
    this.#waiting.delete(this.#next++);
    this.#decide(push);
    return true;
  }

  /** Another device writes the record. */
  writeAsOther(): void {
    const { time, relay } = this.#world;
    this.listen();
    if (this.values.name === undefined) return;
    this.hasOtherWriters = true;
    const isText = this.#random() < 0.5;
    const { doc, layout, placeholders, carry } = this.part(isText ? 'notes' : 'main');
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    localTransact(doc, OTHER_CLIENT, () => {
      if (isText)
        doc.getText('notes').insert(Math.floor(this.#random() * (doc.getText('notes').length + 1)), '[x]');
      else writeRegister(doc, 'name', `other${this.#random()}`, stampOf(time.now, 0));
    });
    relay.sequence++;
    const stored = { layout, epoch: 1, guid: layout.name, updates: [Y.encodeStateAsUpdate(doc)] };
    this.parts.set(layout.name, openCandidate({ ...stored, placeholders, carry }));
    const parts = updates.map((bytes) => ({ form: 'update' as const, part: layout.name, epoch: 1, bytes }));
    this.#emit(layout.name, parts);
  }

  #say(number: number, verdict: RelayMessage): void {
    this.#verdicts.set(number, verdict);
    this.#world.relay.lastDecided = number;
    this.#world.relay.say(verdict);
  }

  #emit(part: string, parts: Extract<PageItem, { kind: 'patch' }>['parts'], push?: PushMessage): void {
    const { relay, time } = this.#world;
    const changed: Record<string, Value> = {};
    for (const name of part === '' ? [...this.parts.keys()] : [part]) {
      const { doc, layout } = this.part(name);
      for (const root of layout.roots.keys()) changed[root] = null;
      Object.assign(changed, readRow(doc, layout));
    }
    Object.assign(this.values, changed);
    const item: PageItem = {
      ...{ kind: 'patch', entity: 'account', id: this.#world.id, mask: ALL_RIGHTS, via: 0 },
      ...(push === undefined ? {} : { own: push.uuid }),
      ...{ from: relay.sequence - 1, system: systemOf(relay.sequence, time.now), values: changed, parts },
    };
    this.#items.push(item);
    relay.page([item]);
  }

  #decide(push: PushMessage): void {
    const { relay, time } = this.#world;
    const { number } = push;
    const [operation] = push.operations;
    if (operation === undefined || (operation.kind !== 'create' && operation.kind !== 'update')) return;
    const place = this.#reforming.indexOf(push.uuid);
    const isBehind = place < 0 ? this.#reforming.length > 0 : place > 0;
    const isChance = operation.kind === 'update' && !this.isEnding && this.#random() < 0.05;
    if (isBehind || isChance) {
      if (place < 0) this.#reforming.push(push.uuid);
      this.#say(number, { type: 'reform', number, code: 'missing-dependency', reason: '', clock: time.now });
      return;
    }
    this.#reforming = this.#reforming.filter((uuid) => uuid !== push.uuid);
    const judged = operation.parts.map(({ part, update }) => {
      const candidate = this.part(part);
      const inspected = inspectUpdate(candidate, update, {
        ...{ device: relay.deviceNumber, now: time.now, index: account, lastVerdictKnown: push.lastVerdict },
      });
      if (!inspected.ok) throw new Error(`${part}: ${inspected.refusal.code} ${inspected.refusal.reason}`);
      return { part, candidate, inspected, update };
    });
    const depends = judged.some(({ inspected }) => inspected.usesRefused);
    if (operation.kind === 'update' && (depends || this.#random() < 0.35)) {
      for (const { candidate, inspected } of judged) {
        const remains = placeholdersOf(inspected.decoded, candidate, number);
        if (!remains.isKept) throw new Error('over quota');
        candidate.placeholders = [...candidate.placeholders, ...remains.placeholders];
        candidate.carry = [...candidate.carry, ...remains.carry];
      }
      this.#say(number, {
        ...{ type: 'rejected', number, reason: 'no', attributes: [], leftPlaceholder: true },
        code: depends ? 'depends-on-rejected' : 'privilege-missing',
      });
      return;
    }
    relay.sequence++;
    this.#say(number, { type: 'accepted', number, sequence: relay.sequence });
    const parts = judged.map(({ part, candidate, inspected, update }) => {
      const applied = applyInspected(candidate, inspected);
      if (!applied.ok) throw new Error(applied.refusal.code);
      candidate.placeholders = [];
      return Buffer.compare(applied.emitted, update) === 0
        ? { form: 'own' as const, part, epoch: 1 }
        : { form: 'update' as const, part, epoch: 1, bytes: applied.emitted };
    });
    this.#emit('', parts, push);
  }
}

function present(values: Readonly<Record<string, Value>> | undefined): Record<string, Value> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== null));
}

async function history(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const made = await aDevice({ seed });
  const id = await made.device.create('account', { name: 'A', notes: 'some words to begin with' });
  const world = Object.assign(Object.create(made) as DeviceWorld, { id });
  const { relay, time } = world;
  const judge = new Judge(world, random);
  let record = await world.device.open('account', id);
  const step = async (): Promise<void> => {
    const choice = random();
    if (choice < 0.25) await world.device.update('account', id, { name: `n${random()}` });
    else if (choice < 0.4)
      await world.device.update('account', id, { phone: `p${random()}`, name: `m${random()}` });
    else if (choice < 0.65) {
      const text = record.text('notes');
      const at = Math.floor(random() * (text.length + 1));
      if (random() < 0.6) text.insert(at, `<${Math.floor(random() * 100)}>`);
      else text.delete(at, Math.min(3, text.length - at));
    } else if (choice < 0.72) judge.writeAsOther();
    else if (choice < 0.75) {
      relay.drop();
      if (random() < 0.5) await time.advance(40_000);
    } else if (choice < 0.78) {
      await record.close();
      await world.reopen();
      record = await world.device.open('account', id);
    } else judge.decideNext();
    await time.advance(random() < 0.5 ? 5 : 100);
  };
  for (let n = 0; n < 50; n++) await step();
  judge.isEnding = true;
  await record.flush();
  await time.advance(60_000);
  for (let rounds = 0; rounds < 500 && world.device.status.pending > 0; rounds++) {
    judge.decideNext();
    await time.advance(200);
  }
  judge.listen();
  await time.advance(200);
  expect(world.device.status).toMatchObject({ pending: 0, state: 'ready' });
  const values = present(judge.values);
  expect(present(world.device.get('account', id)?.values)).toEqual(values);
  expect(record.text('notes').toString()).toBe(values.notes ?? '');
  const conflicts = [...judge.parts.values()].flatMap(({ doc, layout }) => conflictsOf(doc, layout));
  if (!judge.hasOtherWriters) expect(conflicts).toEqual([]);
  expect(await record.conflicts()).toEqual(conflicts);
  expect(record.row?.conflicts ?? []).toEqual(conflicts.map(({ attribute }) => attribute).sort());
  for (const { doc } of judge.parts.values()) expect(doc.store.pendingStructs).toBeNull();
  await world.reopen();
  expect(present(world.device.get('account', id)?.values)).toEqual(values);
  const again = await world.device.open('account', id);
  expect(again.text('notes').toString()).toBe(values.notes ?? '');
}

describe('random histories of changes and verdicts', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))('agrees with its judge (seed %i)', history);
});
