/**
 * The way without integration against the way through Yjs: the same updates of the same devices, judged
 * and applied on both. Also updates that no engine makes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aCandidate, anEntry, anItem, anUpdate, judge, Sender } from '../../test/world/record-world.ts';
import type { Stamp } from '../clock/index.ts';
import type { Value } from '../model/index.ts';
import { applyInspected } from './apply-inspected.ts';
import type { Candidate } from './candidate.ts';
import { decodeUpdate } from './decode-update.ts';
import type { DecodedUpdate } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';
import { openDoc } from './open-doc.ts';
import { areOverwrites } from './overwrite-registers.ts';
import { DocStructs } from './part-structs.ts';
import { placeholdersOf } from './placeholder.ts';
import { readRegister, rootOf, writeRegister } from './register.ts';
import { RegisterIndex } from './register-index.ts';

const ATTRIBUTES = ['name', 'amount', 'priority'];
const FIRST_DEVICE = 5_000;

/** The same part, which only its document answers for. */
function integrating(): Candidate {
  const doc = openDoc({ guid: 'part', gc: true });
  const { layout, epoch } = aCandidate('main');
  const structs = new DocStructs(doc);
  return { layout, epoch, doc, structs, registers: undefined, placeholders: [], carry: [], bytes: 0 };
}

const someValue = (attribute: string, seed: number): Value =>
  attribute === 'amount' ? `${seed}.5` : attribute === 'priority' ? 1 : `value ${seed}`;

