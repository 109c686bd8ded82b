import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

it('sends again from the least number that it was asked for while it waits', async () => {
  const { device, relay, time } = await aDevice();
  for (const name of ['1', '2']) {
    await device.create('account', { name });
    await time.advance(10);
  }
  const sent = relay.received.length;
  for (const number of [1, 2]) {
    relay.say({ type: 'resume-at', number, code: 'unavailable', reason: '', pauseMs: 1_000 });
    await time.advance(10);
  }
  await time.advance(2_000);
  const again = relay.received
    .slice(sent)
    .flatMap((message) => (message.type === 'push' ? [message.number] : []));
  expect(again).toEqual([1, 2]);
});
