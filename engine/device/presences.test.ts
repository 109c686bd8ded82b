/** Who else is in a text: what a device says of its own cursor, and what it shows of the others'. */
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, type DeviceWorld } from '../../test/world/device-world.ts';
import { asId, type DeviceNumber, type RecordId, type UserId } from '../model/index.ts';
import type { DevicePresence, RelayPresence } from '../protocol/index.ts';
import type { RecordHandle } from './record-handle.ts';

interface OpenWorld extends DeviceWorld {
  readonly id: RecordId;
  readonly record: RecordHandle;
}

/** An account with `world` in its notes, open. */
async function anOpenAccount(): Promise<OpenWorld> {
  const world = await aDevice();
  const { device, relay, time } = world;
  const id = await device.create('account', { name: 'A', notes: 'world' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'A', notes: 'world' });
  await time.advance(10);
  return { ...world, id, record: await device.open('account', id) };
}

const said = ({ relay }: DeviceWorld): DevicePresence[] =>
  relay.received.filter((message) => message.type === 'presence');

/** Somebody else, as the relay speaks of them. */
const vera = (id: RecordId, whereabouts: RelayPresence['whereabouts']): RelayPresence => ({
  ...{ type: 'presence', entity: 'account', id, part: 'notes', device: 5_009 as DeviceNumber },
  ...{ user: asId<UserId>('018f4e2a-0000-4000-8000-0000000000e9'), name: 'Vera', whereabouts },
});

/** Puts the cursor there, as a binding does. */
function select(record: RecordHandle, from: number, to: number): void {
  const [anchor, head] = [from, to].map((at) =>
    Y.createRelativePositionFromTypeIndex(record.text('notes'), at),
  );
  record.presence('notes').setLocalStateField('cursor', { anchor, head });
}

/** From where to where others have selected. */
function others(record: RecordHandle): unknown[] {
  const { doc, states, clientID } = record.presence('notes');
  const indexOf = (position: Y.RelativePosition) =>
    Y.createAbsolutePositionFromRelativePosition(position, doc)?.index;
  return [...states]
    .filter(([client]) => client !== clientID)
    .map(([, { user, cursor }]) => [user.name, cursor && [indexOf(cursor.anchor), indexOf(cursor.head)]]);
}

it('says that its user is there once the presence is asked for, where the cursor is, and that it is gone', async () => {
  // Given an open text that nobody asked the presence of
  const world = await anOpenAccount();
  const { time, record, id } = world;
  await time.advance(1_000);
  expect(said(world)).toEqual([]);

  // When an editor is bound to it, a word selected and the record closed
  record.presence('notes');
  await time.advance(100);
  select(record, 1, 5);
  await time.advance(100);
  await record.close();
  await time.advance(100);

  // Then the relay was told each of it
  const place = { type: 'presence', entity: 'account', id, part: 'notes' };
  const anchor = { at: 'item', client: record.text('notes').doc?.clientID, clock: 1, side: 'right' };
  const head = { at: 'end', side: 'right' };
  expect(said(world)).toEqual([
    { ...place, whereabouts: { kind: 'here' } },
    { ...place, whereabouts: { kind: 'cursor', anchor, head } },
    { ...place, whereabouts: { kind: 'gone' } },
  ]);
});

it('says the newest only, at most ten times a second', async () => {
  const world = await anOpenAccount();
  const { time, record } = world;
  record.presence('notes');
  for (let at = 0; at < 50; at++) {
    select(record, at % 5, at % 5);
    await time.advance(20);
  }
  await time.advance(200);
  const messages = said(world);
  expect(messages.length).toBeGreaterThan(5);
  expect(messages.length).toBeLessThanOrEqual(12);
  expect(messages.at(-1)?.whereabouts).toMatchObject({ head: { clock: 4 } });
});

it('shows where others are, under the name that the relay gives them, for as long as they are there', async () => {
  const { relay, time, record, id } = await anOpenAccount();
  const { clientID: client } = record.presence('notes');
  const anchor = { at: 'item', client, clock: 2, side: 'right' } as const;
  relay.say(vera(id, { kind: 'cursor', anchor, head: { at: 'end', side: 'right' } }));
  await time.advance(10);
  expect(others(record)).toEqual([['Vera', [2, 5]]]);
  record.text('notes').insert(0, 'the ');
  expect(others(record)).toEqual([['Vera', [6, 9]]]);
  relay.say(vera(id, { kind: 'here' }));
  await time.advance(10);
  expect(others(record)).toEqual([['Vera', null]]);
  relay.say(vera(id, { kind: 'cursor', anchor: { at: 'end', side: 'left' }, head: anchor }));
  await time.advance(10);
  expect(others(record)).toEqual([['Vera', [0, 6]]]);
  relay.say(vera(id, { kind: 'gone' }));
  await time.advance(10);
  expect(others(record)).toEqual([]);
  await record.close();
});