const step = fc.record({
  device: fc.nat(2),
  kind: fc.constantFrom('set', 'set', 'set', 'several', 'clear', 'correct', 'receive', 'receive', 'refuse'),
  attribute: fc.constantFrom(...ATTRIBUTES),
  seed: fc.nat(50),
  stamp: fc.integer({ min: 1, max: 60 }),
  isNewGeneration: fc.boolean(),
  bend: fc.constantFrom('', '', '', '', 'keep', 'again', 'early', 'unsorted'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the device makes of the step: an update, as an engine would make it. */
function write(sender: Sender, { kind, attribute, seed, stamp }: Step): Uint8Array {
  const at = stamp as Stamp;
  return sender.change((doc) => {
    if (kind === 'clear') doc.getArray(attribute).delete(0, doc.getArray(attribute).length);
    else if (kind === 'several')
      for (const name of ATTRIBUTES) writeRegister(doc, name, someValue(name, seed), at);
    else writeRegister(doc, attribute, someValue(attribute, seed), at);
    if (kind === 'correct') writeRegister(doc, attribute, someValue(attribute, seed + 1), at);
  });
}

/** What no engine sends, and what may be let in all the same. */
function bent(update: DecodedUpdate, bend: string): DecodedUpdate {
  switch (bend) {
    case 'keep':
      return { ...update, deletes: [] };
    case 'again': {
      const [first] = update.structs;
      if (first === undefined || first.clock === 0) return update;
      const all = { client: first.client, clock: 0, length: first.clock };
      return { ...update, deletes: [...update.deletes.filter(({ client }) => client !== first.client), all] };
    }
    case 'early': {
      const structs = update.structs.map((struct) =>
        struct.kind === 'item' && struct.origin !== null && struct.rightOrigin === null
          ? { ...struct, origin: null, rightOrigin: struct.origin }
          : struct,
      );
      return { ...update, structs };
    }
    case 'unsorted':
      return { ...update, deletes: [...update.deletes].reverse() };
    default:
      return update;
  }
}

function sameRegisters(indexed: Candidate, plain: Candidate): void {
  for (const attribute of ATTRIBUTES) {
    const expected = readRegister(rootOf(plain.doc, attribute));
    expect(indexed.registers?.read(attribute)).toMatchObject({
      value: expected.value,
      stamp: expected.stamp,
    });
    const entries = indexed.registers?.read(attribute).entries.map(({ value, stamp, author }) => ({
      value,
      stamp,
      author,
    }));
    expect(entries).toEqual(expected.entries);
  }
}

describe('registers written without integration', () => {
  it('are what Yjs makes of the same updates, to the byte of what is emitted', () => {
    let quick = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const [indexed, plain] = [aCandidate('main'), integrating()];
        const senders = [0, 1, 2].map((at) => new Sender(FIRST_DEVICE + at));
        const accepted: Uint8Array[] = [];
        for (const [number, each] of steps.entries()) {
          const sender = senders[each.device] as Sender;
          if (each.kind === 'receive') {
            sender.receive(...accepted);
            continue;
          }
          if (each.isNewGeneration && each.seed < 5) sender.nextGeneration();
          const made = decodeUpdate(write(sender, each));
          if (!made.ok) throw new Error(made.refusal.reason);
          const update = encodeUpdate(bent(made.update, each.bend));
          const [one, other] = [indexed, plain].map((candidate) => judge(candidate, update, sender.device));
          expect(one).toEqual(other);
          if (one === undefined || !one.ok || other === undefined || !other.ok) continue;
          if (each.kind === 'refuse') {
            const left = [indexed, plain].map((candidate) => placeholdersOf(one.decoded, candidate, number));
            expect(left[0]).toEqual(left[1]);
            continue;
          }
          if (areOverwrites(one)) quick += 1;
          const [mine, theirs] = [applyInspected(indexed, one), applyInspected(plain, other)];
          expect(mine).toEqual(theirs);
          if (!mine.ok) return;
          accepted.push(mine.emitted);
          sameRegisters(indexed, plain);
        }
        expect(Y.encodeStateAsUpdate(indexed.doc)).toEqual(Y.encodeStateAsUpdate(plain.doc));
        const reopened = aCandidate('main', accepted);
        sameRegisters(reopened, plain);
        for (const client of plain.doc.store.clients.keys())
          for (const index of [indexed.structs, reopened.structs, RegisterIndex.of(plain.doc)])
            expect(index.endOf(client)).toBe(plain.structs.endOf(client));
      }),
      { numRuns: 600 },
    );
    // Otherwise the two would have gone the same way.
    expect(quick).toBeGreaterThan(1_000);
  });

  /** What becomes of a hand-made update, on both ways the same. */
  function outcome(update: Uint8Array, stored: readonly Uint8Array[] = []) {
    const [indexed, plain] = [aCandidate('main', stored), integrating()];
    for (const each of stored) Y.applyUpdate(plain.doc, each);
    const [one, other] = [indexed, plain].map((candidate) => {
      const judged = judge(candidate, update, FIRST_DEVICE);
      return judged.ok ? applyInspected(candidate, judged) : judged;
    });
    expect(one).toEqual(other);
    return one;
  }
  const { clientId: client } = new Sender(FIRST_DEVICE);

  it('are written again canonically where the bytes sent were not', () => {
    const sent = anUpdate(anItem({ client, parent: { root: 'priority' }, content: anEntry(1) }));
    const at = sent.findIndex((byte, place) => byte === 125 && sent[place + 1] === 1);
    // The number 1 as a float of 32 bits, where Yjs writes it as an integer.
    const float = new Uint8Array([...sent.subarray(0, at), 124, 0x3f, 0x80, 0, 0, ...sent.subarray(at + 2)]);
    expect(outcome(float)).toMatchObject({ ok: true, emitted: sent, equalsSent: false });
  });

  it('are written again in the order of Yjs where two generations stood in another', () => {
    const first = anItem({ client, content: anEntry('Alpha') });
    const second = anItem({ client: client + 1, parent: { root: 'priority' }, content: anEntry(1) });
    const sent = encodeUpdate({ structs: [first, second], deletes: [] });
    const emitted = encodeUpdate({ structs: [second, first], deletes: [] });
    expect(outcome(sent)).toMatchObject({ ok: true, emitted, equalsSent: false });
  });

  it('are refused where an entry names its neighbours the wrong way round', () => {
    const other = new Sender(FIRST_DEVICE + 1);
    const stored = [1, 2, 3].map((value) => other.set('name', `value ${value}`));
    const [origin, rightOrigin] = [2, 0].map((clock) => ({ client: other.clientId, clock }));
    const crossed = anItem({ client, origin: origin ?? null, rightOrigin: rightOrigin ?? null });
    expect(outcome(anUpdate(crossed), stored)).toMatchObject({ refusal: { code: 'malformed-update' } });
  });
});
