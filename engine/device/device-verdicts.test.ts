/**
 * Random histories of one device and a judge that inspects each change as the relay does, on
 * candidates with placeholders and carry maps, and accepts or refuses by chance.
 *
 * The law: when all is decided and has come back, the device's rows are those of the judge, nothing is
 * parked, nobody sees a conflict that nobody made, and every refused change is a draft.
 */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, officeMetadata } from '../../test/world/device-world.ts';
import { ALL_RIGHTS, systemOf } from '../../test/world/scripted-relay.ts';
import { seededRandom } from '../../test/world/virtual-time.ts';
import { indexMetadata, type RecordId, type Value } from '../model/index.ts';
import type { PageItem, PushMessage } from '../protocol/index.ts';
import {
  applyInspected,
  type Candidate,
  conflictsOf,
  inspectUpdate,
  openCandidate,
  placeholdersOf,
  readRow,
} from '../record/index.ts';

const index = indexMetadata(officeMetadata).entity('account');
if (index === undefined) throw new Error('accounts exist');
const account = index;
type World = Awaited<ReturnType<typeof aDevice>>;

class Judge {
  readonly parts = new Map<string, Candidate>();
  readonly values: Record<string, Value> = {};
  refused = 0;
  #waiting: PushMessage | undefined;
  readonly #world: World;
  readonly #random: () => number;

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

  /** Decides one change: says the verdict, and what it makes of the record. */
  decide(push: PushMessage): void {
    const { relay, time } = this.#world;
    const [operation] = push.operations;
    if (operation === undefined || (operation.kind !== 'create' && operation.kind !== 'update')) return;
    const judged = operation.parts.map(({ part, update }) => {
      const candidate = this.part(part);
      const inspected = inspectUpdate(candidate, update, {
        ...{ device: relay.deviceNumber, now: time.now, index: account, lastVerdictKnown: push.lastVerdict },
      });
      if (!inspected.ok) throw new Error(`${part}: ${inspected.refusal.code} ${inspected.refusal.reason}`);
      return { part, candidate, inspected, update };
    });
    const depends = judged.some(({ inspected }) => inspected.usesRefused);
    if (operation.kind === 'update' && (depends || this.#random() < 0.4)) {
      for (const { candidate, inspected } of judged) {
        const remains = placeholdersOf(inspected.decoded, candidate, push.number);
        if (!remains.isKept) throw new Error('over quota');
        candidate.placeholders = [...candidate.placeholders, ...remains.placeholders];
        candidate.carry = [...candidate.carry, ...remains.carry];
      }
      this.refused++;
      relay.reject(push, depends ? { code: 'depends-on-rejected' } : {});
      return;
    }
    const sequence = relay.accept(push);
    const changed: Record<string, Value> = {};
    const parts = judged.map(({ part, candidate, inspected, update }) => {
      const applied = applyInspected(candidate, inspected);
      if (!applied.ok) throw new Error(applied.refusal.code);
      candidate.placeholders = [];
      Object.assign(
        changed,
        Object.fromEntries([...candidate.layout.roots.keys()].map((name) => [name, null])),
      );
      Object.assign(changed, readRow(candidate.doc, candidate.layout));
      return Buffer.compare(applied.emitted, update) === 0
        ? { form: 'own' as const, part, epoch: 1 }
        : { form: 'update' as const, part, epoch: 1, bytes: applied.emitted };
    });
    Object.assign(this.values, changed);
    relay.page([
      {
        ...{ kind: 'patch', entity: 'account', id: operation.id, own: push.uuid, mask: ALL_RIGHTS, via: 0 },
        ...{ from: operation.kind === 'create' ? 0 : sequence - 1, system: systemOf(sequence, time.now) },
        ...{ values: changed, parts },
      } satisfies PageItem,
    ]);
  }
}

async function history(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const world = await aDevice({ seed });
  const { device, relay, time } = world;
  const judge = new Judge(world, random);
  const id = await device.create('account', { name: 'A', notes: 'some words to begin with' });
  const record = await device.open('account', id);
  let decided = 0;
  const step = async (): Promise<void> => {
    const choice = random();
    const waiting = relay.pushes[decided];
    if (choice < 0.3) await device.update('account', id, { name: `n${random()}` });
    else if (choice < 0.45)
      await device.update('account', id, { phone: `p${random()}`, name: `m${random()}` });
    else if (choice < 0.75) {
      const text = record.text('notes');
      const at = Math.floor(random() * (text.length + 1));
      if (random() < 0.6) text.insert(at, `<${Math.floor(random() * 100)}>`);
      else text.delete(at, Math.min(3, text.length - at));
    } else if (waiting !== undefined) {
      judge.decide(waiting);
      decided++;
    }
    await time.advance(random() < 0.5 ? 5 : 100);
  };
  for (let n = 0; n < 40; n++) await step();
  await record.flush();
  for (let rounds = 0; rounds < 50; rounds++) {
    await time.advance(200);
    const waiting = relay.pushes[decided];
    if (waiting === undefined) break;
    judge.decide(waiting);
    decided++;
  }
  await time.advance(200);
  expect(device.status.pending).toBe(0);
  const values = Object.fromEntries(Object.entries(judge.values).filter(([, value]) => value !== null));
  const seen = Object.entries(device.get('account', id)?.values ?? {}).filter(([, value]) => value !== null);
  expect(Object.fromEntries(seen)).toEqual(values);
  expect(record.text('notes').toString()).toBe(values.notes ?? '');
  expect(await record.conflicts()).toEqual([]);
  for (const { doc, layout } of judge.parts.values()) {
    expect(conflictsOf(doc, layout)).toEqual([]);
    expect(doc.store.pendingStructs).toBeNull();
  }
  const again = await world.reopen();
  expect(
    Object.fromEntries(Object.entries(again.get('account', id)?.values ?? {}).filter(([, v]) => v !== null)),
  ).toEqual(values);
  expect(await stateOf(again, id)).toBe(values.notes ?? '');
}

async function stateOf(device: World['device'], id: RecordId): Promise<string> {
  const record = await device.open('account', id);
  return record.text('notes').toString();
}

describe('random histories of changes and verdicts', () => {
  it.each(Array.from({ length: 300 }, (_, seed) => seed + 1))('agrees with its judge (seed %i)', (seed) =>
    history(seed),
  );
});

void Y;
