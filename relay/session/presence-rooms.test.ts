/** Presence: who is told where somebody is in a text, how often, and when that ends. */
import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../engine/model/index.ts';
import type { DevicePresence, Whereabouts } from '../../engine/protocol/index.ts';
import { everything } from '../../test/world/office.ts';
import { owner, putColumn, putRole, user } from '../../test/world/organization-builder.ts';
import type { RawClient } from '../../test/world/raw-client.ts';
import { anOrganization, type RelayWorld, type WorldOptions } from '../../test/world/relay-world.ts';

interface Office {
  readonly world: RelayWorld;
  readonly vera: RawClient;
  readonly otto: RawClient;
  readonly olga: RawClient;
  /** An account with notes and a secured verdict, that all of them may read. */
  readonly id: RecordId;
}

async function anOffice(options: WorldOptions = {}): Promise<Office> {
  const world = await anOrganization()
    .withRole('seller', everything())
    .withUser('vera')
    .withUser('otto', ['seller'])
    .withUser('olga')
    .withColumn('account', 'verdict', ['vera', 'otto'])
    .open(options);
  const vera = await world.client('vera');
  const otto = await world.client('otto');
  const olga = await world.client('olga');
  const id = await vera.create('account', { name: 'A' }, { texts: { notes: 'x' } });
  for (const client of [vera, otto, olga]) client.clear();
  return { world, vera, otto, olga, id };
}

const HERE: Whereabouts = { kind: 'here' };
const GONE: Whereabouts = { kind: 'gone' };
const at = (clock: number): Whereabouts => {
  const place = { at: 'item', client: 1, clock, side: 'right' } as const;
  return { kind: 'cursor', anchor: place, head: place };
};
const said = (id: RecordId, whereabouts: Whereabouts, part = 'notes'): DevicePresence => ({
  ...{ type: 'presence', entity: 'account', id, part, whereabouts },
});
/** What a device was told of whom since the last look. */
function told(client: RawClient): [string, Whereabouts][] {
  const messages = client.of('presence').map(({ name, whereabouts }) => [name, whereabouts] as const);
  client.clear();
  return messages.map(([name, whereabouts]) => [name, whereabouts]);
}

describe('who has a text open', () => {
  it('is told where the others are that have it open, and shown to them, under the name in the directory', async () => {
    // Given two who have opened a text
    const { world, vera, otto, olga, id } = await anOffice();
    vera.send(said(id, at(1)));
    otto.send(said(id, HERE));
    await world.time.advance(100);

    // Then each was told of the other, with all that is the relay's to say, and nobody else of any
    const place = { type: 'presence', entity: 'account', id, part: 'notes' };
    const [ofOtto, ofVera] = [vera.the('presence'), otto.the('presence')];
    expect(ofOtto).toEqual({
      ...place,
      ...{ device: otto.author.device, user: user('otto'), name: 'otto', whereabouts: HERE },
    });
    expect(ofVera).toEqual({
      ...place,
      ...{ device: vera.author.device, user: user('vera'), name: 'vera', whereabouts: at(1) },
    });
    expect(olga.messages).toEqual([]);

    // And who comes later is told of both
    for (const client of [vera, otto]) client.clear();
    olga.send(said(id, HERE));
    await world.time.advance(100);
    expect(told(olga)).toEqual([
      ['vera', at(1)],
      ['otto', HERE],
    ]);
    expect([told(vera), told(otto)]).toEqual([[['olga', HERE]], [['olga', HERE]]]);
  });

  it('is told nothing of another text of the record, nor of another record', async () => {
    const { world, vera, otto, olga, id } = await anOffice();
    const other = await vera.create('account', { name: 'B' });
    for (const client of [vera, otto, olga]) client.clear();
    vera.send(said(id, HERE));
    otto.send(said(id, HERE, 'verdict'));
    olga.send(said(other, HERE));
    await world.time.advance(200);
    expect([told(vera), told(otto), told(olga)]).toEqual([[], [], []]);
  });

  it('is there until it says that it is gone, or its connection ends', async () => {
    const { world, vera, otto, olga, id } = await anOffice();
    for (const client of [vera, otto, olga]) client.send(said(id, HERE));
    await world.time.advance(200);
    told(vera);
    otto.send(said(id, GONE));
    await world.time.advance(200);
    expect(told(vera)).toEqual([['otto', GONE]]);
    told(otto);
    olga.hangUp();
    await world.time.advance(200);
    expect(told(vera)).toEqual([['olga', GONE]]);
    vera.send(said(id, at(1)));
    await world.time.advance(200);
    expect(told(otto)).toEqual([]);
  });

  it('is one device for the others also where it connects anew', async () => {
    const { world, vera, otto, id } = await anOffice();
    for (const client of [vera, otto]) client.send(said(id, HERE));
    await world.time.advance(200);
    told(otto);
    await otto.connect();
    otto.send(said(id, at(2)));
    await world.time.advance(200);
    expect(told(vera).at(-1)).toEqual(['otto', at(2)]);
    expect(told(otto)).toEqual([['vera', HERE]]);
  });

  it('leaves nothing stored, and nothing behind', async () => {
    const { world, vera, otto, id } = await anOffice();
    const [log, records] = [await world.log(), await world.records()];
    const before = world.time.waiting;
    for (const client of [vera, otto]) client.send(said(id, at(1)));
    await world.time.advance(50);
    for (const client of [vera, otto]) client.send(said(id, GONE));
    expect(world.time.waiting).toBe(before);
    expect([await world.log(), await world.records()]).toEqual([log, records]);
  });
});

