/** Stamps rise over a restart, whatever the clock of the tablet says by then. */
import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { virtualSeams } from '../../test/world/virtual-time.ts';

const DAY_MS = 86_400_000;

it('stamps an edit behind those of before, where a tablet that is offline starts with its clock put back', async () => {
  // Given an edit that was stamped and sent
  const world = await aDevice();
  const { relay, time } = world;
  const id = await world.device.create('account', { name: 'A' });
  await time.advance(10);
  const before = relay.push.stamp;

  // When the tablet starts a day back, edits with no relay to tell it the time, and sends later
  relay.isReachable = false;
  relay.drop();
  const device = await world.reopen({ seams: virtualSeams(time, 2, -DAY_MS) });
  await device.update('account', id, { name: 'B' });
  relay.isReachable = true;
  await time.advance(60_000);

  // Then the edit is the later one
  expect(relay.push.operations[0]?.kind).toBe('update');
  expect(relay.push.stamp).toBeGreaterThan(before);
});
