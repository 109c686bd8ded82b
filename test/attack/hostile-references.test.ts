/** Attacks by what an update refers to: origins, parents, deletes, roots, and what would be parked. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { encodeUpdate } from '../../engine/record/index.ts';
import {
  aRaid,
  attack,
  attackPart,
  entries,
  expectHonestWorkGoesOn,
  forged,
  NAME,
  NOTES,
  partOf,
} from './raid.ts';

const malformed = { type: 'rejected', code: 'malformed-update', attributes: [], leftPlaceholder: false };
const missing = { type: 'rejected', code: 'missing-dependency', attributes: [], leftPlaceholder: false };

describe('content that would be parked until a harmless half arrives', () => {
  it('is refused where it waits for what its victim writes next, and does not go off then', async () => {
    const raid = await aRaid();
    const { world, vera, otto, id } = raid;
    // vera has written one clock in `main`; the bomb hangs on her next one.
    const bomb = forged(raid, [
      { origin: { client: raid.victim, clock: 1 }, content: entries(raid, 'bomb') },
    ]);
    expect(await attackPart(raid, bomb)).toMatchObject({ ...missing, number: 1 });
    await vera.update('account', id, { phone: '1' });
    expect(world.row('account', id)?.values.phone).toBe('1');
    const { doc } = otto.author.part(id, 'main');
    expect(doc.store.pendingStructs).toBeNull();
    expect(JSON.stringify(doc.getArray('phone').toJSON())).not.toContain('bomb');
  });

  it('has its second half refused too, each in a change of its own', async () => {
    const raid = await aRaid();
    const second = forged(raid, [{ clock: 1, content: entries(raid, '2') }]);
    expect(await attackPart(raid, second)).toMatchObject({ type: 'reform', code: 'missing-dependency' });
    const first = forged(raid, [{ content: entries(raid, '1') }]);
    // Formed before the verdict was known: it stands behind what is to be formed again.
    expect(await attackPart(raid, first)).toMatchObject({ type: 'reform', number: 2 });
    raid.mallory.author.lastVerdict = 2;
    await expectHonestWorkGoesOn(raid);
  });
});

describe('a deleted range for clocks that are not used yet', () => {
  it('is refused, and what its victim writes next lives', async () => {
    const raid = await aRaid();
    const { vera, world, id } = raid;
    const deletes = [{ client: raid.victim, clock: NOTES.length, length: 50 }];
    expect(await attackPart(raid, encodeUpdate({ structs: [], deletes }), 'notes')).toMatchObject(missing);
    await vera.push([
      { kind: 'update', entity: 'account', id, parts: [vera.author.type(id, 'notes', 0, 'alive ')] },
    ]);
    expect(world.row('account', id)?.values.notes).toBe(`alive ${NOTES}`);
  });

  it('is refused where it begins in what is known and ends beyond', async () => {
    const raid = await aRaid();
    const deletes = [{ client: raid.victim, clock: 0, length: NOTES.length + 1 }];
    expect(await attackPart(raid, encodeUpdate({ structs: [], deletes }), 'notes')).toMatchObject(missing);
    await expectHonestWorkGoesOn(raid);
  });

  it('is refused for a client that never wrote', async () => {
    const raid = await aRaid();
    const deletes = [{ client: raid.victim + 5, clock: 0, length: 1 }];
    expect(await attackPart(raid, encodeUpdate({ structs: [], deletes }))).toMatchObject(missing);
    await expectHonestWorkGoesOn(raid);
  });
});

describe('a place that is none', () => {
  it('is refused with a right origin in another root', async () => {
    const raid = await aRaid();
    const { mallory, id } = raid;
    await mallory.update('account', id, { phone: '1' });
    const inName = { client: raid.victim, clock: 0 };
    const inPhone = { client: raid.own, clock: 0 };
    const update = forged(raid, [{ clock: 1, origin: inPhone, rightOrigin: inName }]);
    expect(await attackPart(raid, update)).toMatchObject({ ...malformed, number: 2 });
    expect(raid.world.row('account', id)?.values).toMatchObject({ name: NAME, phone: '1' });
  });

  it.each(['hidden', '__proto__', 'constructor', ''])(
    'is refused with the parentSub "%s" on a register',
    async (key) => {
      const raid = await aRaid();
      expect(await attackPart(raid, forged(raid, [{ parentSub: key, isKeyed: true }]))).toMatchObject(
        malformed,
      );
      const marked = forged(raid, [{ origin: { client: raid.victim, clock: 0 }, isKeyed: true }]);
      expect(await attackPart(raid, marked)).toMatchObject({ ...malformed, number: 2 });
      await expectHonestWorkGoesOn(raid);
    },
  );

  it('is refused with a parent that is an entry and no type', async () => {
    const raid = await aRaid();
    const update = forged(raid, [{ parent: { item: { client: raid.victim, clock: 0 } } }]);
    expect(await attackPart(raid, update)).toMatchObject(malformed);
    await expectHonestWorkGoesOn(raid);
  });

  it('is refused with a parent that is deleted', async () => {
    const raid = await aRaid();
    const { vera, id } = raid;
    await vera.update('account', id, { name: NAME });
    const update = forged(raid, [{ parent: { item: { client: raid.victim, clock: 0 } } }]);
    expect(await attackPart(raid, update)).toMatchObject(malformed);
    await expectHonestWorkGoesOn(raid);
  });

  it('is refused with a parent that was never there', async () => {
    const raid = await aRaid();
    const update = forged(raid, [{ parent: { item: { client: raid.victim, clock: 99 } } }]);
    expect(await attackPart(raid, update)).toMatchObject(missing);
    await expectHonestWorkGoesOn(raid);
  });

  it('is refused where it does not stand between its origins', async () => {
    const raid = await aRaid();
    const parent = null;
    const update = forged(raid, [
      {
        parent,
        origin: { client: raid.victim, clock: 5 },
        rightOrigin: { client: raid.victim, clock: 2 },
        content: { kind: 'string', text: 'wedge' },
      },
    ]);
    expect(await attackPart(raid, update, 'notes')).toMatchObject(malformed);
    await expectHonestWorkGoesOn(raid);
  });
});

describe('roots that the part does not have', () => {
  it.each(['rating', 'notes', 'never_was'])('gets one answer for %s, there or not', async (root) => {
    const raid = await aRaid();
    const update = forged(raid, [{ parent: { root } }]);
    const reason = 'the change sets an attribute that this part of the record does not have';
    expect(await attackPart(raid, update)).toEqual({
      type: 'rejected',
      number: 1,
      code: 'attribute-removed',
      reason,
      record: { entity: 'account', id: raid.id },
      attributes: [root],
      leftPlaceholder: false,
    });
    await expectHonestWorkGoesOn(raid);
  });

  it.each(['__proto__', 'constructor', 'prototype', '', 'Name', 'a/b'])(
    'is malformed with the root "%s"',
    async (root) => {
      const raid = await aRaid();
      expect(await attackPart(raid, forged(raid, [{ parent: { root } }]))).toMatchObject(malformed);
      await expectHonestWorkGoesOn(raid);
    },
  );

  it('is refused where it hides a root behind an allowed one', async () => {
    const raid = await aRaid();
    const update = forged(raid, [{}, { parent: { root: 'rating' } }]);
    expect(await attackPart(raid, update)).toMatchObject({
      code: 'attribute-removed',
      attributes: ['rating'],
    });
    await expectHonestWorkGoesOn(raid);
  });

  it('is refused with the parts of a record named twice, or with the same part of it in two operations', async () => {
    const raid = await aRaid();
    const part = partOf('main', forged(raid, [{}]));
    const operation = { kind: 'update' as const, entity: 'account', id: raid.id, parts: [part] };
    expect(await attack(raid, [{ ...operation, parts: [part, part] }])).toMatchObject(malformed);
    expect(await attack(raid, [operation, operation])).toMatchObject({ ...malformed, number: 2 });
    await expectHonestWorkGoesOn(raid);
  });
});

describe('what all of it comes to', () => {
  it('leaves stored parts that open whole, with nothing pending', async () => {
    const raid = await aRaid();
    const update = forged(raid, [{ origin: { client: raid.victim, clock: 9 } }]);
    expect(await attackPart(raid, update)).toMatchObject(missing);
    await expectHonestWorkGoesOn(raid);
    for (const part of ['main', 'notes', 'rating']) {
      const stored = raid.world.store.durable.part('account', raid.id, part);
      const doc = new Y.Doc();
      if (stored?.snapshot) Y.applyUpdateV2(doc, stored.snapshot);
      for (const update of stored?.updates ?? []) Y.applyUpdate(doc, update);
      expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null]);
    }
  });
});
