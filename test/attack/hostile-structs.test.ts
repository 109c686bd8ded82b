/** Attacks by the form of an update: ids, clocks, counts, kinds. Each through a real session. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { type DecodedContent, encodeUpdate } from '../../engine/record/index.ts';
import { anItem } from '../world/record-world.ts';
import {
  aRaid,
  attackPart,
  entries,
  expectHonestWorkGoesOn,
  expectWithAll,
  forged,
  NAME,
  type Raid,
} from './raid.ts';

const refused = (code: string, more: object = {}) => ({
  type: 'rejected',
  number: 1,
  code,
  attributes: [],
  leftPlaceholder: false,
  ...more,
});
const malformed = refused('malformed-update');

interface Attack {
  readonly name: string;
  update(raid: Raid): Uint8Array;
  readonly part?: string;
  readonly told?: object;
}

const struct = (raid: Raid, kind: 'gc' | 'skip', length: number, clock = 0) =>
  ({ kind, client: raid.own, clock, length }) as const;

const attacks: readonly Attack[] = [
  {
    name: "a struct under another device's number",
    update: (raid) => forged(raid, [{ client: raid.victim, clock: 1 }]),
    told: refused('foreign-client-id'),
  },
  {
    name: "a struct under another device's number that nobody has yet",
    update: (raid) => forged(raid, [{ client: raid.victim + 2 ** 40, clock: 0 }]),
    told: refused('foreign-client-id'),
  },
  {
    name: 'a struct under the id of a stock client',
    update: (raid) => forged(raid, [{ client: 77 }]),
    told: refused('foreign-client-id'),
  },
  {
    name: 'a clock range claimed by a tiny GC struct',
    update: (raid) => encodeUpdate({ structs: [struct(raid, 'gc', 2 ** 45)], deletes: [] }),
  },
  {
    name: 'a clock range claimed by deleted content',
    update: (raid) => forged(raid, [{ content: { kind: 'deleted' }, length: 2 ** 45 }]),
  },
  {
    name: 'a GC struct of one clock',
    update: (raid) => encodeUpdate({ structs: [struct(raid, 'gc', 1)], deletes: [] }),
  },
  {
    name: 'a Skip struct before content',
    update: (raid) =>
      encodeUpdate({
        structs: [
          struct(raid, 'skip', 4),
          anItem({ client: raid.own, clock: 4, content: entries(raid, '66') }),
        ],
        deletes: [],
      }),
  },
  {
    name: 'a gap in its own clocks, which is to be formed again',
    update: (raid) => forged(raid, [{ clock: 4 }]),
    told: { type: 'reform', number: 1, code: 'missing-dependency' },
  },
  {
    name: 'a Skip struct and nothing else',
    update: (raid) => encodeUpdate({ structs: [struct(raid, 'skip', 4)], deletes: [] }),
  },
  { name: 'an update cut by one byte', update: (raid) => aWrite(raid).subarray(0, -1) },
  {
    name: 'a byte after a valid update',
    update: (raid) => Uint8Array.of(...aWrite(raid), 0),
  },
  {
    name: 'a second valid update after a valid update',
    update: (raid) => Uint8Array.of(...aWrite(raid), ...aWrite(raid)),
  },
  {
    name: 'V2 sent as V1',
    update: (raid) => Y.convertUpdateFormatV1ToV2(aWrite(raid)),
  },
  {
    name: 'a huge count of structs',
    update: () => Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0),
  },
  {
    name: 'a huge count of deleted ranges',
    update: () => Uint8Array.of(0, 1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f),
  },
  { name: 'no bytes at all', update: () => new Uint8Array(0) },
];

/** The bytes of an honest write that the author's own documents know nothing of. */
function aWrite(raid: Raid): Uint8Array {
  return forged(raid, [{}]);
}

