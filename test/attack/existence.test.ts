/**
 * Asking whether an unreadable record exists: by every message that names one, the answer is that of a
 * record that never was, byte for byte.
 *
 * Each probe runs in two worlds that differ in one thing: vera's private record has the id that is asked
 * for, or it has another. All frames that the asker gets from then on are compared whole, over a further
 * connection too.
 */
import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../engine/model/index.ts';
import { asId } from '../../engine/model/index.ts';
import type { Operation } from '../../engine/protocol/index.ts';
import { everything } from '../world/office.ts';
import type { RawClient } from '../world/raw-client.ts';
import { anOrganization, type RelayWorld } from '../world/relay-world.ts';

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

/** All frames that mallory gets by the probe, and by connecting again after it. */
async function answers(
  entity: string,
  privateId: RecordId,
  probe: (scene: Scene) => Promise<unknown>,
): Promise<string[]> {
  const scene = await aScene(entity, privateId);
  const { world, mallory } = scene;
  const stored = world.row(entity, privateId);
  expect(stored).toBeDefined();
  mallory.clear();
  await probe(scene);
  expect(world.row(entity, privateId)).toEqual(stored);
  mallory.hangUp();
  await mallory.connect();
  return mallory.frames.map((frame) => Buffer.from(frame).toString('hex'));
}

const update = (entity: string, parts: Extract<Operation, { kind: 'update' }>['parts']): Operation => ({
  kind: 'update',
  entity,
  id: ASKED,
  parts,
});

const probes: readonly [string, (scene: Scene) => Promise<unknown>][] = [
  ['an update', ({ mallory }) => mallory.update('account', ASKED, { name: 'x' })],
  [
    'an update of its text',
    ({ mallory }) => mallory.push([update('account', [mallory.author.type(ASKED, 'notes', 0, 'x')])]),
  ],
  [
    'an update of a secured column',
    ({ mallory }) =>
      mallory.push([update('account', [mallory.author.set(ASKED, { rating: 'x' }, { part: 'rating' })])]),
  ],
  [
    'an update that is malformed',
    ({ mallory }) => mallory.push([update('account', [{ part: 'main', epoch: 1, update: LONG_UPDATE }])]),
  ],
  [
    'an update of an epoch to come',
    ({ mallory }) =>
      mallory.push([update('account', [{ ...mallory.author.set(ASKED, { name: 'x' }), epoch: 9 }])]),
  ],
  [
    'an update of a part that never was',
    ({ mallory }) =>
      mallory.push([update('account', [{ part: 'never_was', epoch: 1, update: LONG_UPDATE }])]),
  ],
  ['an update without parts', ({ mallory }) => mallory.push([update('account', [])])],
  ['a delete', ({ mallory }) => mallory.push([{ kind: 'delete', entity: 'account', id: ASKED }])],
  [
    'a set-state',
    ({ mallory }) =>
      mallory.push([{ kind: 'set-state', entity: 'account', id: ASKED, statecode: 'inactive' }]),
  ],
  [
    'an assign to oneself',
    ({ mallory, world }) => {
      const [ada] = [...world.organization().directory.directory.users.values()].filter(
        ({ name }) => name === 'mallory',
      );
      if (ada === undefined) throw new Error('mallory is in the directory');
      return mallory.push([{ kind: 'assign', entity: 'account', id: ASKED, ownerid: ada.id }]);
    },
  ],
  [
    'a lookup to it',
    ({ mallory, own }) => mallory.update('account', own, { parent: { entity: 'account', id: ASKED } }),
  ],
  [
    'a new record with a lookup to it',
    ({ mallory }) => mallory.create('contact', { fullname: 'x', account: { entity: 'account', id: ASKED } }),
  ],
  [
    'a lookup to it together with its delete',
    ({ mallory, own }) =>
      mallory.push([
        mallory.author.update('account', own, { parent: { entity: 'account', id: ASKED } }),
        { kind: 'delete', entity: 'account', id: ASKED },
      ]),
  ],
  [
    'an update behind an honest one in the same change',
    ({ mallory, own }) =>
      mallory.push([
        mallory.author.update('account', own, { phone: '1' }),
        mallory.author.update('account', ASKED, { name: 'x' }),
      ]),
  ],
  [
    'a want',
    async ({ mallory, world }) => {
      mallory.send({ type: 'want', records: [{ entity: 'account', id: ASKED }] });
      await world.settle();
    },
  ],
  [
    'a want under another entity',
    async ({ mallory, world }) => {
      mallory.send({ type: 'want', records: [{ entity: 'contact', id: ASKED }] });
      await world.settle();
    },
  ],
  ['an update under another entity', ({ mallory }) => mallory.update('contact', ASKED, { fullname: 'x' })],
];

describe('a hidden record and one that never was give the same frames', () => {
  it.each(probes)('to %s', async (_name, probe) => {
    const hidden = await answers('account', ASKED, probe);
    const absent = await answers('account', OTHER, probe);
    expect(hidden.length).toBeGreaterThan(0);
    expect(hidden).toEqual(absent);
  });

  it('to writes to a record that nobody owns and that is readable through others alone', async () => {
    const probe = async ({ mallory }: Scene) => {
      await mallory.update('remark', ASKED, { subject: 'x' });
      await mallory.push([update('remark', [{ part: 'main', epoch: 1, update: LONG_UPDATE }])]);
      await mallory.push([{ kind: 'delete', entity: 'remark', id: ASKED }]);
    };
    expect(await answers('remark', ASKED, probe)).toEqual(await answers('remark', OTHER, probe));
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
      scene.mallory.clear();
      await probe(scene);
      await world.settle();
      return scene.mallory.frames;
    };
    expect(await told(ASKED)).toEqual(await told(OTHER));
  });
});

describe('the id of a new record', () => {
  const create = ({ mallory }: Scene) => mallory.create('account', { name: 'Mine' }, { id: ASKED });

  it('tells that it is taken, and nothing of by whom: hidden now, or deleted long ago', async () => {
    const hidden = await answers('account', ASKED, create);
    const other = await answers('contact', ASKED, create);
    const deleted = await (async () => {
      const scene = await aScene('account', OTHER);
      const { mallory, vera, world } = scene;
      const id = await vera.create('country', { name: 'Gone' }, { id: ASKED });
      await vera.push([{ kind: 'delete', entity: 'country', id }]);
      mallory.clear();
      await create(scene);
      await world.settle();
      return mallory.frames.map((frame) => Buffer.from(frame).toString('hex'));
    })();
    expect([hidden[0], other[0]]).toEqual([deleted[0], deleted[0]]);
    expect(deleted).toHaveLength(1);
  });

  it('leaves the record that has it untouched, whatever parts come with it', async () => {
    const scene = await aScene('account', ASKED);
    const { mallory, world } = scene;
    const stored = await world.records();
    await create(scene);
    const notes = mallory.author.create('account', { name: 'Mine' }, { id: ASKED, texts: { notes: 'mine' } });
    await mallory.push([notes]);
    expect(mallory.of('rejected')).toMatchObject([
      { code: 'duplicate-id', leftPlaceholder: false },
      { code: 'duplicate-id', leftPlaceholder: false },
    ]);
    expect(await world.records()).toBe(stored);
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
    const mallory = await world.client('mallory');
    const ranges = mallory.of('page').filter(({ range }) => range?.entity === 'account');
    expect(ranges).toHaveLength(1);
    expect(ranges[0]).toMatchObject({ progress: { sent: 1, total: 1 }, items: [{ id: scene.own }] });
    expect(ranges[0]?.range).not.toHaveProperty('upTo');
  });
});
