/** What becomes of changes whose ground, a record or a text, was refused. */
import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

it('[P4] shows nothing of a sent change any more when a record that it uses was refused', async () => {
  const { device, relay, time } = await aDevice();
  const known = await device.create('account', { name: 'known' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'known' });
  await time.advance(10);
  const created = await device.create('account', { name: 'new' });
  await time.advance(10);
  const refused = relay.push;
  await device.transact((tx) => {
    tx.set('account', known, { name: 'both' });
    tx.set('account', created, { name: 'both' });
  });
  await time.advance(10);
  relay.reject(refused);
  await time.advance(10);
  expect([known, created].map((id) => device.get('account', id)?.values.name)).toEqual(['known', undefined]);
  relay.reject(relay.push, { code: 'depends-on-rejected' });
  await time.advance(10);
  expect(device.drafts()).toHaveLength(2);
  expect(device.get('account', known)?.values.name).toBe('known');
});

it('[P4] makes a draft of a sent change that uses a refused record, when it would be formed again', async () => {
  // Given a transaction that uses a new record, and is on its way when that is refused
  const { device, relay, time } = await aDevice();
  const created = await device.create('account', { name: 'new' });
  await time.advance(10);
  const refused = relay.push;
  const contact = await device.transact((tx) => {
    tx.set('account', created, { name: 'both' });
    return tx.create('contact', { name: 'both' });
  });
  await time.advance(10);
  relay.reject(refused);
  await time.advance(10);

  // When the relay asks for it once more
  const { number } = relay.push;
  relay.say({ type: 'reform', number, code: 'clock-skew', reason: 'late', clock: time.now });
  await time.advance(10);

  // Then no half of it is shown or sent
  expect(device.get('contact', contact)).toBeUndefined();
  expect(relay.pushes).toHaveLength(2);
  const [base] = device.drafts();
  expect(device.drafts()).toMatchObject([{}, { why: { code: 'depends-on-rejected' }, dependsOn: base?.id }]);
});

it('makes a draft of what was typed into refused text and not sent yet, and sends it no more', async () => {
  // Given a word on its way, and another typed into the middle of it
  const { device, relay, time } = await aDevice();
  relay.maxUnanswered = 1;
  relay.drop();
  await time.advance(40_000);
  const id = await device.create('account', { name: 'A', notes: '[]' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'A', notes: '[]' });
  await time.advance(10);
  const record = await device.open('account', id);
  record.text('notes').insert(1, 'refused');
  await time.advance(100);
  const refused = relay.push;
  record.text('notes').insert(4, '-within-');
  await time.advance(100);

  // When the word is refused
  relay.reject(refused);
  await time.advance(100);

  // Then neither is shown or sent any more, and the one draft of both says why
  expect(record.text('notes').toString()).toBe('[]');
  expect(relay.pushes).toHaveLength(2);
  expect(device.drafts()).toMatchObject([{ why: { code: 'privilege-missing' } }]);
  await device.drafts()[0]?.retry();
  expect(record.text('notes').toString()).toBe('[ref-within-used]');
});
