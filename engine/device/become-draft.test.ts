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

it('[P7] folds drafts of one text only up to what the relay takes as one change, in their order', async () => {
  // Given an open text whose record has gone, and a relay that takes little at once
  const { device, relay, time } = await aDevice();
  relay.maxChangeBytes = 2_000;
  relay.drop();
  await time.advance(40_000);
  const id = await device.create('account', { name: 'A' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'A' });
  await time.advance(10);
  const handle = await device.open('account', id);
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
  await time.advance(10);

  // When much is typed
  const text = handle.text('notes');
  const pieces = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(400));
  for (const piece of pieces) {
    text.insert(text.length, piece);
    await handle.flush();
  }

  // Then no draft is larger than can be sent, and all of the words are there
  const typed = device.drafts().map(({ operations }) => operations[0]?.wanted.notes);
  expect(typed.map((words) => String(words).length)).toEqual([800, 800, 400]);
  expect(typed.join('')).toBe(pieces.join(''));
});
