import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  accepted,
  append,
  author,
  FIRST_STATE,
  ORGANIZATION,
  recordId,
} from '../../test/store/log-entries.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { LevelStore } from './index.ts';
import { appendUpdate, noteCompacted, partOf, startPart } from './part-state.ts';
import type { RelayStore } from './relay-store.ts';

const id = recordId(1);
const textOf = (store: RelayStore): string => {
  const part = store.part('contact', id, 'note');
  const doc = new Y.Doc();
  if (part?.snapshot) Y.applyUpdateV2(doc, part.snapshot);
  for (const update of part?.updates ?? []) Y.applyUpdate(doc, update);
  return doc.getText('note').toString();
};

describe('a part', () => {
  it('is merged when it is flushed with many updates, and goes on from there in memory and on disk', async () => {
    const db = new LossyLevel(() => 0);
    const level = await LevelStore.open(db, { pause: async () => undefined });
    const store = await level.create(ORGANIZATION, FIRST_STATE);
    const doc = new Y.Doc();
    let number = 0;
    const type = async (text: string): Promise<void> => {
      const vector = Y.encodeStateVector(doc);
      doc.getText('note').insert(doc.getText('note').length, text);
      const parts = [{ part: 'note', update: Y.encodeStateAsUpdate(doc, vector) }];
      store.stage(
        accepted(store, author(++number), [{ kind: number === 1 ? 'create' : 'update', id, parts }]),
      );
      await append(store);
    };
    for (let i = 0; i < 80; i++) await type(`${i} `);
    const flushing = store.flush();
    await type('while it is flushed ');
    await flushing;
    await type('after');
    const part = store.part('contact', id, 'note');
    expect(part?.snapshot).not.toBeNull();
    expect(part?.updates).toHaveLength(2);
    expect(textOf(store)).toBe(doc.getText('note').toString());
    await db.crash();
    const again = await (await LevelStore.open(db)).organization(ORGANIZATION);
    expect(again.part('contact', id, 'note')?.updates).toHaveLength(2);
    expect(textOf(again)).toBe(doc.getText('note').toString());
  });

  it('that can not be merged keeps nothing else from being written', async () => {
    const level = await LevelStore.open(new LossyLevel(() => 0));
    const store = await level.create(ORGANIZATION, FIRST_STATE);
    const parts = [{ part: 'note', update: new Uint8Array(2_000).fill(255) }];
    store.stage(accepted(store, author(1), [{ kind: 'create', id, parts }]));
    await append(store);
    await store.flush();
    expect(store.status).toBe('open');
    expect(store.part('contact', id, 'note')?.updates).toEqual([parts[0]?.update]);
  });

  it('has states that share updates without seeing each other', () => {
    const [a, b, c] = [1, 2, 3].map((n) => new Uint8Array([n])) as [Uint8Array, Uint8Array, Uint8Array];
    const one = appendUpdate(startPart(1, null), a);
    const left = appendUpdate(one, b);
    const right = appendUpdate(one, c);
    expect(partOf(left).updates).toEqual([a, b]);
    expect(partOf(right).updates).toEqual([a, c]);
    noteCompacted(left, new Uint8Array([9]));
    expect(partOf(left)).toEqual({ epoch: 1, snapshot: new Uint8Array([9]), updates: [] });
    expect(partOf(appendUpdate(left, c))).toEqual({ epoch: 1, snapshot: new Uint8Array([9]), updates: [c] });
    expect(partOf(right).updates).toEqual([a, c]);
  });
});
