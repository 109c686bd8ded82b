/** Conflicts told from stored bytes are those of the document that the bytes make. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { workOrder } from '../../test/world/record-world.ts';
import type { Stamp } from '../clock/index.ts';
import { type DeviceNumber, type PartLayout, RELAY_DEVICE_NUMBER } from '../model/index.ts';
import { clientIdOf } from './client-id.ts';
import { conflictedRegisters } from './conflicted-registers.ts';
import { conflictsOf } from './conflicts.ts';
import { localTransact, openDoc } from './open-doc.ts';
import { placeholderUpdate } from './placeholder.ts';
import { rebuildPart, registersOf } from './rebuild-epoch.ts';
import { writeRegister } from './register.ts';

const layout = workOrder().part('main') as PartLayout;
const RELAY_CLIENT = clientIdOf(RELAY_DEVICE_NUMBER, 1);

const action = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      at: fc.nat(2),
      attribute: fc.constantFrom('name', 'amount', 'priority'),
      value: fc.nat(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('deliver' as const), at: fc.nat(2), update: fc.nat() }),
  },
);

describe('conflicts told from bytes', () => {
  it('are those of the document, however it is stored', () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 40 }),
        fc.nat(40),
        fc.boolean(),
        fc.boolean(),
        (actions, split, gc, rebuilt) => {
          // Given three devices that write and exchange what they wrote in any order
          const docs = [0, 1, 2].map(() => openDoc({ guid: 'part', gc: false }));
          const sent: Uint8Array[] = [];
          let stamp = 1;
          for (const step of actions) {
            const doc = docs[step.at] as Y.Doc;
            if (step.kind === 'write') {
              const before = Y.encodeStateVector(doc);
              localTransact(doc, clientIdOf((5_000 + step.at) as DeviceNumber, 0), () =>
                writeRegister(doc, step.attribute, step.value, stamp++ as Stamp),
              );
              sent.push(Y.encodeStateAsUpdate(doc, before));
            } else if (sent.length > 0) Y.applyUpdate(doc, sent[step.update % sent.length] as Uint8Array);
          }
          // When a part is stored as the state after some updates, and the updates behind it
          const at = Math.min(split, sent.length);
          const until = openDoc({ guid: 'part', gc });
          const order = [...docs.map((doc) => Y.encodeStateAsUpdate(doc))];
          for (const update of sent.slice(0, at)) Y.applyUpdate(until, update);
          const base = rebuilt ? rebuildPart(registersOf(until), layout, RELAY_CLIENT) : until;
          const state = Y.encodeStateAsUpdateV2(base);
          const updates = rebuilt ? [] : [...sent.slice(at), ...order];
          // Then both ways say the same
          const whole = openDoc({ guid: 'part', gc: false });
          Y.applyUpdateV2(whole, state);
          for (const update of updates) Y.applyUpdate(whole, update);
          const expected = conflictsOf(whole, layout).map(({ attribute }) => attribute);
          expect(conflictedRegisters({ state, updates })).toEqual(expected.sort());
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('do not count what a refused change left', () => {
    const device = 5_000 as DeviceNumber;
    const doc = openDoc({ guid: 'part', gc: false });
    localTransact(doc, clientIdOf(device, 0), () => writeRegister(doc, 'name', 'A', 1 as Stamp));
    const state = Y.encodeStateAsUpdateV2(doc);
    expect(conflictedRegisters({ state, updates: [] })).toEqual([]);
    expect(conflictedRegisters({ state: undefined, updates: [] })).toEqual([]);
    const update = Y.mergeUpdates([Y.encodeStateAsUpdate(doc), placeholderUpdate([])]);
    expect(conflictedRegisters({ state: undefined, updates: [update, update] })).toEqual([]);
  });
});
