/** An entry that was staged and can't be written: a defect, met where the batch is closed that others are in too. */
import { expect, it } from 'vitest';
import type { DeviceNumber } from '../../engine/model/index.ts';
import { accepted, author, recordId } from '../../test/store/log-entries.ts';
import { putUser } from '../../test/world/organization-builder.ts';
import { anOrganization, type RelayWorld } from '../../test/world/relay-world.ts';

const STRANGER = 9_999 as DeviceNumber;
/** No byte form of the log holds so large a number. */
const TOO_LARGE = 2n ** 70n;

/** The relay itself stages a record with a value that no metadata allows. */
function stageUnwritable(world: RelayWorld, number: number): Promise<unknown> {
  const after = { name: TOO_LARGE as never };
  return world.organization().runJob(({ store }) => {
    const operation = { kind: 'create', entity: 'account', id: recordId(number), after } as const;
    store.stage(accepted(store, author(number, STRANGER), [operation]));
  });
}

async function anOffice() {
  const world = await anOrganization().withUser('vera').withUser('otto').open();
  const [vera, otto] = [await world.client('vera'), await world.client('otto')];
  const id = await vera.create('account', { name: 'Harbour' });
  for (const client of [vera, otto]) client.clear();
  const push = (phone: string) => vera.author.push([vera.author.update('account', id, { phone })]);
  return { world, vera, otto, id, push };
}

it('drops the batch with it, reads again what is stored, and has devices send again, once', async () => {
  // Given a change that is in one batch with it
  const { world, vera, otto, id, push } = await anOffice();
  const change = push('1');
  const unwritable = expect(stageUnwritable(world, 1)).rejects.toMatchObject({ code: 'unavailable' });
  vera.send(change);
  await unwritable;
  await world.settle();

  // Then nothing of the batch is there, its device is asked to send again, and nobody else is told anything
  expect([world.store.status, world.organization().isReady]).toEqual(['failed', false]);
  expect(vera.messages).toMatchObject([{ type: 'resume-at', number: change.number, code: 'unavailable' }]);
  expect(otto.frames).toEqual([]);
  expect(world.store.row('account', recordId(1))).toBeUndefined();
  expect(world.store.row('account', id)?.values).toEqual({ name: 'Harbour' });

  // And when the store was read again, the change is taken as if nothing had been
  await world.time.advance(1_000);
  expect([world.store.status, world.organization().isReady]).toEqual(['open', true]);
  expect(world.store.row('account', recordId(1))).toBeUndefined();
  vera.send(change);
  await world.settle();
  expect(vera.the('accepted').number).toBe(change.number);
  expect(otto.held.get(id)?.values).toEqual({ name: 'Harbour', phone: '1' });
  const numbers = (await world.log()).map((entry) => entry.kind === 'accepted' && entry.author.number);
  expect(numbers.filter((number) => number === change.number)).toHaveLength(1);
});

it('leaves the database open for the other organizations in it, which a disk that fails later does not', async () => {
  const { world } = await anOffice();
  await world.add(anOrganization('hill').withUser('rita'));
  const rita = await world.client('rita', 'hill');
  let closings = 0;
  world.disk.on('closing', () => {
    closings += 1;
  });
  await expect(stageUnwritable(world, 1)).rejects.toMatchObject({ code: 'unavailable' });
  await world.time.advance(1_000);
  await rita.create('account', { name: 'Hill' });
  expect([closings, rita.of('accepted').length, rita.of('resume-at')]).toEqual([0, 1, []]);

  // A disk that fails is opened again all the same, also for a store that met the defect.
  world.disk.failWrites('lost');
  const lost = world.organization().changeDirectory(putUser('nobody'), null);
  await expect(lost).rejects.toMatchObject({ code: 'unavailable' });
  world.disk.recover();
  await world.time.advance(1_000);
  expect([closings, world.organization().isReady]).toEqual([1, true]);
});

it('is refused by itself when it comes again, and holds up nobody', async () => {
  const { world, vera, push } = await anOffice();
  await expect(stageUnwritable(world, 1)).rejects.toMatchObject({ code: 'unavailable' });
  await world.time.advance(1_000);
  vera.clear();
  const again = expect(stageUnwritable(world, 1)).rejects.toMatchObject({ code: 'internal-error' });
  vera.send(push('1'));
  await again;
  await world.settle();
  expect(world.organization().isReady).toBe(true);
  expect(vera.of('resume-at')).toEqual([]);
  expect(vera.of('accepted')).toHaveLength(1);
  expect(world.store.row('account', recordId(1))).toBeUndefined();
});
