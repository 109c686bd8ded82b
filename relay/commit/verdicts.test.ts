/** Every verdict that a change can get, through real sessions: what is told, stored, and left behind. */
import { describe, expect, it } from 'vitest';
import { asId, type RecordId } from '../../engine/model/index.ts';
import { everything } from '../../test/world/office.ts';
import { owner, putColumn, ROOT_UNIT, role, unit, user } from '../../test/world/organization-builder.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

const ABSENT = asId<RecordId>('01943ad7-aa80-7000-8000-0000000000ff');
const readOnly = { account: { read: 'organization' }, contact: { read: 'organization' } } as const;

/** Vera may do everything, rita read, and olga everything with what is hers. */
async function anOffice() {
  const world = await anOrganization()
    .withUnit('north')
    .withRole('reader', readOnly)
    .withRole('own', everything('user'))
    .withUser('vera')
    .withUser('rita', ['reader'])
    .withUser('olga', ['own'], unit('north'))
    .open();
  const vera = await world.client('vera');
  const rita = await world.client('rita');
  const olga = await world.client('olga');
  const id = await vera.create('account', { name: 'Harbour' }, { texts: { notes: 'note' } });
  for (const client of [vera, rita, olga]) client.clear();
  return { world, vera, rita, olga, id };
}

describe('a change that its author has no right to make', () => {
  it('is rejected with a placeholder, and the next one is judged as it was sent', async () => {
    const { world, rita, vera, id } = await anOffice();
    const [first, second] = ['1', '2'].map((phone) => rita.author.update('account', id, { phone }));
    if (first === undefined || second === undefined) throw new Error('two updates were formed');
    await rita.push([first]);
    expect(rita.messages).toMatchObject([
      { type: 'rejected', number: 1, code: 'privilege-missing', record: { id }, leftPlaceholder: true },
    ]);
    expect([vera.frames, world.row('account', id)?.values]).toEqual([[], { name: 'Harbour', notes: 'note' }]);
    await world.change({ kind: 'grant-role', role: role('everything'), to: { user: user('rita') } });
    vera.clear();
    await rita.push([second]);
    expect(rita.the('accepted').number).toBe(2);
    expect(vera.items).toMatchObject([{ kind: 'patch', values: { phone: '2' } }]);
    expect(vera.author.part(id, 'main').doc.getArray('phone').toJSON()).toEqual([['2', expect.any(Number)]]);
  });

  const operations = {
    'set-state': (id: RecordId) => ({
      kind: 'set-state' as const,
      entity: 'account',
      id,
      statecode: 'inactive' as const,
    }),
    delete: (id: RecordId) => ({ kind: 'delete' as const, entity: 'account', id }),
    assign: (id: RecordId) => ({ kind: 'assign' as const, entity: 'account', id, ownerid: owner('rita') }),
  };
  it.each(Object.entries(operations))('is rejected for %s, with nothing left', async (_kind, make) => {
    const { world, rita, id } = await anOffice();
    const stored = await world.records();
    await rita.push([make(id)]);
    expect(rita.messages).toMatchObject([
      { type: 'rejected', code: 'privilege-missing', leftPlaceholder: false },
    ]);
    expect(await world.records()).toBe(stored);
  });

  it('is rejected where the level does not reach the owner that a new record would have', async () => {
    const { olga, world } = await anOffice();
    await olga.push([olga.author.create('account', { name: 'For vera' }, { ownerid: owner('vera') })]);
    expect(olga.the('rejected')).toMatchObject({ code: 'access-missing', leftPlaceholder: true });
    const id = await olga.create('account', { name: 'Mine' });
    expect(world.row('account', id)?.system).toMatchObject({
      ownerid: owner('olga'),
      owningbusinessunit: unit('north'),
      createdby: owner('olga'),
      statecode: 'active',
    });
  });
});

describe('governed operations', () => {
  it('move what the relay governs, and reach others as a patch without parts', async () => {
    const { world, vera, rita, id } = await anOffice();
    await vera.push([{ kind: 'set-state', entity: 'account', id, statecode: 'inactive' }]);
    await vera.push([{ kind: 'assign', entity: 'account', id, ownerid: owner('rita') }]);
    expect(world.row('account', id)?.system).toMatchObject({
      statecode: 'inactive',
      ownerid: owner('rita'),
      owningbusinessunit: ROOT_UNIT,
      modifiedby: owner('vera'),
    });
    expect(rita.items).toMatchObject([
      { kind: 'patch', values: {}, parts: [], system: { statecode: 'inactive' } },
      { kind: 'patch', values: {}, parts: [], system: { ownerid: owner('rita') } },
    ]);
    expect(vera.held.get(id)?.system).toEqual(world.row('account', id)?.system);
  });

  it('do not assign to who could not read the record, nor to who is not there', async () => {
    const world = await anOrganization().withUser('vera').withUser('nobody', []).open();
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'Harbour' });
    const stored = await world.records();
    vera.clear();
    await vera.push([{ kind: 'assign', entity: 'account', id, ownerid: owner('nobody') }]);
    await vera.push([{ kind: 'assign', entity: 'account', id, ownerid: owner('never there') }]);
    expect(vera.of('rejected').map(({ code }) => code)).toEqual(['access-missing', 'missing-reference']);
    expect(await world.records()).toBe(stored);
  });

  it('take a record with all its parts away, for everyone, and its id for ever', async () => {
    const { world, vera, rita, id } = await anOffice();
    await vera.push([{ kind: 'delete', entity: 'account', id }]);
    expect(world.row('account', id)).toBeUndefined();
    expect(world.store.durable.part('account', id, 'notes')).toBeUndefined();
    expect([vera.items, rita.items]).toMatchObject([
      [{ kind: 'leave', leave: 'gone', id }],
      [{ kind: 'leave', id }],
    ]);
    await vera.update('account', id, { phone: '1' });
    vera.author.forget(id);
    await vera.create('account', { name: 'Again' }, { id });
    await vera.create('contact', { fullname: 'Again' }, { id });
    expect(vera.of('rejected').map(({ code }) => code)).toEqual([
      'record-gone',
      'duplicate-id',
      'duplicate-id',
    ]);
  });
});