describe('an update of a wrong form changes nothing, reaches nobody, and does not hold up its sender', () => {
  it.each(attacks)('$name', async ({ update, part, told = malformed }) => {
    const raid = await aRaid();
    const answer = await attackPart(raid, update(raid), part);
    expect(answer).toMatchObject(told);
    if (answer.type === 'reform') raid.mallory.author.lastVerdict = answer.number;
    await expectHonestWorkGoesOn(raid);
  });

  it('is the honest form that the attacks are made from', async () => {
    const raid = await aRaid();
    raid.mallory.clear();
    await raid.mallory.push([
      {
        kind: 'update',
        entity: 'account',
        id: raid.id,
        parts: [{ part: 'main', epoch: 1, update: aWrite(raid) }],
      },
    ]);
    expect(raid.mallory.the('accepted')).toMatchObject({ number: 1 });
    expectWithAll(raid, 'phone', '66');
  });
});

const kinds: readonly [string, DecodedContent][] = [
  ['a nested map', { kind: 'type', type: 'map', name: null }],
  ['a nested array', { kind: 'type', type: 'array', name: null }],
  ['a nested text', { kind: 'type', type: 'text', name: null }],
  ['an XML element', { kind: 'type', type: 'xml-element', name: 'p' }],
  ['an XML hook', { kind: 'type', type: 'xml-hook', name: 'p' }],
  ['a subdocument', { kind: 'subdocument', guid: 'inner', options: { autoLoad: true } }],
  ['an embed', { kind: 'embed', value: { image: 'x' } }],
  ['a binary', { kind: 'binary', bytes: new Uint8Array(64) }],
  ['a format mark', { kind: 'format', key: 'bold', value: true }],
  ['legacy JSON', { kind: 'json', values: ['x'] }],
];

describe('content of a kind that no part holds', () => {
  it.each(kinds)('%s in a register', async (_name, content) => {
    const raid = await aRaid();
    expect(await attackPart(raid, forged(raid, [{ content, length: 1 }]))).toMatchObject(malformed);
    await expectHonestWorkGoesOn(raid);
  });

  it.each(kinds)('%s in a text', async (_name, content) => {
    const raid = await aRaid();
    const update = forged(raid, [{ content, length: 1, parent: { root: 'notes' } }]);
    expect(await attackPart(raid, update, 'notes')).toMatchObject(malformed);
    await expectHonestWorkGoesOn(raid);
  });

  it('text in a register, and entries in a text', async () => {
    const raid = await aRaid();
    const inRegister = forged(raid, [{ content: { kind: 'string', text: 'abc' } }]);
    expect(await attackPart(raid, inRegister)).toMatchObject(malformed);
    const inText = forged(raid, [{ content: entries(raid, 'abc'), parent: { root: 'notes' } }]);
    expect(await attackPart(raid, inText, 'notes')).toMatchObject({ ...malformed, number: 2 });
    await expectHonestWorkGoesOn(raid);
  });
});

describe('content for a clock that is known', () => {
  it('keeps the old content, and no device ever sees the other', async () => {
    const raid = await aRaid();
    const { mallory, otto, world, id } = raid;
    await mallory.update('account', id, { phone: '1' });
    const forgedPhone = forged(raid, [{ content: entries(raid, '2') }]);
    expect(await attackPart(raid, forgedPhone)).toMatchObject({ ...malformed, number: 2 });
    for (const client of [otto, await world.client('vera')]) {
      expect(client.held.get(id)?.values).toMatchObject({ name: NAME, phone: '1' });
      expect(client.author.part(id, 'main').doc.getArray('phone').toJSON()).toEqual([
        ['1', expect.any(Number)],
      ]);
    }
    await expectHonestWorkGoesOn(raid);
  });

  it('is refused where an update overlaps what is known by one clock', async () => {
    const raid = await aRaid();
    const { mallory, id } = raid;
    await mallory.push([
      { kind: 'update', entity: 'account', id, parts: [mallory.author.type(id, 'notes', 0, 'ab')] },
    ]);
    const overlap = forged(raid, [
      { clock: 1, parent: { root: 'notes' }, content: { kind: 'string', text: 'XYZ' } },
    ]);
    expect(await attackPart(raid, overlap, 'notes')).toMatchObject({ ...malformed, number: 2 });
    expectWithAll(raid, 'notes', 'abcall before noon');
  });
});
