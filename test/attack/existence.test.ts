/**
 * Asking whether an unreadable record exists: by every message that names one, the answer is that of a
 * record that never was, byte for byte.
 *
 * Each probe runs in two worlds that differ in one thing: vera's private record has the id that is asked
 * for, or it has another. All frames that the asker gets from then on are compared whole, over a further
 * connection too. In both nothing is stored by it, and vera's device receives nothing.
 */
import { describe, expect, it } from 'vitest';
import { asId, type RecordId } from '../../engine/model/index.ts';
import { decodeRelayMessage, type Operation, type RelayMessage } from '../../engine/protocol/index.ts';
import { everything } from '../world/office.ts';
import { owner } from '../world/organization-builder.ts';
import type { RawClient } from '../world/raw-client.ts';
import { anOrganization, type RelayWorld } from '../world/relay-world.ts';
import { changingNothing } from './raid.ts';

const ASKED = asId<RecordId>('01943ad7-aa80-7000-8000-00000000aaaa');
const OTHER = asId<RecordId>('01943ad7-aa80-7000-8000-00000000bbbb');
const LONG_UPDATE = new Uint8Array(500).fill(7);

interface Scene {
  readonly world: RelayWorld;
  readonly vera: RawClient;
  readonly mallory: RawClient;
  /** An account of mallory's own. */
  readonly own: RecordId;
}

/** Mallory may do everything with what is hers, vera with what is anyone's. */
async function aScene(entity: string, privateId: RecordId): Promise<Scene> {
  const world = await anOrganization()
    .withRole('own', everything('user'))
    .withUser('vera')
    .withUser('mallory', ['own'])
    .withColumn('account', 'rating', ['mallory'])
    .open();
  const vera = await world.client('vera');
  const mallory = await world.client('mallory');
  const about = await vera.create('account', { name: 'Private' });
  const values =
    entity === 'account'
      ? { name: 'Secret' }
      : entity === 'remark'
        ? { subject: 'Secret', about: { entity: 'account', id: about } }
        : { [entity === 'contact' ? 'fullname' : 'name']: 'Secret' };
  await vera.create(entity, values, {
    id: privateId,
    ...(entity === 'account' && { texts: { notes: 'x' } }),
  });
  const own = await mallory.create('account', { name: 'Own' });
  return { world, vera, mallory, own };
}

type Probe = (scene: Scene) => Promise<unknown>;

/** All frames that mallory gets by the probe, and by connecting again after it, of which nobody else sees anything. */
async function answersIn(scene: Scene, probe: Probe): Promise<string[]> {
  const { world, vera, mallory } = scene;
  mallory.clear();
  await changingNothing(world, [vera], async () => {
    await probe(scene);
    await world.settle();
    mallory.hangUp();
    await mallory.connect();
  });
  return mallory.frames.map((frame) => Buffer.from(frame).toString('hex'));
}

async function answers(entity: string, privateId: RecordId, probe: Probe): Promise<string[]> {
  const scene = await aScene(entity, privateId);
  expect(scene.world.row(entity, privateId)).toBeDefined();
  return answersIn(scene, probe);
}

/** What the first of the frames says. */
function firstOf([frame = '']: readonly string[]): RelayMessage | undefined {
  const decoded = decodeRelayMessage(Buffer.from(frame, 'hex'));
  return decoded.ok ? decoded.message : undefined;
}

const gone = { type: 'rejected', code: 'record-gone' };
const missing = { type: 'rejected', code: 'missing-reference' };
const left = { type: 'page', items: [{ kind: 'leave', leave: 'gone', id: ASKED }] };

const update = (entity: string, parts: Extract<Operation, { kind: 'update' }>['parts']): Operation => ({
  kind: 'update',
  entity,
  id: ASKED,
  parts,
});

