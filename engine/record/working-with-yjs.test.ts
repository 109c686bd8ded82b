/**
 * What this folder relies on in the pinned Yjs. A test that fails here says that Yjs has changed, and
 * that the code which leans on it (named in each test) has to be looked at.
 */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openDoc } from './open-doc.ts';

const OWN = 5_000 * 2 ** 20;

function stockDoc(clientId: number, gc = false): Y.Doc {
  const doc = new Y.Doc({ guid: 'stock', gc });
  doc.clientID = clientId;
  return doc;
}

describe('Yjs', () => {
  it('swaps the client id when an update under it is applied (localTransact sets it each time)', () => {
    const first = stockDoc(OWN);
    first.getText('t').insert(0, 'a');
    const second = stockDoc(OWN);

    Y.applyUpdate(second, Y.encodeStateAsUpdate(first));

    expect(second.clientID).not.toBe(OWN);
    expect(second.clientID).toBeLessThan(2 ** 32);
  });

  it('leaves the neutral id alone (openDoc)', () => {
    const first = stockDoc(OWN);
    first.getText('t').insert(0, 'a');
    const second = openDoc({ guid: 'part', gc: false });
    const before = second.clientID;

    Y.applyUpdate(second, Y.encodeStateAsUpdate(first));

    expect(second.clientID).toBe(before);
  });

  it.each([
    ['a stock viewer cleans up in a local transaction', (id: number) => stockDoc(id), true],
    [
      'a viewer of openDoc stays silent',
      (id: number) => openDoc({ guid: 'v', gc: false, clientId: id }),
      false,
    ],
  ])('on concurrent formatting %s', (_name, viewerOf, cleansUp) => {
    // Given two people who make the same words bold at the same time
    const [one, two] = [stockDoc(1), stockDoc(2)];
    one.getText('t').insert(0, 'words');
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
    one.getText('t').format(0, 5, { bold: true });
    two.getText('t').format(0, 5, { bold: true });
    const viewer = viewerOf(OWN);
    viewer.getText('t').observe(() => undefined);
    const local: Y.Transaction[] = [];
    viewer.on('afterTransaction', (transaction) => {
      if (transaction.local) local.push(transaction);
    });

    // When a mere viewer receives both
    Y.applyUpdate(viewer, Y.encodeStateAsUpdate(one));
    Y.applyUpdate(viewer, Y.encodeStateAsUpdate(two));

    // Then only a stock document deletes marks that nobody asked it to delete
    expect(local.some((transaction) => transaction.deleteSet.clients.size > 0)).toBe(cleansUp);
    expect(viewer.getText('t').toDelta()).toEqual([{ insert: 'words', attributes: { bold: true } }]);
  });

  it('keeps 52-bit client ids in both encodings (client ids are device numbers)', () => {
    const id = 2 ** 52 - 1;
    const doc = stockDoc(id);
    doc.getText('t').insert(0, 'abc');
    doc.getText('t').insert(1, 'x');
    doc.getText('t').delete(0, 1);

    const fromV1 = stockDoc(1);
    Y.applyUpdate(fromV1, Y.encodeStateAsUpdate(doc));
    const fromV2 = stockDoc(1);
    Y.applyUpdateV2(fromV2, Y.encodeStateAsUpdateV2(doc));

    for (const copy of [fromV1, fromV2]) {
      expect(copy.getText('t').toString()).toBe('xbc');
      expect([...Y.decodeStateVector(Y.encodeStateVector(copy))]).toEqual([[id, 4]]);
      expect(Y.encodeStateAsUpdate(copy)).toEqual(Y.encodeStateAsUpdate(doc));
    }
  });

  it('gives equal values with and without gc, and equal states after a rebuild with gc on', () => {
    const withGc = stockDoc(1, true);
    const without = stockDoc(1, false);
    for (const doc of [withGc, without]) {
      doc.getArray('a').push([['Monday', 1]]);
      doc.getArray('a').delete(0, 1);
      doc.getArray('a').push([['Friday', 2]]);
      doc.getText('t').insert(0, 'hello world');
      doc.getText('t').delete(2, 5);
      doc.getXmlFragment('x').insert(0, [new Y.XmlElement('p')]);
      doc.getXmlFragment('x').delete(0, 1);
    }
    const rebuilt = (doc: Y.Doc) => {
      const fresh = new Y.Doc({ guid: 'rebuilt', gc: true });
      Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc));
      return Y.encodeStateAsUpdate(fresh);
    };

    expect(withGc.getArray('a').toJSON()).toEqual(without.getArray('a').toJSON());
    expect(withGc.getText('t').toString()).toBe(without.getText('t').toString());
    expect(Y.encodeStateAsUpdate(withGc)).not.toEqual(Y.encodeStateAsUpdate(without));
    expect(rebuilt(withGc)).toEqual(rebuilt(without));
  });

  it('writes these V1 bytes for a small history (decodeUpdate, encodeUpdate)', () => {
    const doc = stockDoc(OWN);
    doc.getArray('name').push([['Harbour', 3_000_000_000_000]]);
    doc.getText('notes').insert(0, 'hé');
    doc.getText('notes').format(0, 1, { bold: true });
    doc.getArray('name').delete(0, 1);

    expect(Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex')).toBe(
      '0105808080c413000801046e616d650175027707486172626f75727b4285d3ef798000000401056e6f746573016884808080c4130102c3a946808080c4130104626f6c640474727565c6808080c41301808080c4130204626f6c64046e756c6c01808080c413010001',
    );
  });

  it('applies a truncated update in part and then throws, and ignores bytes that follow (decodeUpdate)', () => {
    const doc = stockDoc(1);
    doc.getText('t').insert(0, 'abc');
    const update = Y.encodeStateAsUpdate(doc);
    const [truncated, trailing] = [stockDoc(2), stockDoc(3)];

    expect(() => Y.applyUpdate(truncated, update.subarray(0, -1))).toThrow();
    expect(truncated.getText('t').toString()).toBe('abc');
    Y.applyUpdate(trailing, Uint8Array.of(...update, 1, 2, 3));
    expect(trailing.getText('t').toString()).toBe('abc');
  });

  it('shows items of a root that has no type yet (readRow, readRegister)', () => {
    const doc = stockDoc(1);
    doc.getArray('a').push([['x', 1]]);
    const copy = stockDoc(2);

    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));

    const item = copy.share.get('a')?._start;
    expect(item?.content).toBeInstanceOf(Y.ContentAny);
    expect(item?.content.getContent()).toEqual([['x', 1]]);
  });
});
