/** Laws of texts that are formed again: the same words in the same place, and nothing parked. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { DeviceNumber } from '../model/index.ts';
import { clientIdOf } from './client-id.ts';
import { decodeUpdate } from './decode-update.ts';
import type { DecodedUpdate, ItemStruct } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';
import { localTransact, openDoc } from './open-doc.ts';
import { movedByReform, reformText } from './reform-text.ts';

const from = clientIdOf(5_000 as DeviceNumber, 0);
const to = clientIdOf(5_000 as DeviceNumber, 1);
const lower = clientIdOf(4_900 as DeviceNumber, 0);
const higher = clientIdOf(5_100 as DeviceNumber, 0);

interface Edit {
  readonly at: number;
  readonly text: string;
  readonly cut: number;
}

const edits = (letters: string): fc.Arbitrary<Edit[]> =>
  fc.array(
    fc.record({
      at: fc.nat(),
      text: fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 3 }),
      cut: fc.constantFrom(0, 0, 1, 2),
    }),
    { maxLength: 5 },
  );

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = openDoc({ guid: 'part', gc: false });
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

/** Makes the edits and gives back the change as it would be sent. */
function change(doc: Y.Doc, clientId: number, list: readonly Edit[]): DecodedUpdate {
  const before = Y.encodeStateVector(doc);
  const deletes: Uint8Array[] = [];
  const collect = (update: Uint8Array) => deletes.push(update);
  doc.on('update', collect);
  for (const { at, text, cut } of list) {
    localTransact(doc, clientId, () => {
      const body = doc.getText('notes');
      body.insert(at % (body.length + 1), text);
      const start = at % body.length;
      if (cut > 0) body.delete(start, Math.min(cut, body.length - start));
    });
  }
  doc.off('update', collect);
  return decoded(
    deletes.length === 0
      ? Y.encodeStateAsUpdate(openDoc({ guid: 'x', gc: false }), before)
      : Y.mergeUpdates(deletes),
  );
}

function decoded(bytes: Uint8Array): DecodedUpdate {
  const result = decodeUpdate(bytes);
  if (!result.ok) throw new Error(result.refusal.reason);
  return result.update;
}

function apply(doc: Y.Doc, update: Uint8Array): string {
  Y.applyUpdate(doc, update);
  expect(doc.store.pendingStructs).toBeNull();
  expect(doc.store.pendingDs).toBeNull();
  return textOf(doc);
}

const textOf = (doc: Y.Doc) => doc.getText('notes').toString();
const itemsOf = (update: DecodedUpdate) =>
  update.structs.filter((struct): struct is ItemStruct => struct.kind === 'item');
const erased = (update: DecodedUpdate): DecodedUpdate => ({
  structs: itemsOf(update).map((struct) => ({ ...struct, content: { kind: 'deleted' } })),
  deletes: [],
});

