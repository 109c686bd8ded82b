/** What a device remembers of its clock over a restart. */
import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { stampOf } from '../clock/index.ts';

it('stays where it was put back to when the device is opened again', async () => {
  // Given a device whose clock stood a day ahead, and whose relay told it so
  const world = await aDevice();
  const { relay, time } = world;
  relay.isReachable = false;
  const ahead = await world.reopen({
    seams: {
      now: () => time.now + 86_400_000,
      random: () => 0.5,
      randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
      setTimer: time.setTimer.bind(time),
    },
  });
  await ahead.create('account', { name: 'A' });
  relay.isReachable = true;
  await time.advance(40_000);
  const { number } = relay.push;
  relay.say({ type: 'reform', number, code: 'clock-skew', reason: '', clock: time.now });
  await time.advance(20);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'A' });
  await time.advance(20);

  // When it is opened again with its clock right
  const device = await world.reopen();
  await device.create('account', { name: 'B' });
  await time.advance(20);

  // Then what is made is stamped with the time of making
  expect(relay.push.stamp).toBeLessThanOrEqual(stampOf(time.now + 1, 0));
});
