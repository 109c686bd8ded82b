/** A part whose history outweighs its values begins anew, behind the change that tipped it. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { RELAY_DEVICE_NUMBER, type RecordId } from '../../engine/model/index.ts';
import { deviceOf } from '../../engine/record/index.ts';
import type { RawClient } from '../../test/world/raw-client.ts';
import { anOrganization, type RelayWorld } from '../../test/world/relay-world.ts';
import { seededRandom } from '../../test/world/virtual-time.ts';

const names = ['phone', 'credit', 'employees', 'name'] as const;

/** Overwrites attributes at random under ten generations, answering `reform` by a new base as devices do. */
async function overwrite(world: RelayWorld, client: RawClient, id: RecordId, times: number): Promise<void> {
  const random = seededRandom(5);
  for (let sent = 0; sent < times; sent++) {
    client.author.generation = Math.floor(random() * 10);
    const name = names[Math.floor(random() * names.length)] ?? 'phone';
    const value = name === 'employees' ? Math.floor(random() * 1_000) : `${Math.floor(random() * 9_000) + 1}`;
    client.send(client.author.push([client.author.update('account', id, { [name]: value })]));
    if (sent % 60 !== 59) continue;
    await world.settle();
    if (client.of('reform').length > 0) client.author.lastVerdict = client.author.nextNumber - 1;
    client.clear();
  }
  await world.settle();
}

describe('6,000 overwrites of a record under ten client ids', () => {
  it('leave a part that is small, in further epochs, and the same for everyone', async () => {
    const limits = { maxChangesPerMinute: 10_000 };
    const world = await anOrganization().withUser('vera').open({ limits });
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'Harbour' });
    await overwrite(world, vera, id, 6_000);

    const stored = world.store.durable.part('account', id, 'main');
    const updates = stored?.updates ?? [];
    const bytes = updates.reduce((sum, update) => sum + update.length, stored?.snapshot?.length ?? 0);
    expect(stored?.epoch).toBeGreaterThan(2);
    expect(bytes).toBeLessThan(64 * 1_024);
    const late = await world.client('vera');
    expect(vera.held.get(id)).toEqual(late.held.get(id));
    expect(late.held.get(id)?.values).toEqual(world.row('account', id)?.values);
  });
});

describe('a rebuild', () => {
  async function rebuilt() {
    const world = await anOrganization().withUser('vera').withUser('otto').open();
    const vera = await world.client('vera');
    const otto = await world.client('otto');
    const id = await vera.create('account', { name: 'Harbour' });
    for (let round = 0; round < 50; round++) {
      vera.author.generation = round;
      await vera.update('account', id, { phone: `${round}` });
    }
    const before = world.row('account', id);
    await world.time.advance(5_000);
    for (const client of [vera, otto]) client.clear();
    vera.author.generation = 60;
    await vera.update('account', id, { phone: 'last' });
    return { world, vera, otto, id, before };
  }

  it('is a log entry with a version of its own, and keeps what says who modified what', async () => {
    const { world, id } = await rebuilt();
    const [change, rebuild] = (await world.log()).slice(-2);
    expect(change).toMatchObject({ kind: 'accepted' });
    expect(rebuild).toMatchObject({ kind: 'rebuilt', id, part: 'main', epoch: 2 });
    if (change?.kind !== 'accepted' || rebuild?.kind !== 'rebuilt')
      throw new Error('two entries were written');
    expect(rebuild.sequence).toBe(change.sequence + 1);
    expect(rebuild.from).toBe(change.sequence);
    expect(world.row('account', id)?.system).toEqual({
      ...change.operations[0]?.system,
      versionnumber: rebuild.sequence,
    });
  });

  it('that meets a defect is told to the log, and takes nothing back of the change that tipped it', async () => {
    const world = await anOrganization().withUser('vera').open();
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'Harbour' });
    const { store } = world;
    const stage = store.stage.bind(store);
    store.stage = (entry) => {
      if (entry.kind === 'rebuilt') throw new TypeError('a defect');
      stage(entry);
    };
    for (let round = 0; round < 60; round++) {
      vera.author.generation = round;
      await vera.update('account', id, { phone: `${round}` });
    }
    expect(vera.of('accepted')).toHaveLength(61);
    expect(world.defects.length).toBeGreaterThan(0);
    expect(world.row('account', id)?.values.phone).toBe('59');
  });

  it('reaches devices as a patch in form of a state, which names each author', async () => {
    const { world, vera, otto, id } = await rebuilt();
    const forms = otto.items.map((item) => item.kind === 'patch' && item.parts.map(({ form }) => form));
    expect(forms).toEqual([['update'], ['state']]);
    expect(vera.items.map((item) => item.kind === 'patch' && item.parts.map(({ form }) => form))).toEqual([
      ['own'],
      ['state'],
    ]);
    const { doc, epoch } = otto.author.part(id, 'main');
    expect(epoch).toBe(2);
    expect([...doc.store.clients.keys()].map(deviceOf)).toEqual([RELAY_DEVICE_NUMBER]);
    expect(doc.getArray('phone').toJSON()).toEqual([['last', expect.any(Number), vera.author.device]]);
    await otto.update('account', id, { phone: 'next' });
    expect(otto.the('accepted')).toBeDefined();
    expect(vera.author.part(id, 'main').doc.getArray('phone').toJSON()).toEqual([
      ['next', expect.any(Number)],
    ]);
    expect(Y.encodeStateVector(vera.author.part(id, 'main').doc)).toEqual(
      Y.encodeStateVector(otto.author.part(id, 'main').doc),
    );
    expect(world.row('account', id)?.values.phone).toBe('next');
  });

  it('is not made of a text, whose history is what merges', async () => {
    const world = await anOrganization().withUser('vera').open();
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'Harbour' }, { texts: { notes: 'x' } });
    for (let round = 0; round < 55; round++) {
      vera.author.generation = round;
      await vera.push([
        { kind: 'update', entity: 'account', id, parts: [vera.author.type(id, 'notes', 0, 'y')] },
      ]);
    }
    expect(vera.of('reform')).toEqual([]);
    expect(world.store.part('account', id, 'notes')?.epoch).toBe(1);
  });
});

describe('the limit of a part', () => {
  it('counts what is stored and not what was ever sent, and refuses what is truly larger', async () => {
    const world = await anOrganization().withUser('vera').open({ maxPartBytes: 2_000 });
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'Harbour' }, { texts: { notes: 'x' } });
    const push = (part: ReturnType<typeof vera.author.type>) =>
      vera.push([{ kind: 'update', entity: 'account', id, parts: [part] }]);
    for (let round = 0; round < 60; round++) await push(vera.author.type(id, 'notes', 1, 'y'.repeat(10)));
    for (let round = 0; round < 30; round++) await push(vera.author.erase(id, 'notes', 1, 20));
    expect(vera.of('rejected')).toEqual([]);
    await push(
      vera.author.type(
        id,
        'notes',
        1,
        Array.from({ length: 900 }, (_, at) => String.fromCharCode(0x4e00 + at)).join(''),
      ),
    );
    expect(vera.the('rejected')).toMatchObject({ code: 'too-large', leftPlaceholder: true });
    await push(vera.author.type(id, 'notes', 1, '!'));
    expect(vera.of('accepted').at(-1)?.number).toBe(vera.author.nextNumber - 1);
  });
});