it('gives people who are there at the same time colours of their own', async () => {
  const { relay, time, record, id } = await anOpenAccount();
  record.presence('notes');
  relay.say({ ...vera(id, { kind: 'here' }), device: 5_001 as DeviceNumber });
  relay.say({ ...vera(id, { kind: 'here' }), device: 5_002 as DeviceNumber });
  await time.advance(10);
  const colors = [...record.presence('notes').states.values()].flatMap(({ user }) => user?.color ?? []);
  expect(new Set(colors).size).toBe(2);
  for (const color of colors) expect(color).toMatch(/^#[0-9a-f]{6}$/);
  await record.close();
});

it('shows a cursor behind what has not come yet nowhere, and no text that is not open', async () => {
  const { relay, time, record, id } = await anOpenAccount();
  record.presence('notes');
  const unknown = { at: 'item', client: 77, clock: 3, side: 'left' } as const;
  relay.say(vera(id, { kind: 'cursor', anchor: unknown, head: unknown }));
  relay.say({ ...vera(id, { kind: 'here' }), part: 'remarks' });
  relay.say({ ...vera(id, { kind: 'here' }), entity: 'contact' });
  await time.advance(10);
  expect(others(record)).toEqual([['Vera', [undefined, undefined]]]);
  await record.close();
});

it('shows nobody without a connection, and says again where its user is when there is one', async () => {
  // Given somebody else in an open text
  const world = await anOpenAccount();
  const { device, relay, time, record, id } = world;
  select(record, 3, 3);
  relay.say(vera(id, { kind: 'here' }));
  await time.advance(200);
  expect(others(record)).toHaveLength(1);

  // When the connection ends and comes back
  device.goOffline();
  expect(others(record)).toEqual([]);
  select(record, 4, 4);
  await time.advance(1_000);
  const before = said(world).length;
  device.goOnline();
  await time.advance(1_000);

  // Then the cursor of now was told, once
  expect(said(world).slice(before)).toMatchObject([{ whereabouts: { kind: 'cursor', head: { clock: 4 } } }]);
  await record.close();
});

it('lets nothing of a state leave but where the cursor is', async () => {
  const world = await anOpenAccount();
  const { time, record } = world;
  const awareness = record.presence('notes');
  const odd = [
    { user: { name: 'Boss' } },
    { anchor: { item: { client: -1, clock: 0.5 } }, head: 7 },
    'here',
    3,
  ];
  for (const cursor of odd) {
    awareness.setLocalState({ user: { name: 'Boss' }, cursor, selection: 'words' });
    await time.advance(100);
  }
  expect(said(world).map(({ whereabouts }) => whereabouts)).toEqual(
    [...odd, null].map(() => ({ kind: 'here' })),
  );
  await record.close();
});

it('is another one after the text was built again, and none of a closed record', async () => {
  const world = await anOpenAccount();
  const { relay, time, record } = world;
  const before = record.presence('notes');
  let after: unknown;
  record.onRebuilt('notes', () => {
    after = record.presence('notes');
  });
  record.text('notes').delete(0, 3);
  await time.advance(100);
  relay.reject(relay.push);
  await time.advance(200);
  expect(after).toBe(record.presence('notes'));
  expect(after).not.toBe(before);
  expect(record.presence('notes').doc).toBe(record.text('notes').doc);
  expect(said(world).at(-1)?.whereabouts).toEqual({ kind: 'here' });
  await record.close();
  expect(() => record.presence('notes')).toThrow('closed');
});

it('keeps what an editor throws from ending the connection', async () => {
  const errors: unknown[] = [];
  const world = await aDevice({ onListenerError: (error) => errors.push(error) });
  const { device, relay, time } = world;
  const id = await device.create('account', { name: 'A', notes: 'world' });
  const record = await device.open('account', id);
  const fail = (): void => {
    throw new Error('of the editor');
  };
  record.presence('notes').on('change', fail);
  relay.say(vera(id, { kind: 'here' }));
  await time.advance(10);
  expect(errors).toEqual([new Error('of the editor')]);
  expect(device.status.state).toBe('ready');
  record.presence('notes').off('change', fail);
  await record.close();
});
