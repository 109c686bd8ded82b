import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

it('[P5] keeps of a text only its author’s words when the record may not be read any more', async () => {
  const { device, relay, time } = await aDevice();
  const id = await device.create('account', { notes: 'secret ' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { notes: 'secret ' });
  await time.advance(10);
  device.goOffline();
  const handle = await device.open('account', id);
  handle.text('notes').insert(7, 'mine');
  await handle.close();
  device.goOnline();
  await time.advance(10);
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
  await time.advance(10);
  relay.reject(relay.push, { code: 'record-gone' });
  await time.advance(10);
  expect(device.drafts().map(({ operations }) => operations)).toMatchObject([
    [{ kind: 'update', id, before: {}, wanted: { notes: 'mine' } }],
  ]);
});

it('[P5] keeps only what was typed in a text that is open when its record goes', async () => {
  const { device, relay, time } = await aDevice();
  const id = await device.create('account', { notes: 'secret ' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { notes: 'secret ' });
  await time.advance(10);
  const handle = await device.open('account', id);
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
  await time.advance(10);
  handle.text('notes').insert(0, 'mine');
  await handle.flush();
  expect(device.drafts().map(({ operations }) => operations[0]?.wanted)).toEqual([{ notes: 'mine' }]);
});
