import { expect } from 'vitest';
import { browserTests } from './browser-tests.ts';
import { TabletOffice } from './tablet-office.ts';

browserTests('the engine in a browser: IndexedDB, its WebSocket, a real relay', (test) => {
  test('two tablets merge what they wrote offline, field by field and letter by letter', async (stage) => {
    // Given two tablets that both have a record
    const office = await TabletOffice.open(stage);
    const anna = await office.tablet(await stage.context(), 'anna');
    const ben = await office.tablet(await stage.context(), 'ben');
    for (const tablet of [anna, ben]) {
      await tablet.open();
      await tablet.ask('syncNow');
    }
    const id = await anna.ask('create', 'account', { name: 'Harbour Supplies', notes: 'Call back.' });
    await ben.ask('untilRow', 'account', id, { name: 'Harbour Supplies', notes: 'Call back.' });

    // When both write on it offline, and reconnect
    for (const tablet of [anna, ben]) await tablet.ask('goOffline');
    await anna.ask('update', 'account', id, { phone: '555-0100' });
    await anna.ask('type', 'account', id, 'notes', 0, 'Urgent! ');
    await ben.ask('update', 'account', id, { employees: 12 });
    await ben.ask('type', 'account', id, 'notes', 10, ' On Monday.');
    const apart = [await anna.ask('get', 'account', id), await ben.ask('get', 'account', id)];
    for (const tablet of [anna, ben]) await tablet.ask('goOnline');

    // Then both have all of it
    expect(apart.map((row) => row?.values)).toEqual([
      { name: 'Harbour Supplies', phone: '555-0100', notes: 'Urgent! Call back.' },
      { name: 'Harbour Supplies', employees: 12, notes: 'Call back. On Monday.' },
    ]);
    const merged = { phone: '555-0100', employees: 12, notes: 'Urgent! Call back. On Monday.' };
    for (const tablet of [anna, ben]) {
      await tablet.ask('untilRow', 'account', id, merged);
      await tablet.ask('syncNow');
      expect(await tablet.ask('status')).toMatchObject({ state: 'ready', pending: 0, drafts: 0 });
    }
  });
});
