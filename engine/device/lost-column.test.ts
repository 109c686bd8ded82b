/** What a device does with a change to be formed again when it may no longer read the column. */
import { expect, it } from 'vitest';
import { aDevice, columnRights, withSecuredColumn } from '../../test/world/device-world.ts';

const metadata = withSecuredColumn('salary', 'string');

/** The rights of the user, with or without the column. */
const rights = (mayRead: boolean) => columnRights(metadata, 'salary', mayRead);

it('sends a change again whose new base will never come, so that it is refused and nothing waits behind it', async () => {
  const { device, relay, time } = await aDevice();
  relay.say(rights(true));
  await time.advance(10);
  const id = await device.create('account', { name: 'Harbour', salary: '100' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'Harbour', salary: '100' });
  await time.advance(10);
  await device.update('account', id, { salary: '200' });
  await time.advance(10);
  const first = relay.push;
  relay.lastDecided = first.number;
  const verdict = { code: 'epoch-passed', reason: 'written anew', clock: time.now } as const;
  relay.say({ type: 'reform', number: first.number, ...verdict });
  await time.advance(10);
  await device.create('account', { name: 'Behind' });
  await time.advance(10);
  expect(relay.pushes).toHaveLength(2);

  relay.say(rights(false));
  await time.advance(10);
  const [again, behind] = relay.pushes.slice(2);
  expect(again?.uuid).toBe(first.uuid);
  expect(behind?.operations).toMatchObject([{ kind: 'create' }]);
  if (again !== undefined) relay.reject(again, { code: 'attribute-removed', leftPlaceholder: false });
  await time.advance(10);
  expect(device.drafts()).toMatchObject([
    { why: { code: 'attribute-removed' }, operations: [{ id, wanted: { salary: '200' } }] },
  ]);
});

it('asks for an entity whole when the connection ended between a change of rights and what follows from it', async () => {
  const { device, relay, time } = await aDevice();
  const scopeHash = new Uint8Array(16).fill(1);
  const range = (entity: string) => ({ entity, scopeHash, sequence: relay.sequence });
  relay.say(rights(true));
  for (const entity of ['account', 'contact']) relay.page([], { range: range(entity) });
  await time.advance(10);
  relay.say(rights(false));
  await time.advance(10);
  device.goOffline();
  device.goOnline();
  await time.advance(10);
  const hello = relay.received.findLast((message) => message.type === 'hello');
  expect(hello).toMatchObject({
    entities: [
      { entity: 'account', scopeHash: new Uint8Array() },
      { entity: 'contact', scopeHash },
    ],
  });
});
