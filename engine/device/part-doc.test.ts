import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

it('[P4] shows all of a change that waits, also where a refusal before it left no placeholder', async () => {
  const { device, relay, time } = await aDevice();
  const [one, two] = [
    await device.create('account', { name: '1' }),
    await device.create('account', { name: '2' }),
  ];
  await time.advance(10);
  for (const push of [...relay.pushes]) {
    relay.accept(push);
    relay.comeBack(push, {});
  }
  await time.advance(10);
  await device.update('account', one, { phone: 'refused' });
  await time.advance(10);
  const refused = relay.push;
  await device.transact((tx) => {
    tx.set('account', one, { name: 'both' });
    tx.set('account', two, { name: 'both' });
  });
  await time.advance(10);
  relay.reject(refused, { leftPlaceholder: false });
  await time.advance(10);
  expect([one, two].map((id) => device.get('account', id)?.values.name)).toEqual(['both', 'both']);
});
