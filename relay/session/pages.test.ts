/** Pages: what a device gets, in which steps, and how little of it waits on the relay. */
import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../engine/model/index.ts';
import { everything } from '../../test/world/office.ts';
import { owner, putColumn, putRole, unit } from '../../test/world/organization-builder.ts';
import type { RawClient } from '../../test/world/raw-client.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

const anOffice = () =>
  anOrganization()
    .withUnit('north')
    .withRole('own', everything('user'))
    .withUser('vera')
    .withUser('otto')
    .withUser('olga', ['own'], unit('north'))
    .open();

/** Creates so many accounts, fifty in a change. */
async function fill(client: RawClient, settle: () => Promise<void>, count: number): Promise<RecordId[]> {
  const ids: RecordId[] = [];
  for (let made = 0; made < count; made += 50) {
    const creates = Array.from({ length: Math.min(50, count - made) }, () =>
      client.author.create('account', { name: 'One' }),
    );
    ids.push(...creates.map(({ id }) => id));
    client.send(client.author.push(creates));
    await settle();
  }
  return ids.sort();
}

describe('credit', () => {
  it('[P9] lets at most four pages be unconfirmed, and goes on by each that is stored', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    await fill(vera, () => world.settle(), 600);
    const slow = world.device('otto');
    slow.isConfirming = false;
    await slow.connect();
    expect(slow.of('page').map(({ page }) => page)).toEqual([1, 2, 3, 4]);
    const [first, , third] = slow.of('page');
    if (first === undefined || third === undefined) throw new Error('four pages came');
    slow.confirm(first);
    await world.settle();
    expect(slow.of('page')).toHaveLength(5);
    slow.confirm(third);
    await world.settle();
    expect(slow.of('page')).toHaveLength(7);
  });

  it('[P9] is the matter of one device: the others go on, and it catches up', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const slow = world.device('otto');
    slow.isConfirming = false;
    await slow.connect();
    const [id] = await fill(vera, () => world.settle(), 1);
    if (id === undefined) throw new Error('one was made');
    for (let round = 0; round < 20; round++) await vera.update('account', id, { phone: `${round}` });
    expect(slow.of('page')).toHaveLength(4);
    expect(vera.held.get(id)?.values.phone).toBe('19');
    slow.isConfirming = true;
    for (const page of slow.of('page')) slow.confirm(page);
    await world.settle();
    expect(slow.held.get(id)).toEqual(vera.held.get(id));
  });

  it('ends the session that confirms a page which was never sent', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    vera.send({ type: 'stored', cursor: 1, page: 999 });
    expect(vera.the('fault')).toMatchObject({ code: 'malformed-frame' });
  });

  it('[P9] is no use while the socket is full; the page follows when it has drained', async () => {
    const world = await anOffice();
    const [vera, otto] = [await world.client('vera'), await world.client('otto')];
    otto.bufferedAmount = world.limits.maxBufferedBytes;
    otto.clear();
    const [id] = await fill(vera, () => world.settle(), 1);
    expect(otto.frames).toEqual([]);
    otto.bufferedAmount = 0;
    await world.time.advance(20);
    expect(otto.items).toMatchObject([{ kind: 'put', id }]);
  });
});

describe('a change of several records', () => {
  it('comes in one page, whole, to each device', async () => {
    const world = await anOffice();
    const [vera, otto] = [await world.client('vera'), await world.client('otto')];
    for (const client of [vera, otto]) client.clear();
    const creates = Array.from({ length: 300 }, () =>
      vera.author.create('account', { name: 'x'.repeat(40) }),
    );
    await vera.push(creates);
    for (const client of [vera, otto]) {
      expect(client.of('page')).toHaveLength(1);
      expect(client.items).toHaveLength(300);
    }
  });

  it('moves a record once, whatever it does to it', async () => {
    const world = await anOffice();
    const [vera, otto] = [await world.client('vera'), await world.client('otto')];
    const [id] = await fill(vera, () => world.settle(), 1);
    if (id === undefined) throw new Error('one was made');
    otto.clear();
    await vera.push([
      vera.author.update('account', id, { phone: '1' }),
      { kind: 'set-state', entity: 'account', id, statecode: 'inactive' },
    ]);
    expect(otto.items).toMatchObject([
      {
        kind: 'patch',
        id,
        values: { phone: '1' },
        system: { statecode: 'inactive' },
        parts: [{ part: 'main' }],
      },
    ]);
  });
});

