/** The relay's disk is replaced by an older copy of itself, and devices know more than it does. */
import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../engine/model/index.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

const FAR = 10 ** 9;

describe('a relay whose disk was restored', () => {
  /** A record of before the copy; behind it Vera changes it, and makes another. Otto saw none of that. */
  async function restored() {
    const world = await anOrganization().withUser('vera').withUser('otto').open();
    const vera = await world.client('vera');
    const otto = await world.client('otto');
    const kept = await vera.create('account', { name: 'Kept' });
    otto.hangUp();
    const copy = await world.disk.successor();
    const before = { sequence: world.store.lastSequence, incarnation: vera.incarnation };
    const lost = await vera.create('account', { name: 'Lost' });
    await vera.update('account', kept, { phone: 'lost' });
    vera.author.lastVerdict = vera.author.nextNumber - 1;
    vera.hangUp();
    const again = await copy.successor();
    await world.restore(copy);
    for (const client of [vera, otto]) client.clear();
    return { world, copy: again, vera, otto, kept, lost, before };
  }

  it('begins a new incarnation at the first device that knows more, far enough ahead of what was issued', async () => {
    const { world, vera, before } = await restored();
    await vera.connect();
    expect(vera.incarnation).not.toBe(before.incarnation);
    expect((await world.log()).at(-1)).toMatchObject({
      kind: 'incarnation',
      nextSequence: before.sequence + 1 + FAR,
      relayGeneration: 1,
      follows: { incarnation: before.incarnation, lastSequence: before.sequence },
    });
    const late = await world.client('vera');
    expect(late.author.device).toBe(4_099 + 10 ** 6);
    await late.create('account', { name: 'Late' });
    expect(late.the('accepted').sequence).toBe(before.sequence + 1 + FAR);
  });

  it('sends such a device everything again, older versions too, and takes its next change', async () => {
    const { world, vera, kept, lost } = await restored();
    await vera.connect();
    expect(vera.the('welcome').plan.every(({ action }) => action === 'reconcile')).toBe(true);
    expect([vera.held.has(lost), vera.held.get(kept)?.values]).toEqual([false, { name: 'Kept' }]);
    vera.author.generation += 1;
    await vera.update('account', kept, { phone: '1' });
    expect(vera.the('accepted').number).toBe(4);
    expect(vera.held.get(kept)?.values).toEqual(world.row('account', kept)?.values);
  });

  it('lets a device go on whose cursor lies before what was lost, to the end of the log', async () => {
    const { world, vera, otto, kept } = await restored();
    await vera.connect();
    await otto.connect();
    expect(otto.incarnation).toBe(vera.incarnation);
    expect(otto.the('welcome').plan.every(({ action }) => action === 'resume')).toBe(true);
    expect(otto.of('page').filter(({ range }) => range !== undefined)).toEqual([]);
    expect(otto.cursor).toBe(world.store.lastSequence);
    await vera.update('account', kept, { employees: 7 });
    expect(otto.held.get(kept)?.values).toEqual({ name: 'Kept', employees: 7 });
    expect(otto.cursor).toBe(world.store.lastSequence);
  });

  it('ends the sessions that it has when it finds out', async () => {
    const { vera, otto } = await restored();
    await otto.connect();
    await vera.connect();
    expect(otto.of('fault')).toMatchObject([{ code: 'unavailable' }]);
    await otto.connect();
    expect(otto.incarnation).toBe(vera.incarnation);
  });

  it('finds out by a device alone that it does not know of, before it gives away its number', async () => {
    const world = await anOrganization().withUser('vera').open();
    const copy = await world.disk.successor();
    const vera = await world.client('vera');
    vera.hangUp();
    await world.restore(copy);
    const { incarnation } = vera;
    vera.clear();
    await vera.connect();
    expect(vera.incarnation).not.toBe(incarnation);
    expect(vera.the('welcome').deviceNumber).toBe(4_097 + 10 ** 6);
  });

  it('finds out by a verdict alone that it does not know of', async () => {
    const { vera, before } = await restored();
    await vera.connect({ cursor: before.sequence });
    expect(vera.incarnation).not.toBe(before.incarnation);
  });

  it('begins no further one at its next start for a device that only read since', async () => {
    const { world, vera } = await restored();
    await vera.connect();
    const { incarnation } = vera;
    vera.hangUp();
    await world.time.advance(1_000);
    await world.restore(await world.disk.successor());
    await vera.connect();
    expect(vera.incarnation).toBe(incarnation);
    await vera.update('account', [...vera.held.keys()][0] as RecordId, { phone: '1' });
    expect(vera.the('accepted').number).toBe(vera.author.nextNumber - 1);
  });

  it('goes farther ahead than the last time when it is restored to the same copy once more', async () => {
    const { world, copy, vera } = await restored();
    await vera.connect();
    const late = await world.client('vera');
    const { incarnation } = vera;
    for (const client of [vera, late]) client.hangUp();
    await world.time.advance(1_000);
    await world.restore(copy);
    vera.clear();
    await vera.connect();
    expect(vera.incarnation).not.toBe(incarnation);
    expect((await world.log()).at(-1)).toMatchObject({ kind: 'incarnation', relayGeneration: 2 });
    const later = await world.client('vera');
    expect(later.author.device).toBeGreaterThan(late.author.device);
    expect(vera.cursor).toBeGreaterThan(late.cursor);
  });

  it('begins no further one for a device that lies, until it is started again', async () => {
    const { world, vera } = await restored();
    await vera.connect();
    const { incarnation } = vera;
    for (const cursor of [world.store.lastSequence + 1, world.store.lastSequence + 2 * FAR]) {
      vera.hangUp();
      await vera.connect({ cursor });
      expect(vera.incarnation).toBe(incarnation);
    }
    expect((await world.log()).filter(({ kind }) => kind === 'incarnation')).toHaveLength(2);
  });
});