describe('reformText', () => {
  it('keeps the text that the change would have given, however many others wrote meanwhile', () => {
    fc.assert(
      fc.property(
        edits('ab'),
        edits('AB'),
        edits('cd'),
        edits('ef'),
        edits('CD'),
        (first, mine, one, two, more) => {
          // Given a base, two pending changes on it, and a base that others went on with
          const base = openDoc({ guid: 'part', gc: false });
          change(base, lower, first);
          const device = copyOf(base);
          const pending = [change(device, from, mine), change(device, from, more)];
          const today = copyOf(base);
          const [left, right] = [copyOf(base), copyOf(base)];
          change(left, lower, one);
          change(right, higher, two);
          Y.applyUpdate(today, Y.encodeStateAsUpdate(left));
          Y.applyUpdate(today, Y.encodeStateAsUpdate(right));
          const expected = copyOf(today);
          for (const update of pending) apply(expected, encodeUpdate(update));

          // When both are formed again, the second behind the first
          const formed = copyOf(today);
          const [a, b] = pending as [DecodedUpdate, DecodedUpdate];
          apply(formed, reformText(a, formed, from, to, 0));
          const moved = movedByReform(a, from, to, 0);
          const next = Y.getState(formed.store, to);
          apply(formed, reformText(b, formed, from, to, next, { moved }));

          // Then the text is the same, and nothing stands under the old id
          expect(textOf(formed)).toBe(textOf(expected));
          expect(Y.getState(formed.store, from)).toBe(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps text in its place when what it was typed around is lost, also while others write', () => {
    const arguments_ = [
      edits('ab'),
      edits('XYZ'),
      edits('mno'),
      edits('pqr'),
      edits('cd'),
      edits('ef'),
    ] as const;
    fc.assert(
      fc.property(...arguments_, (first, refused, mine, more, one, two) => {
        // Given a refused change, two that were typed around and after it, and a base that others went on with
        const base = openDoc({ guid: 'part', gc: false });
        change(base, lower, first);
        const device = copyOf(base);
        const lost = change(device, from, refused);
        const [a, b] = [change(device, from, mine), change(device, from, more)];
        const [left, right] = [copyOf(base), copyOf(base)];
        change(left, lower, one);
        change(right, higher, two);
        const today = copyOf(left);
        Y.applyUpdate(today, Y.encodeStateAsUpdate(right));
        const expected = copyOf(today);
        for (const update of [erased(lost), a, b]) apply(expected, encodeUpdate(update));

        // When they are formed again without it
        const formed = copyOf(today);
        apply(formed, reformText(a, formed, from, to, 0, { lost: itemsOf(lost) }));
        const context = { lost: itemsOf(lost), moved: movedByReform(a, from, to, 0) };
        apply(formed, reformText(b, formed, from, to, Y.getState(formed.store, to), context));

        // Then the text is as if the refused one had been a tombstone
        expect(textOf(formed)).toBe(textOf(expected));
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps every character on a base that knows nothing of it', () => {
    fc.assert(
      fc.property(edits('ab'), edits('mno'), edits('cd'), (first, mine, other) => {
        const base = openDoc({ guid: 'part', gc: false });
        change(base, lower, first);
        const device = copyOf(base);
        const inserted = change(device, from, mine);
        const foreign = openDoc({ guid: 'part', gc: false });
        change(foreign, higher, [...other, { at: 0, text: 'z', cut: 0 }]);
        const before = textOf(foreign);

        apply(foreign, reformText(inserted, foreign, from, to, 0));

        const mineOnly = (text: string) => [...text].filter((letter) => 'mno'.includes(letter)).sort();
        expect(mineOnly(textOf(foreign))).toEqual(mineOnly(textOf(device)));
        expect([...textOf(foreign)].filter((letter) => !'mno'.includes(letter)).join('')).toBe(before);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps formatting and embeds, and leaves out what a text part does not hold', () => {
    const base = openDoc({ guid: 'part', gc: false });
    change(base, lower, [{ at: 0, text: 'abc', cut: 0 }]);
    const device = copyOf(base);
    const before = Y.encodeStateVector(device);
    localTransact(device, from, () => {
      device.getText('notes').format(0, 2, { bold: true });
      device.getText('notes').insertEmbed(1, { image: 'x' });
      device.getArray('other').push([1]);
    });
    const update = decoded(Y.encodeStateAsUpdate(device, before));

    apply(base, reformText(update, base, from, to, 0));

    expect(base.getText('notes').toDelta()).toEqual(device.getText('notes').toDelta());
    expect(base.share.has('other')).toBe(false);
  });

  it('ends on a circle of lost structs', () => {
    const struct = (clock: number, origin: number): ItemStruct => ({
      kind: 'item',
      client: from,
      clock,
      length: 1,
      origin: { client: from, clock: origin },
      rightOrigin: null,
      parent: null,
      parentSub: null,
      isKeyed: false,
      content: { kind: 'string', text: 'x' },
    });
    const base = openDoc({ guid: 'part', gc: false });
    base.getText('notes');
    const update = { structs: [struct(9, 1)], deletes: [] };

    const bytes = reformText(update, base, from, to, 0, { lost: [struct(1, 2), struct(2, 1)] });

    expect(apply(base, bytes)).toBe('x');
  });
});
