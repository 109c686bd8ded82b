/** An attack by what stands below: a lookup wins that the attacker could not set, by removing the one on top. */
import { expect, it } from 'vitest';
import { stampOf } from '../../engine/clock/index.ts';
import { everything } from '../world/office.ts';
import { anOrganization } from '../world/relay-world.ts';

it('makes no lookup win to whose record the attacker has no append-to', async () => {
  // Given two lookups that were set at once, to records of vera's and of otto's
  const own = { ...everything(), account: { ...everything().account, 'append-to': 'user' as const } };
  const world = await anOrganization()
    .withRole('own', own)
    .withUser('vera')
    .withUser('otto')
    .withUser('mallory', ['own'])
    .open();
  const [vera, otto, mallory] = [
    await world.client('vera'),
    await world.client('otto'),
    await world.client('mallory'),
  ];
  const link = (id: string) => ({ entity: 'account', id });
  const top = await vera.create('account', { name: 'Top' });
  const below = await otto.create('account', { name: 'Below' });
  const mine = await mallory.create('account', { name: 'Mine' });
  const id = await vera.create('account', { name: 'Child' });
  const at = (ms: number) => ({ stamp: stampOf(world.time.now + ms, 0) });
  const set = (client: typeof vera, target: string, ms: number) => ({
    ...{ kind: 'update' as const, entity: 'account', id },
    parts: [client.author.set(id, { parent: link(target) }, at(ms))],
  });
  const [first, second] = [set(otto, below, -20), set(vera, top, -10)];
  await otto.push([first]);
  await vera.push([second]);
  expect(world.row('account', id)?.values.parent).toEqual(link(top));
  expect(mallory.author.part(id, 'main').doc.getArray('parent').length).toBe(2);

  // When the one on top is removed, with a lookup of one's own that is older than both
  const stored = await world.records();
  for (const client of [vera, otto, mallory]) client.clear();
  const part = mallory.author.write(id, 'main', (doc) => {
    const entries = doc.getArray<[{ id: string }, number]>('parent');
    entries.delete(
      entries.toArray().findIndex(([value]) => value.id === top),
      1,
    );
    entries.push([[link(mine) as never, at(-30).stamp]]);
  });
  await mallory.push([{ kind: 'update', entity: 'account', id, parts: [part] }]);

  // Then it is refused as setting the one below would be
  expect(mallory.the('rejected')).toMatchObject({ code: 'access-missing', attributes: ['parent'] });
  expect(await world.records()).toBe(stored);
  expect([vera.frames, otto.frames]).toEqual([[], []]);
});
