import { expect, it } from 'vitest';
import { aDevice, officeMetadata } from '../../test/world/device-world.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { powerfulPrincipal } from '../../test/world/scripted-relay.ts';
import { asId, type RecordId } from '../model/index.ts';

/** The metadata without contacts. */
const fewer = {
  ...officeMetadata,
  version: 2,
  entities: officeMetadata.entities.filter(({ name }) => name !== 'contact'),
};

const aRecord = () => asId<RecordId>('01943ad7-b40e-7000-8000-2e0202362f4b');

it('an entity that the metadata has no more takes its unsent changes to the drafts, and nothing else', async () => {
  const world = await aDevice();
  const { device, relay, time } = world;
  const sent = await device.create('contact', { name: 'sent', notes: 'words' });
  await time.advance(10);
  relay.maxUnanswered = 1;
  relay.drop();
  await time.advance(40_000);
  await device.create('contact', { name: 'unsent', notes: 'more words' });
  const kept = await device.create('account', { name: 'kept' });
  const principal = powerfulPrincipal(fewer);
  relay.say({ type: 'metadata', version: 2, filterVersion: 1, metadata: fewer, principal });
  await time.advance(10);
  expect(device.drafts()).toMatchObject([
    { why: { code: 'entity-not-offline' }, operations: [{ wanted: { notes: 'more words' } }] },
  ]);
  expect(device.status.state).toBe('ready');
  expect(device.get('contact', sent)).toBeUndefined();
  const again = await world.reopen();
  expect(again.get('account', kept)?.values).toEqual({ name: 'kept' });
  relay.reject(relay.pushes.findLast(({ number }) => number === 1) ?? relay.push);
  await time.advance(10);
  expect(again.drafts()).toHaveLength(2);
  expect(again.status.state).toBe('ready');
});

it('[P4] an entity that the metadata has no more takes all of a sent change off the screen', async () => {
  // Given a transaction over two entities that is on its way
  const { device, relay, time } = await aDevice();
  const [account, contact] = await device.transact((tx) => [
    tx.create('account', { name: 'Harbour' }),
    tx.create('contact', { name: 'Okoro' }),
  ]);
  await time.advance(10);

  // When the entity of one half goes
  const principal = powerfulPrincipal(fewer);
  relay.say({ type: 'metadata', version: 2, filterVersion: 1, metadata: fewer, principal });
  await time.advance(10);

  // Then the other half is not shown either, until the relay says that it stands
  expect([device.get('account', account), device.get('contact', contact)]).toEqual([undefined, undefined]);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'Harbour' });
  await time.advance(10);
  expect(device.get('account', account)?.values).toEqual({ name: 'Harbour' });
});

it('[P4] an entity that the metadata has no more makes a draft of what would be formed again', async () => {
  // Given a transaction over two entities that is on its way when one of them goes
  const { device, relay, time } = await aDevice();
  const account = await device.transact((tx) => {
    tx.create('contact', { name: 'Okoro' });
    return tx.create('account', { name: 'Harbour' });
  });
  await time.advance(10);
  const principal = powerfulPrincipal(fewer);
  relay.say({ type: 'metadata', version: 2, filterVersion: 1, metadata: fewer, principal });
  await time.advance(10);

  // When the relay asks for it once more
  const { number } = relay.push;
  relay.say({ type: 'reform', number, code: 'clock-skew', reason: 'late', clock: time.now });
  await time.advance(10);

  // Then no half of it is shown or sent
  expect(device.get('account', account)).toBeUndefined();
  expect(relay.pushes).toHaveLength(1);
  expect(device.drafts()).toMatchObject([{ why: { code: 'entity-not-offline' } }]);
});

it('an entity that goes while it is downloaded holds up nothing', async () => {
  // Given a device that has got a part of the contacts, and nothing else is missing
  const { device, relay, time } = await aDevice();
  relay.plan = [{ entity: 'contact', action: 'first-download' }];
  relay.drop();
  await time.advance(40_000);
  const range = { entity: 'contact', upTo: aRecord(), scopeHash: new Uint8Array(16), sequence: 0 };
  relay.page([], { range, progress: { entity: 'contact', sent: 1, total: 2, bytes: 0 } });
  await time.advance(10);
  expect(device.status).toMatchObject({ state: 'downloading', progress: { contact: { sent: 1 } } });

  // When they are switched off for mobile offline
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'contact' }]);
  await time.advance(10);

  // Then it waits for them no longer
  expect(device.status.state).toBe('ready');
  expect(device.status.progress).toEqual({});
});

it('[P7] hears what is typed into an open text while and after its entity goes', async () => {
  // Given unsent words in an open text
  const database = new LossyLevel(() => 0.5);
  const world = await aDevice({ database });
  const { device, relay, time } = world;
  relay.maxUnanswered = 1;
  relay.drop();
  await time.advance(40_000);
  await device.create('account', { name: 'in the way' });
  await time.advance(10);
  const id = await device.create('contact', { name: 'A' });
  const record = await device.open('contact', id);
  record.text('notes').insert(0, 'one ');
  await record.flush();

  // When the entity goes, and somebody types on while that is stored
  database.stallWrites();
  const principal = powerfulPrincipal(fewer);
  relay.say({ type: 'metadata', version: 2, filterVersion: 1, metadata: fewer, principal });
  await time.advance(10);
  record.text('notes').insert(4, 'two ');
  database.resumeWrites();
  await time.advance(100);
  const text = record.text('notes');
  text.insert(text.length, 'three ');
  await record.flush();

  // Then all of the words are in drafts
  const again = await world.reopen();
  const words = again.drafts().map(({ operations }) => operations[0]?.wanted.notes);
  expect(words).toEqual(['one ', 'two three ']);
});
