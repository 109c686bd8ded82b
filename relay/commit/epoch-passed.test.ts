/** A change formed for another epoch than today's: formed again where that can help, and refused where not. */
import { expect, it } from 'vitest';
import type { RecordId } from '../../engine/model/index.ts';
import { everything } from '../../test/world/office.ts';
import { owner, putColumn, putRole } from '../../test/world/organization-builder.ts';
import type { RawClient } from '../../test/world/raw-client.ts';
import { anOrganization } from '../../test/world/relay-world.ts';

/** Vera's record, whose `main` and `rating` were begun anew, and which she still has in their first epoch. */
async function anew() {
  const world = await anOrganization().withUser('vera').withUser('otto').open();
  await world.change(putColumn('account', 'rating', ['vera', 'otto']));
  const vera = await world.client('vera');
  const otto = await world.client('otto');
  const id = await vera.create('account', { name: 'Harbour' }, { secured: { rating: 'A' } });
  vera.hangUp();
  for (let round = 0; round < 60; round++) {
    otto.author.generation = round;
    const parts = [
      otto.author.set(id, { phone: `${round}` }),
      otto.author.set(id, { rating: `${round}` }, { part: 'rating' }),
    ];
    await otto.push([{ kind: 'update', entity: 'account', id, parts }]);
    otto.author.lastVerdict = otto.author.nextNumber - 1;
  }
  expect(world.store.part('account', id, 'main')?.epoch).toBe(2);
  expect(world.store.part('account', id, 'rating')?.epoch).toBe(2);
  return { world, vera, id };
}

/** What the relay answers to what Vera formed before she was connected again. */
async function answerTo(vera: RawClient, id: RecordId, parts: ('main' | 'rating')[]) {
  const { author } = vera;
  const values = { main: { phone: '1' }, rating: { rating: 'B' } };
  const updates = parts.map((part) => author.set(id, values[part], { part }));
  await vera.connect();
  vera.clear();
  await vera.push([{ kind: 'update', entity: 'account', id, parts: updates }]);
  return vera.messages.find(({ type }) => type === 'rejected' || type === 'reform');
}

it('is formed again by who may still read the part', async () => {
  const { vera, id } = await anew();
  expect(await answerTo(vera, id, ['rating'])).toMatchObject({ type: 'reform', code: 'epoch-passed' });
});

it.each([[['rating']], [['main', 'rating']]] as const)(
  'is refused to who has lost the column (%j), because its new base never comes',
  async (parts) => {
    const { world, vera, id } = await anew();
    await world.change(putColumn('account', 'rating', ['otto']));
    expect(await answerTo(vera, id, [...parts])).toMatchObject({
      type: 'rejected',
      code: 'attribute-removed',
      attributes: ['rating'],
    });
  },
);

it('is refused where the change writes to a record that its author may no longer read', async () => {
  const { world, vera, id } = await anew();
  await world.change(putRole('everything', everything('user')));
  const otto = await world.client('otto');
  const other = await otto.create('account', { name: 'Theirs' }, { ownerid: owner('otto') });
  const parts = [vera.author.set(id, { phone: '1' })];
  await vera.connect();
  vera.clear();
  await vera.push([
    { kind: 'update', entity: 'account', id, parts },
    vera.author.update('account', other, { phone: '2' }),
  ]);
  expect(vera.the('rejected')).toMatchObject({ code: 'record-gone', record: { id: other } });
});

it('is formed again where the relay does not have the epoch, because it was restored from a backup', async () => {
  const { vera, id } = await anew();
  await vera.connect();
  vera.clear();
  const update = { ...vera.author.set(id, { phone: '1' }), epoch: 3 };
  await vera.push([{ kind: 'update', entity: 'account', id, parts: [update] }]);
  expect(vera.the('reform').code).toBe('missing-dependency');
});