/** By name, with what is told first. */
const probes: readonly [string, object, Probe][] = [
  ['an update', gone, ({ mallory }) => mallory.update('account', ASKED, { name: 'x' })],
  [
    'an update of its text',
    gone,
    ({ mallory }) => mallory.push([update('account', [mallory.author.type(ASKED, 'notes', 0, 'x')])]),
  ],
  [
    'an update of a secured column',
    gone,
    ({ mallory }) =>
      mallory.push([update('account', [mallory.author.set(ASKED, { rating: 'x' }, { part: 'rating' })])]),
  ],
  [
    'an update that is malformed',
    gone,
    ({ mallory }) => mallory.push([update('account', [{ part: 'main', epoch: 1, update: LONG_UPDATE }])]),
  ],
  [
    'an update of an epoch to come',
    gone,
    ({ mallory }) =>
      mallory.push([update('account', [{ ...mallory.author.set(ASKED, { name: 'x' }), epoch: 9 }])]),
  ],
  [
    'an update of a part that never was',
    gone,
    ({ mallory }) =>
      mallory.push([update('account', [{ part: 'never_was', epoch: 1, update: LONG_UPDATE }])]),
  ],
  ['an update without parts', gone, ({ mallory }) => mallory.push([update('account', [])])],
  ['a delete', gone, ({ mallory }) => mallory.push([{ kind: 'delete', entity: 'account', id: ASKED }])],
  [
    'a set-state',
    gone,
    ({ mallory }) =>
      mallory.push([{ kind: 'set-state', entity: 'account', id: ASKED, statecode: 'inactive' }]),
  ],
  [
    'an assign to oneself',
    gone,
    ({ mallory }) =>
      mallory.push([{ kind: 'assign', entity: 'account', id: ASKED, ownerid: owner('mallory') }]),
  ],
  [
    'a lookup to it',
    missing,
    ({ mallory, own }) => mallory.update('account', own, { parent: { entity: 'account', id: ASKED } }),
  ],
  [
    'a new record with a lookup to it',
    missing,
    ({ mallory }) => mallory.create('contact', { fullname: 'x', account: { entity: 'account', id: ASKED } }),
  ],
  [
    'a lookup to it together with its delete',
    missing,
    ({ mallory, own }) =>
      mallory.push([
        mallory.author.update('account', own, { parent: { entity: 'account', id: ASKED } }),
        { kind: 'delete', entity: 'account', id: ASKED },
      ]),
  ],
  [
    'an update behind an honest one in the same change',
    gone,
    ({ mallory, own }) =>
      mallory.push([
        mallory.author.update('account', own, { phone: '1' }),
        mallory.author.update('account', ASKED, { name: 'x' }),
      ]),
  ],
  [
    'a want',
    left,
    async ({ mallory }) => mallory.send({ type: 'want', records: [{ entity: 'account', id: ASKED }] }),
  ],
  [
    'a want under another entity',
    left,
    async ({ mallory }) => mallory.send({ type: 'want', records: [{ entity: 'contact', id: ASKED }] }),
  ],
  [
    'an update under another entity',
    gone,
    ({ mallory }) => mallory.update('contact', ASKED, { fullname: 'x' }),
  ],
];