describe('values that are required', () => {
  it('are asked of a new record, and not taken from a known one', async () => {
    const { world, vera, id } = await anOffice();
    await vera.push([vera.author.create('account', { phone: '1' })]);
    await vera.update('account', id, { name: null });
    await vera.update('account', id, { phone: '1' });
    expect(vera.of('rejected')).toMatchObject([
      { code: 'required-missing', attributes: ['name'], leftPlaceholder: true },
      { code: 'required-missing', attributes: ['name'], leftPlaceholder: true },
    ]);
    expect(world.row('account', id)?.values).toEqual({ name: 'Harbour', notes: 'note', phone: '1' });
  });
});

describe('children', () => {
  it('restrict the delete of their parent, unless the same change deletes them first', async () => {
    const { world, vera, id } = await anOffice();
    const child = await vera.create('contact', { fullname: 'Ada', account: { entity: 'account', id } });
    const [gone, childGone] = [
      { kind: 'delete' as const, entity: 'account', id },
      { kind: 'delete' as const, entity: 'contact', id: child },
    ];
    await vera.push([gone]);
    await vera.push([gone, childGone]);
    expect(vera.of('rejected').map(({ code }) => code)).toEqual([
      'restricted-by-children',
      'restricted-by-children',
    ]);
    await vera.push([childGone, gone]);
    expect([world.row('account', id), world.row('contact', child)]).toEqual([undefined, undefined]);
  });

  it('restrict it where the same change makes or links one before', async () => {
    const { world, vera, id } = await anOffice();
    const gone = { kind: 'delete' as const, entity: 'account', id };
    await vera.push([
      vera.author.create('contact', { fullname: 'Ada', account: { entity: 'account', id } }),
      gone,
    ]);
    expect(vera.the('rejected').code).toBe('restricted-by-children');
    const child = await vera.create('contact', { fullname: 'Bob', account: { entity: 'account', id } });
    await vera.push([vera.author.update('contact', child, { account: null }), gone]);
    expect([world.row('account', id), world.row('contact', child)?.values]).toEqual([
      undefined,
      { fullname: 'Bob' },
    ]);
  });

  it('do not restrict a record by itself', async () => {
    const { world, vera, id } = await anOffice();
    await vera.update('account', id, { parent: { entity: 'account', id } });
    await vera.push([{ kind: 'delete', entity: 'account', id }]);
    expect(world.row('account', id)).toBeUndefined();
  });
});

describe('references', () => {
  it('may name what the same change creates before, and nothing that it creates behind', async () => {
    const { world, vera } = await anOffice();
    const parent = vera.author.create('account', { name: 'New' });
    const child = vera.author.create('contact', {
      fullname: 'Ada',
      account: { entity: 'account', id: parent.id },
    });
    await vera.push([child, parent]);
    expect(vera.the('rejected')).toMatchObject({ code: 'missing-reference', attributes: ['account'] });
    const again = vera.author.create('account', { name: 'New' });
    const link = { entity: 'account', id: again.id };
    const linked = vera.author.create('contact', { fullname: 'Ada', account: link });
    await vera.push([again, linked]);
    expect(vera.the('accepted').number).toBe(3);
    expect(world.row('contact', linked.id)?.values.account).toEqual(link);
  });

  it('need append on the one and append-to on the other', async () => {
    const world = await anOrganization()
      .withRole('half', {
        account: { read: 'organization' },
        contact: {
          read: 'organization',
          write: 'organization',
          create: 'organization',
          append: 'organization',
        },
      })
      .withUser('vera')
      .withUser('hal', ['half'])
      .open();
    const [vera, hal] = [await world.client('vera'), await world.client('hal')];
    const id = await vera.create('account', { name: 'Harbour' });
    const child = await hal.create('contact', { fullname: 'Ada' });
    await hal.update('contact', child, { account: { entity: 'account', id } });
    expect(hal.the('rejected')).toMatchObject({ code: 'privilege-missing', attributes: ['account'] });
    await hal.update('contact', child, { account: { entity: 'account', id: ABSENT } });
    expect(hal.of('rejected')[1]).toMatchObject({ code: 'missing-reference', attributes: ['account'] });
  });
});

describe('a secured column', () => {
  it('travels in a part of its own to those who may read it, and to no one else', async () => {
    const { world, vera, rita, id } = await anOffice();
    await world.change(putColumn('account', 'rating', ['vera']));
    for (const client of [vera, rita]) client.clear();
    await vera.push([
      {
        kind: 'update',
        entity: 'account',
        id,
        parts: [vera.author.set(id, { rating: 'canary' }, { part: 'rating' })],
      },
    ]);
    expect(vera.held.get(id)?.values).toMatchObject({ rating: 'canary' });
    expect(rita.items).toMatchObject([{ kind: 'patch', values: {}, parts: [] }]);
    const late = await world.client('rita');
    for (const { frames } of [rita, late]) expect(Buffer.concat(frames).includes('canary')).toBe(false);
  });
});
