/** Attacks by what an update would write: values, clocks, and columns hidden among others. */
import { describe, expect, it } from 'vitest';
import { stampOf } from '../../engine/clock/index.ts';
import { encodeDeviceMessage } from '../../engine/protocol/index.ts';
import type { PlainValue } from '../../engine/record/index.ts';
import { putColumn } from '../world/organization-builder.ts';
import {
  aRaid,
  attack,
  attackPart,
  changingNothing,
  entries,
  expectHonestWorkGoesOn,
  expectWithAll,
  forged,
  partOf,
} from './raid.ts';

const malformed = {
  type: 'rejected',
  number: 1,
  code: 'malformed-update',
  attributes: [],
  leftPlaceholder: false,
};

describe('keys of prototypes', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('refuses %s in a value', async (key) => {
    const raid = await aRaid();
    const value: PlainValue = JSON.parse(`{"entity": "account", "${key}": "x"}`);
    expect(await attackPart(raid, forged(raid, [{ content: entries(raid, value) }]))).toMatchObject(
      malformed,
    );
    expect(Object.hasOwn(Object.prototype, 'entity')).toBe(false);
    await expectHonestWorkGoesOn(raid);
  });

  it.each([
    ['aaproto__', '__proto__'],
    ['bonstructor', 'constructor'],
  ])('takes the entity or part %s with other letters for no frame at all', async (plain, name) => {
    for (const place of ['entity', 'part']) {
      const raid = await aRaid();
      const { mallory, world, vera, otto } = raid;
      const entity = place === 'entity' ? plain : 'account';
      const parts = place === 'part' ? [partOf(plain, forged(raid, [{}]))] : [];
      mallory.clear();
      const frame = encodeDeviceMessage(
        mallory.author.push([{ kind: 'update', entity, id: raid.id, parts }]),
      );
      await changingNothing(world, [vera, otto], async () => mallory.sendFrame(renamed(frame, plain, name)));
      expect(mallory.messages).toMatchObject([{ type: 'fault', code: 'malformed-frame' }]);
    }
  });
});

/** The frame with one name in place of another of the same length. */
function renamed(frame: Uint8Array, from: string, to: string): Uint8Array {
  const bytes = Buffer.from(frame);
  bytes.write(to, bytes.indexOf(from), 'latin1');
  return new Uint8Array(bytes);
}

describe('values that do not fit', () => {
  it('refuses deep nesting before it is walked', async () => {
    const raid = await aRaid();
    const deep: PlainValue = JSON.parse('['.repeat(3_000) + ']'.repeat(3_000));
    expect(await attackPart(raid, forged(raid, [{ content: entries(raid, deep) }]))).toMatchObject(malformed);
    await expectHonestWorkGoesOn(raid);
  });

  const unfit: readonly [string, string, PlainValue][] = [
    ['a number for a string', 'phone', 12],
    ['a string beyond its length', 'phone', 'x'.repeat(41)],
    ['an empty string, which is null', 'phone', ''],
    ['an option that is none', 'grade', 7],
    ['a number out of range', 'employees', 1_001],
    ['money that is not canonical', 'credit', '1.50000'],
    ['money that is no number', 'credit', '1e400'],
    [
      'a lookup of a wrong entity',
      'parent',
      { entity: 'country', id: '018f4e2a-0000-7000-8000-000000000001' },
    ],
    ['a lookup whose id is none', 'parent', { entity: 'account', id: '../../x' }],
  ];
  it.each(unfit)('refuses %s, by name, and keeps the place of it', async (_name, attribute, value) => {
    const raid = await aRaid();
    const update = forged(raid, [{ parent: { root: attribute }, content: entries(raid, value) }]);
    const answer = await attackPart(raid, update);
    expect(answer).toMatchObject({ code: 'invalid-value', attributes: [attribute], leftPlaceholder: true });
    // The device wrote on behind it: the relay fills the place with a tombstone, never with the value.
    const next = forged(raid, [{ clock: 1, content: entries(raid, '12') }]);
    await raid.mallory.push([
      { kind: 'update', entity: 'account', id: raid.id, parts: [partOf('main', next)] },
    ]);
    expect(raid.mallory.the('accepted').number).toBe(2);
    expectWithAll(raid, 'phone', '12');
    if (attribute !== 'phone') expectWithAll(raid, attribute, undefined);
    const held = attribute === 'phone' ? [['12', expect.any(Number)]] : [];
    for (const { author } of [raid.vera, raid.otto])
      expect(author.part(raid.id, 'main').doc.getArray(attribute).toJSON()).toEqual(held);
  });

  it('refuses half a surrogate pair, as encoders of old wrote it', async () => {
    const raid = await aRaid();
    const update = forged(raid, [{ content: entries(raid, '\ufffd') }]);
    const at = Buffer.from(update).indexOf('\ufffd');
    const half = Uint8Array.of(...update.subarray(0, at), 0xed, 0xa0, 0xbd, ...update.subarray(at + 3));
    expect(await attackPart(raid, half)).toMatchObject(malformed);
    await expectHonestWorkGoesOn(raid);
  });

  it('refuses a losing entry with a bad value beside a winning good one', async () => {
    const raid = await aRaid();
    const { mallory, id, world, otto } = raid;
    await mallory.update('account', id, { phone: '1' });
    const old = stampOf(world.time.now - 1_000_000, 0);
    const losing = forged(raid, [{ clock: 1, content: { kind: 'any', values: [[666, old]] } }]);
    expect(await attackPart(raid, losing)).toMatchObject({ code: 'invalid-value', attributes: ['phone'] });
    expect(otto.author.part(id, 'main').doc.getArray('phone').toJSON()).toEqual([['1', expect.any(Number)]]);
    expectWithAll(raid, 'phone', '1');
  });

  it('refuses a losing lookup to what is not there', async () => {
    const raid = await aRaid();
    const { mallory, vera, id, world, otto } = raid;
    const hidden = await vera.create('country', { name: 'Hidden' });
    await mallory.update('account', id, { parent: { entity: 'account', id } });
    const old = stampOf(world.time.now - 1_000_000, 0);
    const value = { entity: 'account', id: hidden };
    const losing = forged(raid, [
      { clock: 1, parent: { root: 'parent' }, content: { kind: 'any', values: [[value, old]] } },
    ]);
    expect(await attackPart(raid, losing)).toMatchObject({
      code: 'missing-reference',
      attributes: ['parent'],
    });
    expect(otto.author.part(id, 'main').doc.getArray('parent').length).toBe(1);
    expectWithAll(raid, 'parent', { entity: 'account', id });
  });

  it('refuses two live entries of one change in a register', async () => {
    const raid = await aRaid();
    expect(await attackPart(raid, forged(raid, [{ content: entries(raid, '1', '2') }]))).toMatchObject(
      malformed,
    );
    await expectHonestWorkGoesOn(raid);
  });

  it('refuses an entry that claims its author', async () => {
    const raid = await aRaid();
    const claimed = [['1', stampOf(raid.world.time.now, 1), 4_097]] as const;
    expect(
      await attackPart(raid, forged(raid, [{ content: { kind: 'any', values: claimed } }])),
    ).toMatchObject(malformed);
    await expectHonestWorkGoesOn(raid);
  });
});

