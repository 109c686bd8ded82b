/** One organization's store fails, and the database is opened again while another's people are at work. */
import { describe, expect, it } from 'vitest';
import type { DeviceNumber } from '../../engine/model/index.ts';
import type { PushMessage } from '../../engine/protocol/index.ts';
import { accepted, author } from '../../test/store/log-entries.ts';
import { betweenReads } from '../../test/world/between-reads.ts';
import { anOrganization, type RelayWorld } from '../../test/world/relay-world.ts';
import { LevelStore } from '../store/index.ts';

/** Vera works for the harbour, Otto and Rita for the hill; a part of what Otto wrote is in no view on disk. */
async function twoOffices() {
  const world = await anOrganization('harbour').withUser('vera').open();
  await world.add(anOrganization('hill').withUser('otto').withUser('rita'));
  const vera = await world.client('vera', 'harbour');
  const otto = await world.client('otto', 'hill');
  await otto.create('account', { name: 'Early' });
  const hill = world.organization('hill');
  await hill.store.flush();
  const ids = [
    await otto.create('account', { name: 'One' }),
    await otto.create('account', { name: 'Two' }),
  ] as const;
  for (const client of [vera, otto]) client.clear();
  return { world, vera, otto, hill, ids };
}

/** The harbour's store fails, and its disk works again. */
async function failHarbour({ world, vera }: Pick<Awaited<ReturnType<typeof twoOffices>>, 'world' | 'vera'>) {
  world.disk.failWrites('lost');
  vera.send(vera.author.push([vera.author.create('account', { name: 'Lost' })]));
  await world.settle();
  world.disk.recover();
}

async function afterCrash(world: RelayWorld) {
  const stores = await LevelStore.open(await world.disk.successor());
  return stores.organization(world.organization('hill').store.organization);
}

describe('a reopening for another organization', () => {
  it('keeps every answered change, applies each once, and judges none on half of what is stored', async () => {
    const { world, vera, otto, hill, ids } = await twoOffices();
    await failHarbour({ world, vera });
    const rita = world.device('rita', 'hill');
    const [one, two] = ids;
    const sent: PushMessage[] = [];
    const end = betweenReads(world.disk, () => {
      if (sent.length === 30) return;
      const message = otto.author.push([otto.author.update('account', one, { phone: `${sent.length}` })]);
      sent.push(message);
      otto.send(message);
      // A device that comes new in the midst of it must not get a number that was given before.
      rita.dial();
      rita.send(rita.hello());
    });
    await world.time.advance(500);
    end();
    expect(sent.length).toBeGreaterThan(2);
    expect(otto.closed).toBeUndefined();
    expect(otto.of('accepted')).toEqual([]);
    expect(otto.of('resume-at')).toMatchObject([{ number: sent[0]?.number }]);

    // When the pause is over
    for (const message of sent) otto.send(message);
    await world.settle();
    await rita.connect();
    expect(hill.isReady).toBe(true);
    expect(otto.of('accepted')).toHaveLength(sent.length);
    expect(rita.author.device).not.toBe(otto.author.device);
    expect([one, two].map((id) => rita.held.get(id)?.values.name)).toEqual(['One', 'Two']);
    const stored = await afterCrash(world);
    for (const { number } of otto.of('accepted')) {
      expect(stored.decisions(otto.author.device).recent.map((decision) => decision.number)).toContain(
        number,
      );
    }
    expect(stored.row('account', one)?.values.phone).toBe(`${sent.length - 1}`);
  });

  it('sends a reader no page of half of what is stored', async () => {
    const { world, vera, otto, ids } = await twoOffices();
    const rita = await world.client('rita', 'hill');
    await failHarbour({ world, vera });
    let asked = 0;
    const end = betweenReads(world.disk, async () => {
      if (asked++ >= 40) return;
      rita.send({ type: 'want', records: ids.map((id) => ({ entity: 'account', id })) });
      await world.settle();
    });
    await world.time.advance(500);
    // Each step of the reading lets everything else settle.
    for (let turn = 0; turn < asked + 2; turn++) await world.settle();
    end();
    expect(rita.items.filter(({ kind }) => kind === 'leave')).toEqual([]);
    if (rita.closed !== undefined) {
      expect(rita.of('fault')).toMatchObject([{ code: 'unavailable' }]);
      expect(ids.map((id) => rita.held.has(id))).toEqual([true, true]);
      await rita.connect();
    }
    for (const id of ids) expect([otto, rita].map(({ held }) => held.has(id))).toEqual([true, true]);
  });

  it('gives way to what was being written, and answers it', async () => {
    const { world, otto, hill, ids } = await twoOffices();
    const [id] = ids;
    // The harbour's disk can not be read for a moment, while a batch of the hill is being written.
    world.disk.stallWrites();
    otto.send(otto.author.push([otto.author.update('account', id, { phone: '1' })]));
    await world.settle();
    otto.send(otto.author.push([otto.author.update('account', id, { phone: '2' })]));
    await world.settle();
    world.disk.failReads();
    const harbour = world.organization('harbour');
    const stranger = author(1, 9_999 as DeviceNumber);
    const job = harbour.runJob(({ store }) => store.stage(accepted(store, stranger, [])));
    await expect(job).rejects.toMatchObject({ code: 'storage-failed' });
    world.disk.mendReads();
    await world.time.advance(500);
    world.disk.resumeWrites();
    await world.settle();
    expect(otto.of('accepted')).toHaveLength(1);
    expect(otto.of('resume-at')).toMatchObject([{ number: otto.the('accepted').number + 1 }]);
    expect([hill, harbour].map(({ isReady }) => isReady)).toEqual([true, true]);
    expect((await afterCrash(world)).row('account', id)?.values.phone).toBe('1');
  });
});

describe('a flush that fails in the background', () => {
  it('has the store opened again, though nobody asks for anything', async () => {
    const { world, hill } = await twoOffices();
    world.disk.failWrites('lost');
    await expect(hill.store.flush()).rejects.toMatchObject({ code: 'storage-failed' });
    expect(hill.isReady).toBe(false);
    await world.time.advance(2_000);
    expect(hill.isReady).toBe(false);
    world.disk.recover();
    await world.time.advance(500);
    expect(hill.isReady).toBe(true);
  });
});