describe('a hidden record and one that never was give the same frames', () => {
  it.each(probes)('to %s', async (_name, told, probe) => {
    const hidden = await answers('account', ASKED, probe);
    const absent = await answers('account', OTHER, probe);
    expect(firstOf(hidden)).toMatchObject(told);
    expect(hidden).toEqual(absent);
  });

  it('to writes to a record that nobody owns and that is readable through others alone', async () => {
    const probe = async ({ mallory }: Scene) => {
      await mallory.update('remark', ASKED, { subject: 'x' });
      await mallory.push([update('remark', [{ part: 'main', epoch: 1, update: LONG_UPDATE }])]);
      await mallory.push([{ kind: 'delete', entity: 'remark', id: ASKED }]);
    };
    const hidden = await answers('remark', ASKED, probe);
    expect(firstOf(hidden)).toMatchObject(gone);
    expect(hidden).toEqual(await answers('remark', OTHER, probe));
  });

  it('to writes to a record of an entity that is not offline', async () => {
    const probe = async ({ mallory }: Scene) => {
      await mallory.update('ledger', ASKED, { name: 'x' });
      await mallory.push([{ kind: 'delete', entity: 'ledger', id: ASKED }]);
      mallory.send({ type: 'want', records: [{ entity: 'ledger', id: ASKED }] });
    };
    const told = async (id: RecordId) => {
      const scene = await aScene('account', OTHER);
      const { world } = scene;
      await world.organization().runJob(({ store }) => {
        const sequence = store.nextSequence;
        const row = store.row('account', OTHER);
        if (row === undefined) throw new Error('vera has a private account');
        const system = { ...row.system, versionnumber: sequence };
        store.stage({
          kind: 'accepted',
          sequence,
          author: {
            device: scene.vera.author.device,
            number: 3,
            uuid: asId(ASKED),
            hash: new Uint8Array(32),
            userId: row.system.createdby,
            stamp: 0,
          },
          operations: [
            {
              kind: 'create',
              entity: 'ledger',
              id,
              parts: [],
              before: {},
              after: { name: 'x' },
              systemBefore: null,
              system,
            },
          ],
          consumed: [],
          dropCarryUpTo: 0,
        });
      });
      await world.settle();
      return answersIn(scene, probe);
    };
    const hidden = await told(ASKED);
    expect(firstOf(hidden)).toMatchObject(gone);
    expect(hidden).toEqual(await told(OTHER));
  });
});

describe('the id of a new record', () => {
  const create = ({ mallory }: Scene) => mallory.create('account', { name: 'Mine' }, { id: ASKED });

  it('tells that it is taken, and nothing of by whom: hidden now, or deleted long ago', async () => {
    const hidden = await answers('account', ASKED, create);
    const other = await answers('contact', ASKED, create);
    const scene = await aScene('account', OTHER);
    const id = await scene.vera.create('country', { name: 'Gone' }, { id: ASKED });
    await scene.vera.push([{ kind: 'delete', entity: 'country', id }]);
    const deleted = await answersIn(scene, create);
    expect(firstOf(deleted)).toMatchObject({ type: 'rejected', code: 'duplicate-id' });
    expect([hidden[0], other[0]]).toEqual([deleted[0], deleted[0]]);
  });

  it('leaves the record that has it untouched, whatever parts come with it', async () => {
    const scene = await aScene('account', ASKED);
    const { mallory, vera, world } = scene;
    const text = { id: ASKED, texts: { notes: 'mine' } };
    const notes = mallory.author.create('account', { name: 'Mine' }, text);
    await changingNothing(world, [vera], async () => {
      await create(scene);
      await mallory.push([notes]);
    });
    expect(mallory.of('rejected')).toMatchObject([
      { code: 'duplicate-id', leftPlaceholder: false },
      { code: 'duplicate-id', leftPlaceholder: false },
    ]);
  });
});

describe('pages', () => {
  it('have bounds that no hidden record moves', async () => {
    const scene = await aScene('account', OTHER);
    const { vera, world } = scene;
    for (let round = 0; round < 48; round++) {
      const creates = Array.from({ length: 50 }, () => vera.author.create('account', { name: 'Private' }));
      vera.send(vera.author.push(creates));
    }
    await world.settle();
    const mallory = await changingNothing(world, [vera], () => world.client('mallory'));
    const ranges = mallory.of('page').filter(({ range }) => range?.entity === 'account');
    expect(ranges).toHaveLength(1);
    expect(ranges[0]).toMatchObject({ progress: { sent: 1, total: 1 }, items: [{ id: scene.own }] });
    expect(ranges[0]?.range).not.toHaveProperty('upTo');
  });
});
