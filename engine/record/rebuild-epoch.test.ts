/** Laws of epochs: the same values, conflicts, stamps and authors in far fewer bytes. */
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
import { conflictsOf } from './conflicts.ts';
import { localTransact, openDoc } from './open-doc.ts';
import { readRow } from './read-row.ts';
import { needsRebuild, rebuildPart, registersOf, valuesBytesOf } from './rebuild-epoch.ts';
import { readRegister, rootOf, writeRegister } from './register.ts';
import { RegisterIndex } from './register-index.ts';

const relay = clientIdOf(RELAY_DEVICE_NUMBER, 0);

function layoutOf(names: readonly string[]): PartLayout {
  const roots = names.map((name): [string, Attribute] => [
    name,
    { name, label: '', required: false, secured: false, type: 'string', maxLength: 100 },
  ]);
  return { name: 'main', kind: 'plain', secured: false, roots: new Map(roots) };
}

const names = ['name', 'city', 'phone'];
const layout = layoutOf(names);

function write(doc: Y.Doc, device: number, attribute: string, value: Value, stamp: number): void {
  localTransact(doc, clientIdOf(device as DeviceNumber, 0), () =>
    writeRegister(doc, attribute, value, stamp as Stamp),
  );
}

const weigh = (doc: Y.Doc) => ({
  bytes: Y.encodeStateAsUpdateV2(doc).length,
  valuesBytes: valuesBytesOf(registersOf(doc)),
  clients: doc.store.clients.size,
});

const writes = fc.array(
  fc.record({
    at: fc.nat(3),
    attribute: fc.constantFrom(...names),
    value: fc.constantFrom<Value>(null, 'a', 'b', 5, { entity: 'account', id: 'x' }),
    stamp: fc.nat(10),
    isSync: fc.boolean(),
  }),
  { maxLength: 30 },
);

describe('rebuildPart', () => {
  it('keeps row, conflicts, stamps and authors, also when it is done again', () => {
    fc.assert(
      fc.property(writes, (history) => {
        const docs = [0, 1, 2, 3].map(() => openDoc({ guid: 'part', gc: false }));
        for (const { at, attribute, value, stamp, isSync } of history) {
          write(docs[at] as Y.Doc, 5_000 + at, attribute, value, stamp);
          if (isSync) Y.applyUpdate(docs[0] as Y.Doc, Y.encodeStateAsUpdate(docs[at] as Y.Doc));
        }
        const doc = openDoc({ guid: 'part', gc: true });
        for (const other of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));

        const next = rebuildPart(registersOf(doc), layout, relay);
        const again = rebuildPart(registersOf(next), layout, relay);

        for (const rebuilt of [next, again]) {
          expect(readRow(rebuilt, layout)).toEqual(readRow(doc, layout));
          expect(conflictsOf(rebuilt, layout)).toEqual(conflictsOf(doc, layout));
          for (const name of names) {
            expect(readRegister(rootOf(rebuilt, name))).toEqual(readRegister(rootOf(doc, name)));
          }
        }
        expect(Y.encodeStateAsUpdate(again)).toEqual(Y.encodeStateAsUpdate(next));
      }),
      { numRuns: 200 },
    );
  });

  it('is small after 20,000 random overwrites by five devices', () => {
    // Given twenty attributes overwritten over and over
    const many = layoutOf(Array.from({ length: 20 }, (_, index) => `attribute_${index}`));
    const attributes = [...many.roots.keys()];
    const doc = openDoc({ guid: 'part', gc: true });
    let seed = 7;
    const below = (bound: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % bound;
    };
    for (let stamp = 1; stamp <= 20_000; stamp += 1) {
      write(doc, 5_000 + below(5), attributes[below(20)] as string, `value ${below(1_000)}`, stamp);
    }
    const before = weigh(doc);
    expect(needsRebuild(before)).toBe(true);

    // When the part is rebuilt
    const next = rebuildPart(registersOf(doc), many, relay);

    // Then it is as small as its values
    const after = weigh(next);
    expect(after.bytes).toBeLessThan(2_000);
    expect(after.bytes * 20).toBeLessThan(before.bytes);
    expect(needsRebuild(after)).toBe(false);
    expect(readRow(next, many)).toEqual(readRow(doc, many));
  });

  it('lets no part be due again at once, not even 500 short values under long names', () => {
    const many = layoutOf(Array.from({ length: 500 }, (_, index) => `${'n'.repeat(58)}${index}`));
    const doc = openDoc({ guid: 'part', gc: true });
    for (const name of many.roots.keys()) write(doc, 5_000, name, 1, 2 ** 50);

    expect(needsRebuild(weigh(rebuildPart(registersOf(doc), many, relay)))).toBe(false);
  });

  it('keeps what stands in attributes that the metadata has no more: they may be published again', () => {
    const doc = openDoc({ guid: 'part', gc: true });
    for (const name of names) write(doc, 5_000, name, `of ${name}`, 2 ** 50);
    const withoutCity = layoutOf(names.filter((name) => name !== 'city'));

    const registers = [registersOf(doc), RegisterIndex.of(doc)];
    const rebuilt = registers.map((held) => rebuildPart(held, withoutCity, relay));

    for (const next of rebuilt) expect(readRow(next, layout)).toEqual(readRow(doc, layout));
  });

  it('is a defect for a text part', () => {
    expect(() =>
      rebuildPart(registersOf(openDoc({ guid: 'part', gc: true })), { ...layout, kind: 'text' }, relay),
    ).toThrow('text');
  });
});

describe('needsRebuild', () => {
  it.each([
    [{ bytes: 4_096, valuesBytes: 10, clients: 50 }, false],
    [{ bytes: 4_097, valuesBytes: 10, clients: 50 }, true],
    [{ bytes: 8_000, valuesBytes: 1_000, clients: 1 }, false],
    [{ bytes: 8_001, valuesBytes: 1_000, clients: 1 }, true],
    [{ bytes: 100, valuesBytes: 100, clients: 51 }, true],
  ])('answers %o with %s', (weight, due) => {
    expect(needsRebuild(weight)).toBe(due);
  });
});