describe('clocks', () => {
  const reform = { type: 'reform', number: 1, code: 'clock-skew' };

  it('has a stamp far ahead formed again, naming its own time', async () => {
    const raid = await aRaid();
    const { mallory, world, id } = raid;
    const far = stampOf(world.time.now + 61_000, 0);
    const update = forged(raid, [{ content: { kind: 'any', values: [['1', far]] } }]);
    expect(await attackPart(raid, update)).toMatchObject({ ...reform, clock: world.time.now });
    mallory.author.lastVerdict = 1;
    const near = stampOf(world.time.now + 59_000, 0);
    await mallory.push([
      {
        kind: 'update',
        entity: 'account',
        id,
        parts: [mallory.author.set(id, { phone: '2' }, { stamp: near })],
      },
    ]);
    expect(mallory.the('accepted').number).toBe(2);
    expectWithAll(raid, 'phone', '2');
  });

  it('has a change formed again whose own stamp lies far ahead, its entries not', async () => {
    const raid = await aRaid();
    const parts = [partOf('main', forged(raid, [{}]))];
    const operation = { kind: 'update' as const, entity: 'account', id: raid.id, parts };
    const stamp = stampOf(raid.world.time.now + 10 * 365 * 86_400_000, 0);
    expect(await attack(raid, [operation], { stamp })).toMatchObject(reform);
    const gone = { kind: 'delete' as const, entity: 'account', id: raid.id };
    expect(await attack(raid, [gone], { stamp })).toMatchObject({ ...reform, number: 2 });
  });
});

describe('columns that one may not write', () => {
  it('refuses a forbidden attribute hidden among allowed ones, and all of the change with it', async () => {
    const raid = await aRaid();
    const { world, mallory, id } = raid;
    await world.change(
      putColumn('account', 'rating', ['mallory'], { read: true, update: false, create: false }),
    );
    const parts = [
      mallory.author.set(id, { phone: '6', employees: 6 }),
      mallory.author.type(id, 'notes', 0, '6'),
      mallory.author.set(id, { rating: 'ZZ' }, { part: 'rating' }),
    ];
    const answer = await attack(raid, [{ kind: 'update', entity: 'account', id, parts }]);
    expect(answer).toMatchObject({ code: 'column-secured', attributes: ['rating'], leftPlaceholder: true });
  });

  it('answers a secured part that is guessed by name as one that never was', async () => {
    const raid = await aRaid();
    const guesses = [];
    for (const part of ['rating', 'verdict', 'salary', 'never_was']) {
      const parts = [
        partOf('main', forged(raid, [{}])),
        partOf(part, forged(raid, [{ parent: { root: part } }])),
      ];
      const answer = await attack(raid, [{ kind: 'update', entity: 'account', id: raid.id, parts }]);
      guesses.push({ ...answer, number: 0, attributes: [] });
      expect(answer).toMatchObject({ code: 'attribute-removed', attributes: [part], leftPlaceholder: false });
    }
    expect(new Set(guesses.map((guess) => JSON.stringify(guess))).size).toBe(1);
    await expectHonestWorkGoesOn(raid);
  });

  it('asks create of a secured column where a record is new', async () => {
    const raid = await aRaid();
    const { world, mallory } = raid;
    await world.change(
      putColumn('account', 'rating', ['mallory'], { read: true, update: true, create: false }),
    );
    const operation = mallory.author.create('account', { name: 'New' }, { secured: { rating: 'AAA' } });
    expect(await attack(raid, [operation])).toMatchObject({ code: 'column-secured', attributes: ['rating'] });
    expect(world.row('account', operation.id)).toBeUndefined();
  });
});
