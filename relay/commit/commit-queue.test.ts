/** Group commit: what is judged in one turn becomes durable together, or fails together. */
import { describe, expect, it } from 'vitest';
import { RejoinError } from '../../engine/model/index.ts';
import { anOrganization, type RelayWorld } from '../../test/world/relay-world.ts';
import { LevelStore } from '../store/index.ts';

const anOffice = async () => {
  const world = await anOrganization().withUser('vera').withUser('otto').open();
  const vera = await world.client('vera');
  const otto = await world.client('otto');
  const id = await vera.create('account', { name: 'Harbour' });
  for (const client of [vera, otto]) client.clear();
  return { world, vera, otto, id };
};

async function batches(world: RelayWorld): Promise<number[]> {
  const counts: number[] = [];
  for await (const batch of world.store.readLog(1, 1_000_000)) counts.push(batch.entries.length);
  return counts;
}

describe('group commit', () => {
  it('writes the changes of one turn as one batch, in their order, and answers in it', async () => {
    const { world, vera, otto, id } = await anOffice();
    for (let count = 0; count < 10; count++) {
      vera.send(vera.author.push([vera.author.update('account', id, { phone: `${count}` })]));
      otto.send(otto.author.push([otto.author.create('account', { name: `${count}` })]));
    }
    await world.settle();
    expect((await batches(world)).at(-1)).toBe(20);
    expect(vera.of('accepted').map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const sequences = [...vera.of('accepted'), ...otto.of('accepted')].map(({ sequence }) => sequence);
    expect(new Set(sequences).size).toBe(20);
    const types = vera.messages.map(({ type }) => type);
    expect(types.lastIndexOf('accepted')).toBeLessThan(types.indexOf('page'));
  });

  it('lets the next batch gather while one is being written, and answers nothing before it is durable', async () => {
    const { world, vera, otto, id } = await anOffice();
    world.disk.stallWrites();
    vera.send(vera.author.push([vera.author.update('account', id, { phone: '1' })]));
    await world.settle();
    for (const phone of ['2', '3'])
      vera.send(vera.author.push([vera.author.update('account', id, { phone })]));
    await world.settle();
    expect([vera.messages, otto.messages]).toEqual([[], []]);
    expect(world.row('account', id)?.values).toEqual({ name: 'Harbour' });
    world.disk.recover();
    await world.settle();
    expect((await batches(world)).slice(-2)).toEqual([1, 2]);
    expect(vera.of('accepted')).toHaveLength(3);
    expect(otto.held.get(id)?.values.phone).toBe('3');
  });

  it('judges a change by what was decided before it in the same batch', async () => {
    const { world, vera, otto, id } = await anOffice();
    otto.send(otto.author.push([{ kind: 'delete', entity: 'account', id }]));
    vera.send(vera.author.push([vera.author.update('account', id, { phone: '1' })]));
    await world.settle();
    expect(otto.the('accepted')).toBeDefined();
    expect(vera.the('rejected').code).toBe('record-gone');
    expect(vera.held.has(id)).toBe(false);
  });
});

describe('a store that fails', () => {
  it.each(['lost', 'kept'] as const)(
    'answers resume-at, drops what was staged, and applies each change once (%s)',
    async (how) => {
      const { world, vera, otto, id } = await anOffice();
      const push = (text: string) =>
        vera.author.push([
          { kind: 'update', entity: 'account', id, parts: [vera.author.type(id, 'notes', 0, text)] },
        ]);
      const sent = [push('c'), push('b'), push('a')];
      world.disk.failWrites(how);
      for (const message of sent) vera.send(message);
      await world.settle();
      expect(vera.messages).toMatchObject([
        { type: 'resume-at', number: 2, code: 'unavailable', pauseMs: 1_000 },
      ]);
      expect(otto.frames).toEqual([]);
      expect(world.organization().isReady).toBe(false);
      vera.clear();
      for (const message of sent) vera.send(message);
      await world.settle();
      expect(vera.messages).toMatchObject([{ type: 'resume-at', number: 2 }]);
      world.disk.recover();
      await world.time.advance(1_000);
      expect(world.organization().isReady).toBe(true);
      vera.clear();
      for (const message of sent) vera.send(message);
      await world.settle();
      expect(vera.of('accepted').map(({ number }) => number)).toEqual([2, 3, 4]);
      expect(world.row('account', id)?.values.notes).toBe('abc');
      expect(otto.held.get(id)?.values.notes).toBe('abc');
      expect(otto.closed).toBeUndefined();
    },
  );

  it('refuses a hello and a change of the directory until it is back', async () => {
    const { world, vera, id } = await anOffice();
    world.disk.failWrites('lost');
    vera.send(vera.author.push([vera.author.update('account', id, { phone: '1' })]));
    await world.settle();
    const late = await world.client('otto');
    expect(late.messages).toMatchObject([{ type: 'fault', code: 'unavailable' }]);
    await expect(
      world.organization().publish({ ...anOrganization().metadata, version: 2 }, null),
    ).rejects.toMatchObject({
      code: 'unavailable',
    });
    await world.time.advance(5_000);
    expect(world.organization().isReady).toBe(false);
    world.disk.recover();
    await world.time.advance(1_000);
    await late.connect();
    expect(late.held.has(id)).toBe(true);
    expect(world.organization().metadata?.metadata.version).toBe(1);
  });

  it('forgets rights that did not become durable, and pages go on', async () => {
    const { world, vera, otto, id } = await anOffice();
    world.disk.failWrites('lost');
    const change = { kind: 'put-user' as const, user: { ...userOf(world, 'otto'), disabled: true } };
    await expect(world.organization().changeDirectory(change, null)).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(otto.closed).toBeUndefined();
    world.disk.recover();
    await world.time.advance(1_000);
    await vera.update('account', id, { phone: '1' });
    expect(otto.held.get(id)?.values.phone).toBe('1');
  });
});

function userOf(world: RelayWorld, name: string) {
  const found = [...world.organization().directory.directory.users.values()].find(
    (user) => user.name === name,
  );
  if (found === undefined) throw new Error('the user is in the directory');
  return found;
}

describe('a defect', () => {
  /** Two texts, the second of which meets a defect when it is staged, and a record behind them. */
  async function aDefect() {
    const office = await anOffice();
    const { world, vera, id } = office;
    const type = (text: string) =>
      vera.author.push([
        { kind: 'update', entity: 'account', id, parts: [vera.author.type(id, 'notes', 0, text)] },
      ]);
    // A first text, so that the part is stored and its candidate warm.
    vera.send(type('.'));
    await world.settle();
    vera.clear();
    const { store } = world;
    const stage = store.stage.bind(store);
    store.stage = (entry) => {
      if (entry.kind === 'accepted' && entry.author.number === 3) throw new TypeError('typed was: secret');
      stage(entry);
    };
    const failing = type('secret');
    vera.send(failing);
    vera.send(vera.author.push([vera.author.create('account', { name: 'Behind' })]));
    await world.settle();
    return { ...office, failing };
  }

  it('in judging refuses the change once, applies nothing of it, and the rest of the outbox goes on', async () => {
    const { world, vera, otto, id, failing } = await aDefect();
    expect(vera.of('rejected')).toMatchObject([
      { number: 3, code: 'internal-error', attributes: [], leftPlaceholder: false },
    ]);
    expect(vera.the('accepted').number).toBe(4);
    expect(vera.of('resume-at')).toEqual([]);
    expect(world.row('account', id)?.values.notes).toBe('.');
    expect(otto.held.get(id)?.values.notes).toBe('.');
    // The candidate that had it applied is gone: what others type next is alone in the text.
    const parts = [otto.author.type(id, 'notes', 0, 'next')];
    await otto.push([{ kind: 'update', entity: 'account', id, parts }]);
    expect(world.row('account', id)?.values.notes).toBe('next.');
    vera.clear();
    vera.send(failing);
    await world.settle();
    expect(vera.messages).toMatchObject([{ type: 'rejected', number: 3, code: 'internal-error' }]);
  });

  it('is decided durably, like any other refusal', async () => {
    const { world, vera } = await aDefect();
    const { device } = vera.author;
    const again = await (await LevelStore.open(await world.disk.successor())).organization(
      world.store.organization,
    );
    expect(again.decisions(device).recent.slice(-2)).toMatchObject([
      { number: 3, verdict: 'rejected', code: 'internal-error' },
      { number: 4, verdict: 'accepted' },
    ]);
  });

  it('is told to the log with its kind and place, and without a word of what it says', async () => {
    const { world, vera } = await aDefect();
    expect(world.defects).toMatchObject([{ device: vera.author.device, number: 3, error: 'TypeError' }]);
    expect(world.defects[0]?.at[0]).toMatch(/^at .*commit-queue\.test/);
    expect(JSON.stringify([world.defects, world.events])).not.toContain('secret');
  });

  it('of the store makes the device send again', async () => {
    const { world, vera, id } = await anOffice();
    const { store } = world;
    const stage = store.stage.bind(store);
    store.stage = () => {
      throw new RejoinError('storage-failed', 'the database can not be read');
    };
    const message = vera.author.push([vera.author.update('account', id, { phone: '1' })]);
    vera.send(message);
    await world.settle();
    expect(vera.messages).toMatchObject([{ type: 'resume-at', number: 2, code: 'unavailable' }]);
    store.stage = stage;
    vera.clear();
    vera.send(message);
    await world.settle();
    expect(vera.the('accepted').number).toBe(2);
    expect(world.defects).toEqual([]);
  });

  it('in a job of the relay stages nothing of the entry that does not fit, and the work goes on', async () => {
    const { world, vera, id } = await anOffice();
    await expect(
      world
        .organization()
        .runJob(({ store }) =>
          store.stage({ kind: 'device', sequence: 999, number: vera.author.device, revoked: true }),
        ),
    ).rejects.toThrow();
    await expect(
      world.organization().runJob(({ store }) => {
        const row = store.row('account', id);
        if (row === undefined) throw new Error('it is there');
        store.stage({
          kind: 'rebuilt',
          sequence: store.nextSequence,
          entity: 'contact',
          id,
          part: 'main',
          epoch: 2,
          snapshot: new Uint8Array(2),
          from: 1,
          system: row.system,
        });
      }),
    ).rejects.toThrow();
    await world.time.advance(1_000);
    expect(world.organization().isReady).toBe(true);
    await vera.update('account', id, { phone: '1' });
    expect(world.row('account', id)?.values.phone).toBe('1');
  });
});
