/** Whoever watches an organization's log is told of what is durable, also of what was while nobody could say so. */
import { expect, it } from 'vitest';
import { anOrganization } from '../../test/world/relay-world.ts';

async function watched() {
  const world = await anOrganization('harbour').withUser('vera').open();
  const vera = await world.client('vera', 'harbour');
  const { store } = world.organization('harbour');
  /** How many entries the audit has at each telling. */
  const seen: number[] = [];
  const tellings: Promise<void>[] = [];
  const count = async (): Promise<void> => {
    let entries = 0;
    for await (const _ of store.audit({ limit: 1_000 })) entries += 1;
    seen.push(entries);
  };
  await count();
  const end = world.organization('harbour').onLogGrown(() => void tellings.push(count()));
  const settled = async (): Promise<readonly number[]> => {
    await world.settle();
    await Promise.all(tellings);
    return seen;
  };
  return { world, vera, end, settled };
}

it('is told of accepted and of refused changes when they can be read, and of nothing once it has ended', async () => {
  const { vera, end, settled } = await watched();
  const [before = 0] = await settled();

  await vera.create('account', { name: 'One' });
  expect((await settled()).at(-1)).toBe(before + 1);
  vera.send(vera.author.push([vera.author.update('account', vera.author.newId(), { name: 'None' })]));
  const after = await settled();
  expect(after.at(-1)).toBe(before + 2);

  end();
  await vera.create('account', { name: 'Two' });
  expect(await settled()).toEqual(after);
});

it('is told when the store is open again after a write that reached the disk was called a failure', async () => {
  const { world, vera, settled } = await watched();
  const [before = 0] = await settled();
  world.disk.failWrites('kept');
  vera.send(vera.author.push([vera.author.create('account', { name: 'Kept' })]));
  await settled();
  world.disk.recover();

  await world.time.advance(1_000);

  expect((await settled()).at(-1)).toBe(before + 1);
});
