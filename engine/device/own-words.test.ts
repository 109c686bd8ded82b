import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice } from '../../test/world/device-world.ts';
import { asId } from '../model/index.ts';
import { ownWordsIn } from './own-words.ts';

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

it('[P5] keeps of a secured text only its author’s words when read on the column ends', () => {
  const doc = new Y.Doc({ guid: 'remarks' });
  doc.clientID = 4_097 * 2 ** 20;
  doc.getText('remarks').insert(0, 'mine');
  const id = asId<never>('01943ad7-b5cc-7000-8000-ef2510c632d4');
  const parts = [{ part: 'remarks', epoch: 1, update: Y.encodeStateAsUpdate(doc) }];
  const pending = {
    operation: { kind: 'update' as const, entity: 'contact', id, parts },
    before: { remarks: 'secret ', name: 'A' },
    wanted: { remarks: 'secret mine', name: 'B' },
    intents: {},
  };
  expect(ownWordsIn(pending, new Set(['remarks']))).toMatchObject({
    before: { name: 'A' },
    wanted: { remarks: 'mine', name: 'B' },
  });
  expect(ownWordsIn(pending, new Set(['remarks'])).before).toEqual({ name: 'A' });
});