describe('[P5] who may not read a text', () => {
  it('is neither told nor shown, as if there were no such record', async () => {
    const { world, vera, otto, olga, id } = await anOffice();
    const absent = id.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) as RecordId;
    for (const client of [vera, otto]) client.send(said(id, at(1), 'verdict'));
    olga.send(said(id, at(1), 'verdict'));
    for (const client of [vera, olga]) client.send(said(absent, at(1)));
    for (const client of [vera, olga]) client.send(said(id, at(1), 'main'));
    await world.time.advance(200);
    expect([told(vera), told(otto), told(olga)]).toEqual([[['otto', at(1)]], [['vera', at(1)]], []]);
  });

  it.each([
    ['the right on the column', () => putColumn('account', 'verdict', ['vera'])],
    ['the role', () => putRole('seller', { account: {} })],
  ])('[P8] is gone at once when %s is taken away', async (_what, change) => {
    const { world, vera, otto, id } = await anOffice();
    for (const client of [vera, otto]) client.send(said(id, at(1), 'verdict'));
    await world.time.advance(200);
    for (const client of [vera, otto]) client.clear();
    await world.change(change());
    await world.time.advance(200);
    expect(told(vera)).toEqual([['otto', GONE]]);
    otto.clear();
    vera.send(said(id, at(2), 'verdict'));
    otto.send(said(id, at(3), 'verdict'));
    await world.time.advance(200);
    expect([told(vera), told(otto)]).toEqual([[], []]);
  });

  it.each(['assign', 'delete'] as const)('[P8] is gone at once by an %s of the record', async (kind) => {
    // Given two in a text that one of them owns and the other reads as its owner alone
    const world = await anOrganization()
      .withRole('own', everything('user'))
      .withUser('vera')
      .withUser('otto', ['own'])
      .open();
    const vera = await world.client('vera');
    const otto = await world.client('otto');
    const id = await otto.create('account', { name: 'A' }, { texts: { notes: 'x' } });
    for (const client of [vera, otto]) client.send(said(id, at(1)));
    await world.time.advance(200);
    for (const client of [vera, otto]) client.clear();

    // When it is taken away
    await vera.push([
      kind === 'assign'
        ? { kind, entity: 'account', id, ownerid: owner('vera') }
        : { kind, entity: 'account', id },
    ]);
    await world.time.advance(200);

    // Then the other is told that the one is gone, and the one nothing more
    expect(told(vera)).toEqual(kind === 'assign' ? [['otto', GONE]] : []);
    vera.send(said(id, at(2)));
    otto.send(said(id, at(3)));
    await world.time.advance(200);
    expect([told(vera), told(otto)]).toEqual([[], []]);
  });

  it('is everybody while the disk can not be read', async () => {
    // Given a relay that has just started, on whose disk a block is bad for a while
    const { world, vera, otto, id } = await anOffice();
    await world.store.flush();
    for (const client of [vera, otto]) client.hangUp();
    await world.restore(world.disk);
    for (const client of [vera, otto]) (await client.connect()).clear();
    world.disk.failReads();
    for (const client of [vera, otto]) client.send(said(id, HERE));
    await world.time.advance(200);
    expect([told(vera), told(otto)]).toEqual([[], []]);

    // When it can be read again, what they say once more is told
    world.disk.mendReads();
    await world.time.advance(2_000);
    for (const client of [vera, otto]) client.send(said(id, HERE));
    await world.time.advance(200);
    expect([told(vera), told(otto)]).toEqual([[['otto', HERE]], [['vera', HERE]]]);
  });
});

