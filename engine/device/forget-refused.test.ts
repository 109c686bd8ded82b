import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice } from '../../test/world/device-world.ts';

/** The ids that the items of an update name as what they stand beside. */
function named(update: Uint8Array | undefined): unknown[] {
  if (update === undefined) return [];
  return Y.decodeUpdate(update).structs.flatMap((struct) =>
    struct instanceof Y.Item ? [struct.origin, struct.rightOrigin].filter((id) => id !== null) : [],
  );
}

it('forms a refused create again without naming anything that was refused', async () => {
  const { device, relay, time } = await aDevice();
  await device.create('account', { phone: '1' });
  await time.advance(10);
  relay.reject(relay.push, { code: 'required-missing' });
  await time.advance(10);
  const [draft] = device.drafts();
  await draft?.edit({ phone: '2' });
  await draft?.retry();
  await time.advance(10);
  const [operation] = relay.push.operations;
  const update = operation?.kind === 'create' ? operation.parts[0]?.update : undefined;
  expect(relay.push.number).toBe(2);
  expect(update).toBeDefined();
  expect(named(update)).toEqual([]);
});

it('names nothing that the relay does not have when it is asked to form a change again', async () => {
  const { device, relay, time } = await aDevice();
  const id = await device.create('account', { name: 'A' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'A' });
  await time.advance(10);
  await device.update('account', id, { phone: 'refused' });
  await time.advance(10);
  relay.reject(relay.push);
  await time.advance(10);
  await device.update('account', id, { phone: 'kept' });
  await time.advance(10);
  const { number } = relay.push;
  relay.say({ type: 'reform', number, code: 'missing-dependency', reason: '', clock: time.now });
  await time.advance(10);
  const [operation] = relay.push.operations;
  expect(relay.push.number).toBe(number + 1);
  expect(named(operation?.kind === 'update' ? operation.parts[0]?.update : undefined)).toEqual([]);
});
