/**
 * The further rules by which this folder works with the pinned Yjs, one test for each; the name of each test
 * is the rule. (What was found in Yjs on the way stands in `working-with-yjs.test.ts`.)
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { clientIdOf, NEUTRAL_CLIENT_ID } from './client-id.ts';
import { encodeUpdate } from './encode-update.ts';
import { localTransact, openDoc } from './open-doc.ts';
import { placeholderUpdate } from './placeholder.ts';

const OWN = clientIdOf(5_000 as never, 3);

function stockDoc(clientId: number): Y.Doc {
  const doc = new Y.Doc({ guid: 'stock', gc: false });
  doc.clientID = clientId;
  return doc;
}

describe('"Give every `Y.Doc` a `guid` and set its client id"', () => {
  it('draws nothing at random where both are given, and both where they are not', () => {
    const [one, other] = [new Y.Doc(), new Y.Doc()];
    expect(one.guid).not.toBe(other.guid);
    expect(one.clientID).not.toBe(other.clientID);

    const opened = openDoc({ guid: 'part', gc: false });
    expect([opened.guid, opened.clientID]).toEqual(['part', NEUTRAL_CLIENT_ID]);
    expect(openDoc({ guid: 'part', gc: false, clientId: OWN }).clientID).toBe(OWN);
  });

  it('is kept by engine and relay: one place makes documents, and that one gives both', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const makers = ['engine', 'relay']
      .flatMap((folder) =>
        readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map(
          (path) => `${folder}/${path}`,
        ),
      )
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .filter((path) => /new Y\.Doc\(|new Doc\(/.test(readFileSync(`${root}/${path}`, 'utf8')));
    expect(makers).toEqual(['engine/record/open-doc.ts']);
  });
});

describe('"Load under a neutral client id, set one\'s own after the last apply, and assert it before each local transaction"', () => {
  it('writes under the own id behind an update that was applied under it, where a stock document does not', () => {
    const before = stockDoc(OWN);
    before.getText('t').insert(0, 'a');
    const stored = Y.encodeStateAsUpdate(before);
    const [stock, opened] = [stockDoc(OWN), openDoc({ guid: 'part', gc: false })];

    for (const doc of [stock, opened]) Y.applyUpdate(doc, stored);
    stock.getText('t').insert(1, 'b');
    localTransact(opened, OWN, () => opened.getText('t').insert(1, 'b'));

    expect(Y.getState(stock.store, OWN)).toBe(1);
    expect(Y.getState(opened.store, OWN)).toBe(2);
    expect(() => localTransact(opened, NEUTRAL_CLIENT_ID, () => undefined)).toThrow('no device');
  });
});

describe('"Placeholders need public API only: `new Y.Item(…, new Y.ContentDeleted(length))`, written by `item.write(new Y.UpdateEncoderV1(), 0)` behind the counts"', () => {
  it('writes the bytes that `placeholderUpdate` writes by hand, in a root and beside an origin', () => {
    const first = { client: OWN, clock: 0, length: 3, origin: null, rightOrigin: null, root: 't' };
    const origin = { client: OWN, clock: 2 };
    const second = { client: OWN, clock: 3, length: 2, origin, rightOrigin: null, root: 't' };
    const parent = 't' as unknown as Y.AbstractType<unknown>;
    const items = [
      new Y.Item(Y.createID(OWN, 0), null, null, null, null, parent, null, new Y.ContentDeleted(3)),
      new Y.Item(
        Y.createID(OWN, 3),
        null,
        Y.createID(OWN, 2),
        null,
        null,
        null,
        null,
        new Y.ContentDeleted(2),
      ),
    ];

    const written = new Y.UpdateEncoderV1();
    for (const item of items) item.write(written, 0);
    const encoder = createEncoder();
    // One client with two structs from clock 0, then no deletes.
    for (const number of [1, items.length, OWN, 0]) writeVarUint(encoder, number);
    writeUint8Array(encoder, written.toUint8Array());
    writeVarUint(encoder, 0);

    const kept = [first, second].map((one) => ({ ...one, number: 1, isText: true }));
    expect(toUint8Array(encoder)).toEqual(placeholderUpdate(kept));
  });

  it('integrates them as deleted, and what was typed behind them becomes whole', () => {
    const author = stockDoc(OWN);
    author.getText('t').insert(0, 'refused');
    const before = Y.encodeStateVector(author);
    author.getText('t').insert(7, ' kept');
    const later = Y.encodeStateAsUpdate(author, before);
    const gone = { client: OWN, clock: 0, length: 7, origin: null, rightOrigin: null, root: 't' };
    const reader = openDoc({ guid: 'part', gc: true });

    Y.applyUpdate(reader, later);
    expect([reader.getText('t').toString(), reader.store.pendingStructs === null]).toEqual(['', false]);
    Y.applyUpdate(reader, placeholderUpdate([{ ...gone, number: 1, isText: true }]));

    expect(reader.getText('t').toString()).toBe(' kept');
    expect(reader.store.pendingStructs).toBeNull();
  });
});

describe('"`DeleteItem` and `writeDeleteSet` are not exported: a delete set is encoded by hand"', () => {
  it('exports the classes that placeholders need, and neither of those', () => {
    const names = new Set(Object.keys(Y));
    for (const name of ['Item', 'ContentDeleted', 'UpdateEncoderV1', 'readUpdate', 'createID'])
      expect([name, names.has(name)]).toEqual([name, true]);
    for (const name of ['DeleteItem', 'writeDeleteSet'])
      expect([name, names.has(name)]).toEqual([name, false]);
  });

  it('encodes the bytes that Yjs writes for the same deletes', () => {
    const doc = stockDoc(OWN);
    doc.getText('t').insert(0, 'abcdef');
    const before = Y.encodeStateVector(doc);
    doc.getText('t').delete(4, 1);
    doc.getText('t').delete(1, 2);

    expect(
      encodeUpdate({
        structs: [],
        deletes: [
          { client: OWN, clock: 1, length: 2 },
          { client: OWN, clock: 4, length: 1 },
        ],
      }),
    ).toEqual(Y.encodeStateAsUpdate(doc, before));
  });
});