describe('[P9] somebody', () => {
  it('who moves all the time is told to others ten times a second, the newest', async () => {
    const { world, vera, otto, id } = await anOffice();
    for (const client of [vera, otto]) client.send(said(id, HERE));
    await world.time.advance(200);
    otto.clear();
    for (let moves = 1; moves <= 500; moves++) {
      vera.send(said(id, at(moves)));
      await world.time.advance(2);
    }
    await world.time.advance(200);
    const messages = told(otto);
    expect(messages.length).toBeGreaterThan(8);
    expect(messages.length).toBeLessThanOrEqual(12);
    expect(messages.at(-1)).toEqual(['vera', at(500)]);
  });

  it('who is slow is told the newest only, when what was sent before has left', async () => {
    const { world, vera, otto, id } = await anOffice();
    for (const client of [vera, otto]) client.send(said(id, HERE));
    await world.time.advance(200);
    otto.clear();
    otto.bufferedAmount = world.limits.maxBufferedBytes;
    for (let moves = 1; moves <= 20; moves++) {
      vera.send(said(id, at(moves)));
      await world.time.advance(100);
    }
    expect(told(otto)).toEqual([]);
    otto.bufferedAmount = 0;
    await world.time.advance(100);
    expect(told(otto)).toEqual([['vera', at(20)]]);
  });

  it('is there in at most sixteen texts', async () => {
    const { world, vera, otto } = await anOffice();
    const ids: RecordId[] = [];
    for (let made = 0; made < 17; made++) ids.push(await vera.create('account', { name: `${made}` }));
    for (const id of ids) vera.send(said(id, HERE));
    otto.clear();
    const [first, last] = [ids[0], ids[16]];
    if (first === undefined || last === undefined) throw new Error('seventeen were made');
    otto.send(said(last, HERE));
    otto.send(said(first, HERE));
    await world.time.advance(200);
    expect(otto.of('presence').map(({ id }) => id)).toEqual([first]);

    // One that is left makes room for another
    vera.send(said(first, GONE));
    vera.send(said(last, HERE));
    await world.time.advance(200);
    expect(otto.of('presence').map(({ id, whereabouts }) => [id, whereabouts.kind])).toEqual([
      [first, 'here'],
      [first, 'gone'],
      [last, 'here'],
    ]);
  });

  it('is one of at most sixty-four in a text', async () => {
    const { world, vera, otto, id } = await anOffice();
    for (let opened = 0; opened < 64; opened++) (await world.client('vera')).send(said(id, HERE));
    otto.send(said(id, HERE));
    await world.time.advance(200);
    expect(told(otto)).toEqual([]);
    vera.send(said(id, HERE));
    await world.time.advance(200);
    expect(told(vera)).toEqual([]);
  });
});
