/** Rows and conflicts against an oracle that reads the same documents with plain Yjs alone. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Stamp } from '../clock/index.ts';
import type { Attribute, DeviceNumber, PartLayout, Value } from '../model/index.ts';
import { clientIdOf } from './client-id.ts';
import { conflictsOf } from './conflicts.ts';
import { localTransact, openDoc } from './open-doc.ts';
import { readRow, readText } from './read-row.ts';
import { writeRegister } from './register.ts';

const common = { label: '', required: false, secured: false };
const main: PartLayout = {
  name: 'main',
  kind: 'plain',
  secured: false,
  roots: new Map(
    ['name', 'city', 'count'].map((name): [string, Attribute] => [
      name,
      { ...common, name, type: 'string', maxLength: 100 },
    ]),
  ),
};
const notes: PartLayout = {
  name: 'notes',
  kind: 'text',
  secured: false,
  roots: new Map([['notes', { ...common, name: 'notes', type: 'memo', maxLength: 100_000 }]]),
};

const step = fc.record({
  at: fc.nat(2),
  attribute: fc.constantFrom('name', 'city', 'count', 'removed'),
  value: fc.constantFrom<Value>(null, 'a', 'b', 1, 2, true),
  stamp: fc.nat(8),
  from: fc.nat(2),
  text: fc.string({ unit: 'binary', maxLength: 6 }),
  place: fc.nat(),
  isSync: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Three documents of each part with a random common history. */
function histories(steps: readonly Step[]): { main: Y.Doc[]; notes: Y.Doc[] } {
  const make = () => [0, 1, 2].map((index) => openDoc({ guid: 'part', gc: index === 0 }));
  const docs = { main: make(), notes: make() };
  for (const { at, from, isSync, ...rest } of steps) {
    const clientId = clientIdOf((5_000 + at) as DeviceNumber, 0);
    const [plain, text] = [docs.main[at] as Y.Doc, docs.notes[at] as Y.Doc];
    localTransact(plain, clientId, () =>
      writeRegister(plain, rest.attribute, rest.value, rest.stamp as Stamp),
    );
    localTransact(text, clientId, () => editText(text.getText('notes'), rest));
    if (isSync) {
      Y.applyUpdate(plain, Y.encodeStateAsUpdate(docs.main[from] as Y.Doc));
      Y.applyUpdate(text, Y.encodeStateAsUpdate(docs.notes[from] as Y.Doc));
    }
  }
  return docs;
}

function editText(text: Y.Text, { text: typed, place, stamp }: Pick<Step, 'text' | 'place' | 'stamp'>): void {
  const at = place % (text.length + 1);
  if (stamp === 0 && at < text.length) text.format(at, 1, { bold: true });
  else if (stamp === 1) text.insertEmbed(at, { image: 'x' });
  else if (stamp < 4 && at < text.length) text.delete(at, 1);
  else text.insert(at, typed);
}

/** The row as the design words it, by public Yjs methods only. */
function rowByYjs(doc: Y.Doc): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const name of ['name', 'city', 'count']) {
    const entries = doc.getArray<[unknown, number]>(name).toArray();
    const byTime = entries.toSorted(
      (a, b) => b[1] - a[1] || (JSON.stringify(a[0]) < JSON.stringify(b[0]) ? 1 : -1),
    );
    const winner = byTime[0]?.[0] ?? null;
    if (winner !== null) row[name] = winner;
  }
  return row;
}

describe('readRow', () => {
  it('equals what plain Yjs reads, on random histories and after reloading', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const docs = histories(steps);
        for (const doc of docs.main) {
          const reloaded = openDoc({ guid: 'part', gc: true });
          Y.applyUpdateV2(reloaded, Y.encodeStateAsUpdateV2(doc));

          expect(readRow(reloaded, main)).toEqual(rowByYjs(doc));
          expect(readRow(doc, main)).toEqual(rowByYjs(doc));
          expect(conflictsOf(reloaded, main).map(({ attribute }) => attribute)).toEqual(
            ['name', 'city', 'count'].filter((name) => doc.getArray(name).length > 1),
          );
        }
        for (const doc of docs.notes) {
          const reloaded = openDoc({ guid: 'part', gc: true });
          Y.applyUpdateV2(reloaded, Y.encodeStateAsUpdateV2(doc));
          const text = doc.getText('notes').toString();

          expect(readText(reloaded, 'notes')).toBe(text);
          expect(readRow(reloaded, notes)).toEqual(text === '' ? {} : { notes: text });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('brings no root into being', () => {
    const doc = openDoc({ guid: 'part', gc: false });

    expect(readRow(doc, main)).toEqual({});
    expect(conflictsOf(doc, main)).toEqual([]);
    expect(doc.share.size).toBe(0);
  });

  it('reads a cleared value as absent', () => {
    const doc = openDoc({ guid: 'part', gc: false, clientId: clientIdOf(5_000 as DeviceNumber, 0) });
    writeRegister(doc, 'name', 'x', 1 as Stamp);
    writeRegister(doc, 'name', null, 2 as Stamp);

    expect(readRow(doc, main)).toEqual({});
  });
});

describe('readText', () => {
  const textOf = (text: string) => {
    const doc = openDoc({ guid: 'part', gc: false });
    doc.getText('notes').insert(0, text);
    return readText(doc, 'notes');
  };

  it('gives at most 2,000 UTF-16 units', () => {
    expect(textOf('x'.repeat(2_000))).toHaveLength(2_000);
    expect(textOf('x'.repeat(5_000))).toBe('x'.repeat(2_000));
  });

  it('does not cut a surrogate pair in half', () => {
    expect(textOf(`${'x'.repeat(1_999)}😀`)).toBe('x'.repeat(1_999));
    expect(textOf(`${'x'.repeat(1_998)}😀tail`)).toBe(`${'x'.repeat(1_998)}😀`);
  });
});
