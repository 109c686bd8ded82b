import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

it('[P7] shows in a folded draft also the words that had been taken out when the later ones were typed', async () => {
  const { device, relay, time } = await aDevice();
  const id = await device.create('account', { name: 'A', notes: 'base ' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'A', notes: 'base ' });
  await time.advance(10);
  for (const words of ['first ', 'second ']) {
    const handle = await device.open('account', id);
    handle.text('notes').insert(5, words);
    await handle.close();
    await time.advance(10);
    relay.reject(relay.push);
    await time.advance(10);
  }
  expect(device.drafts().map(({ operations }) => operations[0]?.wanted)).toEqual([
    { notes: 'base first second ' },
  ]);
});