describe('scope', () => {
  it('puts a record that comes into it, and takes one that goes out of it', async () => {
    const world = await anOffice();
    const [vera, olga] = [await world.client('vera'), await world.client('olga')];
    const [id] = await fill(vera, () => world.settle(), 1);
    if (id === undefined) throw new Error('one was made');
    olga.clear();
    await vera.update('account', id, { phone: '1' });
    expect(olga.frames).toEqual([]);
    await vera.push([{ kind: 'assign', entity: 'account', id, ownerid: owner('olga') }]);
    expect(olga.items).toMatchObject([{ kind: 'put', id, values: { name: 'One', phone: '1' } }]);
    await vera.push([{ kind: 'assign', entity: 'account', id, ownerid: owner('vera') }]);
    expect(olga.items.at(-1)).toEqual({ kind: 'leave', leave: 'gone', entity: 'account', id });
  });

  it('answers a want by a put, or by the leave of what is not there', async () => {
    const world = await anOffice();
    const [vera, olga] = [await world.client('vera'), await world.client('olga')];
    const [hidden] = await fill(vera, () => world.settle(), 1);
    const own = await olga.create('account', { name: 'Own' });
    if (hidden === undefined) throw new Error('one was made');
    olga.clear();
    olga.send({ type: 'want', records: [own, hidden].map((id) => ({ entity: 'account', id })) });
    await world.settle();
    expect(olga.items).toMatchObject([
      { kind: 'put', id: own, values: { name: 'Own' } },
      { kind: 'leave', leave: 'gone', id: hidden },
    ]);
    expect(olga.the('page').cursor).toBe(world.store.lastSequence);
  });

  it('answers many wants in pages of bounded size', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const ids = await fill(vera, () => world.settle(), 600);
    vera.clear();
    vera.send({ type: 'want', records: ids.map((id) => ({ entity: 'account', id })) });
    await world.settle();
    expect(vera.items).toHaveLength(600);
    expect(vera.of('page').length).toBeGreaterThan(1);
    for (const frame of vera.frames) expect(frame.length).toBeLessThan(128 * 1_024);
  });

  it('[P9] ends the session that wants more than it may', async () => {
    const world = await anOrganization()
      .withUser('vera')
      .open({ limits: { maxWanted: 2 } });
    const vera = await world.client('vera');
    const records = [1, 2, 3].map(() => ({ entity: 'account', id: vera.author.newId() }));
    vera.send({ type: 'want', records });
    expect(vera.the('fault')).toMatchObject({ code: 'malformed-frame' });
  });
});

describe('rights that change on a live connection', () => {
  it('send what may be read now, and take what may not, behind the metadata that says so', async () => {
    const world = await anOrganization()
      .withRole('some', {})
      .withUser('vera')
      .withUser('nora', ['some'])
      .open();
    const [vera, nora] = [await world.client('vera'), await world.client('nora')];
    const id = await vera.create('account', { name: 'Harbour' });
    nora.clear();
    await world.change(putRole('some', { account: { read: 'organization' } }));
    expect(nora.messages[0]).toMatchObject({
      type: 'metadata',
      principal: { grants: { account: [{ privilege: 'read' }] } },
    });
    expect(nora.held.get(id)?.values).toEqual({ name: 'Harbour' });
    const range = nora.of('page').find((page) => page.range?.entity === 'account');
    expect(range).toMatchObject({ items: [{ kind: 'put', id }], range: { entity: 'account' } });
    await world.change(putRole('some', {}));
    expect(nora.held.size).toBe(0);
    nora.clear();
    await vera.update('account', id, { name: 'Secret' });
    expect(nora.frames).toEqual([]);
  });

  it('reconcile only the entities that they concern', async () => {
    const world = await anOrganization()
      .withRole('some', { account: { read: 'organization' } })
      .withUser('nora', ['some'])
      .open();
    const nora = await world.client('nora');
    nora.clear();
    await world.change(
      putRole('some', { account: { read: 'organization' }, country: { read: 'organization' } }),
    );
    expect(nora.of('page').map(({ range }) => range?.entity)).toEqual(['country']);
    nora.clear();
    await world.change(putRole('other', everything()));
    expect(nora.of('metadata')).toEqual([]);
  });

  it('bring and take the part of a secured column', async () => {
    const world = await anOffice();
    await world.change(putColumn('account', 'rating', ['vera']));
    const [vera, otto] = [await world.client('vera'), await world.client('otto')];
    const id = await vera.create('account', { name: 'Harbour' }, { secured: { rating: 'canary' } });
    expect(otto.held.get(id)?.values).toEqual({ name: 'Harbour' });
    await world.change(
      putColumn('account', 'rating', ['vera', 'otto'], { read: true, update: false, create: false }),
    );
    expect(otto.held.get(id)?.values).toEqual({ name: 'Harbour', rating: 'canary' });
    await world.change(putColumn('account', 'rating', ['vera']));
    expect(otto.held.get(id)?.values).toEqual({ name: 'Harbour' });
    otto.clear();
    await vera.push([
      {
        kind: 'update',
        entity: 'account',
        id,
        parts: [vera.author.set(id, { rating: 'later canary' }, { part: 'rating' })],
      },
    ]);
    expect(Buffer.concat(otto.frames).includes('canary')).toBe(false);
  });

  it('throw away the page that was being made, so that nothing goes out by the old ones', async () => {
    const world = await anOffice();
    const [vera, otto] = [await world.client('vera'), await world.client('otto')];
    const [id] = await fill(vera, () => world.settle(), 1);
    if (id === undefined) throw new Error('one was made');
    otto.clear();
    // In one turn: a right is taken, and behind it a change is judged that only who reads may see.
    const revoked = world.change(putRole('everything', {}));
    vera.send(vera.author.push([vera.author.update('account', id, { name: 'canary' })]));
    await revoked;
    expect(vera.the('rejected')).toMatchObject({ code: 'record-gone' });
    expect(otto.messages[0]).toMatchObject({ type: 'metadata' });
    expect(otto.held.size).toBe(0);
  });

  it('count for a change of another in the same batch: it does not reach who lost the right before it', async () => {
    const world = await anOffice();
    const [vera, olga] = [await world.client('vera'), await world.client('olga')];
    const id = await olga.create('account', { name: 'Own' });
    olga.clear();
    const revoked = world.change(putRole('own', {}));
    vera.send(vera.author.push([vera.author.update('account', id, { phone: 'canary' })]));
    await revoked;
    expect(vera.of('accepted')).toHaveLength(1);
    expect(Buffer.concat(olga.frames).includes('canary')).toBe(false);
    expect(olga.held.size).toBe(0);
  });
});
