import { expect } from 'vitest';
import { browserTests } from './browser-tests.ts';
import { Quota } from './raw-idb.ts';
import { TabletOffice } from './tablet-office.ts';

const ROOM = 400_000;
const PLENTY = 50_000_000;

browserTests('a browser whose storage is full', (test) => {
  test('refuses edits whole, keeps what is typed on screen, and goes on by itself when there is room', async (stage) => {
    // Given a tablet with a record, and no room left
    const office = await TabletOffice.open(stage);
    const tablet = await office.tablet(await stage.context(), 'anna');
    const quota = await Quota.of(tablet.page, ROOM);
    await tablet.open();
    await tablet.ask('syncNow');
    const id = await tablet.ask('create', 'account', { name: 'Harbour Supplies', notes: 'Call back.' });
    await tablet.ask('syncNow');
    await tablet.ask('goOffline');
    await quota.fill();

    // When somebody edits and types
    const updated = tablet.ask('update', 'account', id, { phone: '555-0100' });
    await expect(updated).rejects.toMatchObject({ code: 'storage-full' });
    await tablet.ask('typeOnly', 'account', id, 'notes', 0, 'Urgent! ');
    await tablet.ask('untilNotStored', 'storage-full');
    const full = await tablet.ask('get', 'account', id);
    const shown = await tablet.ask('shown', 'account', id, 'notes');
    const closed = expect(tablet.ask('close')).rejects.toMatchObject({ code: 'storage-full' });
    await closed;

    // Then the edit is nowhere, and what was typed is where it was typed
    expect(full?.values).toEqual({ name: 'Harbour Supplies', notes: 'Call back.' });
    expect(shown).toBe('Urgent! Call back.');

    // And when there is room again it is stored without anybody doing anything
    await quota.change(PLENTY);
    await tablet.ask('untilNotStored', null);
    await tablet.ask('untilRow', 'account', id, { notes: 'Urgent! Call back.' });
    await tablet.ask('update', 'account', id, { phone: '555-0101' });
    await tablet.page.reload();
    await tablet.open();
    expect((await tablet.ask('get', 'account', id))?.values).toEqual({
      ...{ name: 'Harbour Supplies', phone: '555-0101', notes: 'Urgent! Call back.' },
    });
    await tablet.ask('syncNow');
    expect(await tablet.ask('status')).toMatchObject({ pending: 0, drafts: 0, notStored: null });
  });

  test('says that there is no room for a new tablet, and opens it when there is', async (stage) => {
    const office = await TabletOffice.open(stage);
    const tablet = await office.tablet(await stage.context(), 'anna');
    const quota = await Quota.of(tablet.page, ROOM);
    await quota.fill();

    await expect(tablet.open()).rejects.toMatchObject({ code: 'storage-full' });

    await quota.change(PLENTY);
    await tablet.open();
    await tablet.ask('syncNow');
    expect(await tablet.ask('status')).toMatchObject({ state: 'ready', notStored: null });
  });

  test('stops downloading while it is full, and has everything when there is room', async (stage) => {
    // Given a relay with more than fits
    const office = await TabletOffice.open(stage);
    const author = await office.tablet(await stage.context(), 'ben');
    await author.open();
    await author.ask('syncNow');
    const tablet = await office.tablet(await stage.context(), 'anna');
    const quota = await Quota.of(tablet.page, ROOM);
    await tablet.open();
    await tablet.ask('syncNow');
    await quota.fill();

    // When a record comes in
    const id = await author.ask('create', 'account', { name: 'Harbour Supplies', notes: 'x'.repeat(900) });
    await tablet.ask('untilNotStored', 'storage-full');
    expect(await tablet.ask('get', 'account', id)).toBeUndefined();

    // Then it is there as soon as there is room
    await quota.change(PLENTY);
    await tablet.ask('untilRow', 'account', id, { name: 'Harbour Supplies' });
    expect(await tablet.ask('status')).toMatchObject({ state: 'ready', notStored: null });
  });
});
