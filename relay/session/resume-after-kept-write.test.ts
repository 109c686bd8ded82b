/** What a device is answered that goes on behind a change whose write failed and was kept. */
import { expect, it } from 'vitest';
import { anOrganization } from '../../test/world/relay-world.ts';

/** A change was sent, its write failed and was kept; another one is made behind it. */
async function aKeptWrite() {
  const world = await anOrganization().withUser('vera').open();
  const vera = await world.client('vera');
  const id = await vera.create('account', { name: 'Harbour' });
  const push = (phone: string) => vera.author.push([vera.author.update('account', id, { phone })]);
  const kept = push('1');
  const next = push('2');
  world.disk.failWrites('kept');
  vera.send(kept);
  await world.settle();
  return { world, vera, id, next };
}

it('goes on behind a change that a failed write kept, when its device knows that by the page', async () => {
  const { world, vera, id, next } = await aKeptWrite();
  world.disk.recover();
  await world.time.advance(1_000);
  // The page that brings change 2 back says that it was accepted; the device does not send it again.
  vera.send(next);
  await world.settle();
  expect(vera.of('accepted').map(({ number }) => number)).toEqual([1, 3]);
  expect(world.row('account', id)?.values.phone).toBe('2');
});

it('asks once more for what comes while nothing can be stored, and leaves nothing without an answer', async () => {
  // Given a store that is not open again when the pause is over
  const { world, vera, next } = await aKeptWrite();
  await world.time.advance(1_000);

  // When the change behind comes
  vera.send(next);
  await world.settle();

  // Then its device is told to send again, and it is taken then
  expect(vera.of('resume-at').map(({ number }) => number)).toEqual([2, 2]);
  world.disk.recover();
  await world.time.advance(1_000);
  vera.send(next);
  await world.settle();
  expect(vera.of('accepted').map(({ number }) => number)).toEqual([1, 3]);
});
