/** What judging a change reads grows with its operations, and not with their square. */
import { expect, it } from 'vitest';
import { anOrganization } from '../../test/world/relay-world.ts';

const RECORDS = 300;

it('deletes many records of an entity that names itself with a few reads for each', async () => {
  const world = await anOrganization().withUser('vera').open();
  const vera = await world.client('vera');
  const creates = Array.from({ length: RECORDS }, (_, n) => vera.author.create('account', { name: `${n}` }));
  await vera.push(creates);
  const { store } = world;
  const stored = store as { -readonly [K in 'row']: (typeof store)[K] };
  const read = store.row;
  let reads = 0;
  stored.row = (entity, id) => {
    reads += 1;
    return read(entity, id);
  };
  await vera.push(creates.map(({ id }) => ({ kind: 'delete', entity: 'account', id })));
  expect(vera.of('accepted')).toHaveLength(2);
  expect(reads).toBeLessThan(5 * RECORDS);
});

it('counts the children that the change itself moves, deletes and makes', async () => {
  const world = await anOrganization().withUser('vera').open();
  const vera = await world.client('vera');
  const [first, second] = [
    await vera.create('account', { name: 'A' }),
    await vera.create('account', { name: 'B' }),
  ];
  const parent = (id: typeof first) => ({ entity: 'account', id });
  const child = await vera.create('account', { name: 'C', parent: parent(first) });
  const gone = (id: typeof first) => ({ kind: 'delete' as const, entity: 'account', id });
  const other = await vera.create('account', { name: 'D' });
  vera.clear();

  // Given a delete that has counted already, when a later operation moves a child, then it counts anew
  await vera.push([
    gone(other),
    vera.author.update('account', child, { parent: parent(second) }),
    gone(second),
  ]);
  expect(vera.the('rejected')).toMatchObject({ code: 'restricted-by-children', record: { id: second } });
  vera.author.lastVerdict = vera.author.nextNumber - 1;
  vera.author.generation = 1;
  await vera.push([
    gone(other),
    vera.author.update('account', child, { parent: null }),
    gone(first),
    gone(child),
  ]);
  expect(vera.of('accepted')).toHaveLength(1);
  expect([first, child, other].map((id) => world.row('account', id))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
