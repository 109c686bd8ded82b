/** What others wrote leaves the storage with the right to read it, also out of changes that are not decided yet. */
import type { MemoryLevel } from 'memory-level';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, columnRights, type DeviceWorld, withSecuredColumn } from '../../test/world/device-world.ts';
import { MONDAY } from '../../test/world/virtual-time.ts';
import { stampOf } from '../clock/index.ts';
import { asId, type RecordId } from '../model/index.ts';

const metadata = withSecuredColumn('salary', 'string');
const rights = (mayRead: boolean) => columnRights(metadata, 'salary', mayRead);
const id = asId<RecordId>('01943ad7-b5cc-7000-8000-ef2510c632d4');

/** A part in which another device wrote a value. */
function writtenByAnother(attribute: string, value: string): Uint8Array {
  const doc = new Y.Doc({ guid: attribute });
  doc.clientID = 4_100 * 2 ** 20 + 1;
  doc.getArray(attribute).push([[value, stampOf(MONDAY - 1_000, 0)]]);
  return Y.encodeStateAsUpdateV2(doc);
}

/** The keys under which the words are stored. */
async function holding(database: MemoryLevel<string, Uint8Array>, words: string): Promise<string[]> {
  const found: string[] = [];
  for await (const [key, value] of database.iterator())
    if (Buffer.from(value).includes(words)) found.push(key);
  return found;
}

/** A device with a record of somebody else's. */
async function aRecordOfAnother(): Promise<DeviceWorld> {
  const world = await aDevice();
  const { relay, time } = world;
  relay.say(rights(true));
  relay.sequence++;
  const parts = [
    { part: 'main', epoch: 1, state: writtenByAnother('phone', 'their phone') },
    { part: 'salary', epoch: 1, state: writtenByAnother('salary', 'their salary') },
  ];
  relay.page([relay.put('account', id, { phone: 'their phone', salary: 'their salary' }, { parts })]);
  await time.advance(10);
  return world;
}

it('[P5] keeps no value that others wrote in a column when read on it ends', async () => {
  const { device, relay, time, database } = await aRecordOfAnother();
  await device.update('account', id, { salary: 'my salary' });
  await time.advance(10);
  const before = await holding(database, 'their salary');

  relay.say(rights(false));
  await time.advance(10);

  expect(before).toContainEqual(expect.stringMatching(/^outbox/));
  expect(await holding(database, 'their salary')).toEqual([]);
  expect(await holding(database, 'my salary')).not.toEqual([]);
});

it('[P5] keeps no value that others wrote in a record that is gone', async () => {
  const { device, relay, time, database } = await aRecordOfAnother();
  await device.update('account', id, { phone: 'my phone' });
  await time.advance(10);
  const before = await holding(database, 'their phone');

  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
  await time.advance(10);

  expect(before).toContainEqual(expect.stringMatching(/^outbox/));
  expect(await holding(database, 'their phone')).toEqual([]);
  expect(await holding(database, 'my phone')).not.toEqual([]);
});

it('[P5] keeps none either where one change took over from another what that replaced', async () => {
  // Given two changes of one field that are sent, of which the first is refused
  const { device, relay, time, database } = await aRecordOfAnother();
  await device.update('account', id, { phone: 'my phone' });
  await time.advance(10);
  await device.update('account', id, { phone: 'my other phone' });
  await time.advance(10);
  const [first, second] = relay.pushes;
  if (first === undefined || second === undefined) throw new Error('two changes were to be sent');
  relay.reject(first);
  await time.advance(10);
  const before = await holding(database, 'their phone');

  // When the record goes before the second is decided
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
  await time.advance(10);

  // Then
  expect(before).toContainEqual(expect.stringMatching(/^outbox/));
  expect(await holding(database, 'their phone')).toEqual([]);
});

it('still replaces what it saw, and nothing else, where the right to read comes back', async () => {
  // Given a change of a column that is sent before read on the column ends, and comes back
  const { device, relay, time } = await aRecordOfAnother();
  await device.update('account', id, { salary: 'my salary' });
  await time.advance(10);
  relay.say(rights(false));
  relay.say(rights(true));
  relay.sequence++;
  const parts = [{ part: 'salary', epoch: 2, state: writtenByAnother('salary', 'their salary') }];
  relay.page([relay.put('account', id, { salary: 'their salary' }, { parts })]);
  await time.advance(10);

  // When it has to be formed again
  const { number, uuid } = relay.push;
  relay.lastDecided = number;
  relay.say({ type: 'reform', number, code: 'epoch-passed', reason: 'written anew', clock: time.now });
  await time.advance(10);

  // Then
  expect(relay.pushes).toHaveLength(2);
  expect(relay.push.uuid).toBe(uuid);
  const record = await device.open('account', id);
  expect(device.get('account', id)?.values.salary).toBe('my salary');
  expect(await record.conflicts()).toEqual([]);
});
