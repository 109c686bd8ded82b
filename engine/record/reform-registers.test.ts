/** Laws of register writes that are formed again: the same winner, the same conflicts, no more deleted. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Stamp } from '../clock/index.ts';
import {
  type Attribute,
  type DeviceNumber,
  type PartLayout,
  RELAY_DEVICE_NUMBER,
  type Value,
} from '../model/index.ts';
import { clientIdOf } from './client-id.ts';
import { localTransact, openDoc } from './open-doc.ts';
import { rebuildPart, registersOf } from './rebuild-epoch.ts';
import { reformRegisters } from './reform-registers.ts';
import { readRegister, rootOf, writeRegister } from './register.ts';
import { foldIntents, type RegisterIntent } from './register-intent.ts';

const self = 5_000 as DeviceNumber;
const other = 5_100 as DeviceNumber;
const relay = clientIdOf(RELAY_DEVICE_NUMBER, 0);
const names = ['name', 'city'];
const layout: PartLayout = {
  name: 'main',
  kind: 'plain',
  secured: false,
  roots: new Map(
    names.map((name): [string, Attribute] => [
      name,
      { name, label: '', required: false, secured: false, type: 'string', maxLength: 100 },
    ]),
  ),
};

function write(
  doc: Y.Doc,
  device: DeviceNumber,
  attribute: string,
  value: Value,
  stamp: number,
): RegisterIntent {
  return localTransact(doc, clientIdOf(device, 0), () =>
    writeRegister(doc, attribute, value, stamp as Stamp),
  );
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = openDoc({ guid: 'part', gc: false });
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

/** The base as a device has it when it forms again: under its next generation. */
function under(doc: Y.Doc, device = self, generation = 1): Y.Doc {
  doc.clientID = clientIdOf(device, generation);
  return doc;
}

const read = (doc: Y.Doc) => names.map((name) => readRegister(rootOf(doc, name)));

const writes = fc.array(
  fc.record({
    attribute: fc.constantFrom(...names),
    value: fc.constantFrom<Value>(null, 'a', 'b', 3),
    late: fc.nat(9),
  }),
  { maxLength: 5 },
);

describe('reformRegisters', () => {
  it('means on the same epoch, and on the next one, what the write meant', () => {
    fc.assert(
      fc.property(writes, writes, writes, writes, fc.boolean(), (first, mine, more, theirs, isFolded) => {
        // Given a base, two pending changes on it, and a base that another device went on with
        let tick = 0;
        const stampOf = (late: number) => {
          tick += 10;
          return tick - late;
        };
        const base = openDoc({ guid: 'part', gc: false });
        for (const { attribute, value, late } of first) write(base, other, attribute, value, stampOf(late));
        const device = copyOf(base);
        const [a, b] = [mine, more].map((list) =>
          list.map(({ attribute, value, late }) => write(device, self, attribute, value, stampOf(late))),
        ) as [RegisterIntent[], RegisterIntent[]];
        const today = copyOf(base);
        for (const { attribute, value, late } of theirs) write(today, other, attribute, value, stampOf(late));
        const expected = copyOf(today);
        Y.applyUpdate(expected, Y.encodeStateAsUpdate(device));

        // When the changes are formed again on it, and on its rebuilt form
        const bases = [copyOf(today), copyOf(rebuildPart(registersOf(today), layout, relay))];
        for (const formed of bases) {
          for (const intents of [a, b])
            reformRegisters(under(formed), isFolded ? foldIntents(intents) : intents);
        }

        // Then winner, conflicts, stamps and authors are those that the changes would have given
        for (const formed of bases) expect(read(formed)).toEqual(read(expected));
      }),
      { numRuns: 500 },
    );
  });

  it('does not delete a newer value that its author never saw', () => {
    const base = openDoc({ guid: 'part', gc: false });
    write(base, other, 'name', 'Monday', 10);
    const intent = write(copyOf(base), self, 'name', 'mine', 20);
    write(base, other, 'name', 'Wednesday', 30);

    reformRegisters(under(base), [intent]);

    expect(read(base)[0]?.entries.map(({ value, stamp }) => [value, stamp])).toEqual([
      ['Wednesday', 30],
      ['mine', 20],
    ]);
  });

  const authors = [4_900, 5_100, 5_200] as DeviceNumber[];
  it.each(authors)('deletes the entries that were seen and no other, unseen being that of %i', (unseen) => {
    // Given three concurrent entries alike in value and stamp, of which the device saw two
    const [today, seen] = [openDoc({ guid: 'part', gc: false }), openDoc({ guid: 'part', gc: false })];
    for (const author of authors) {
      const doc = openDoc({ guid: 'part', gc: false });
      write(doc, author, 'name', 'same', 10);
      Y.applyUpdate(today, Y.encodeStateAsUpdate(doc));
      if (author !== unseen) Y.applyUpdate(seen, Y.encodeStateAsUpdate(doc));
    }
    const intent = write(seen, self, 'name', 'mine', 20);

    reformRegisters(under(today), [intent]);

    expect(read(today)[0]?.entries.map((entry) => entry.author)).toEqual([self, unseen]);
  });

  it('writes the corrected stamp, and finds an own entry under it in the next change', () => {
    // Given two pending changes of one attribute, stamped by a clock that was ahead
    const base = openDoc({ guid: 'part', gc: false });
    write(base, other, 'name', 'before', 10);
    const device = copyOf(base);
    const [first, second] = [
      write(device, self, 'name', 'x', 1_000),
      write(device, self, 'name', 'y', 1_001),
    ];
    const restamp = (stamp: Stamp) => (stamp >= 1_000 ? stamp - 900 : stamp) as Stamp;

    // When they are formed again one after the other
    const again = reformRegisters(under(base), [first], { restamp });
    reformRegisters(base, [second], { restamp });

    // Then one entry is left, with the corrected stamp
    expect(read(base)[0]?.entries).toEqual([{ value: 'y', stamp: 101, author: self }]);
    expect(again[0]?.set).toEqual({ value: 'x', stamp: 100 });
  });

  it('knows its own entries by the number that the device had before', () => {
    const base = openDoc({ guid: 'part', gc: false });
    const device = copyOf(base);
    const [first, second] = [write(device, self, 'name', 'x', 10), write(device, self, 'name', 'y', 11)];
    const newNumber = 5_900 as DeviceNumber;

    reformRegisters(under(base, newNumber, 0), [first], { formerDevice: self });
    reformRegisters(base, [second], { formerDevice: self });

    expect(read(base)[0]?.entries).toEqual([{ value: 'y', stamp: 11, author: newNumber }]);
  });

  it('gives intents that can be formed again once more', () => {
    const base = openDoc({ guid: 'part', gc: false });
    write(base, other, 'name', 'before', 10);
    const intent = write(copyOf(base), self, 'name', 'mine', 20);
    const first = copyOf(base);

    const again = reformRegisters(under(first), [intent]);
    reformRegisters(under(base, self, 2), again);

    expect(again).toEqual([intent]);
    expect(read(base)).toEqual(read(first));
  });
});
