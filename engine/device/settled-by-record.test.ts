/** A change that was accepted is settled for a record by a put of its version or a later one, wherever the cursor is. */
import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { systemOf } from '../../test/world/scripted-relay.ts';

it('settles an accepted change by the put of a reconcile whose cursor lies before it', async () => {
  // Given a new account that was accepted, while the relay goes through all accounts from before
  const { device, relay, time } = await aDevice();
  const id = await device.create('account', { name: 'A' });
  await time.advance(10);
  const sequence = relay.accept(relay.push);
  await time.advance(10);
  expect(device.get('account', id)?.isPending).toBe(true);

  // When its range brings the account as it is by then, of a later version
  const put = relay.put(
    'account',
    id,
    { name: 'of somebody else' },
    { system: systemOf(sequence + 1, time.now) },
  );
  const range = { entity: 'account', scopeHash: Uint8Array.of(1), sequence: sequence + 1 };
  relay.page([put], { range, cursor: 0 });
  await time.advance(10);

  // Then nothing of it waits, and nothing lies over what is confirmed
  expect(device.get('account', id)).toMatchObject({ isPending: false, values: { name: 'of somebody else' } });
  expect(device.status.pending).toBe(0);
});
