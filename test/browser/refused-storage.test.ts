import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { browserTests } from './browser-tests.ts';
import { beginDeleting, closeRaw, DATABASE, openRaw, overwrite, rawKeys, STORE } from './raw-idb.ts';
import type { Stage } from './stage.ts';
import { TabletOffice } from './tablet-office.ts';

async function aTablet(stage: Stage) {
  const office = await TabletOffice.open(stage);
  return { office, tablet: await office.tablet(await stage.context(), 'anna') };
}

browserTests('a browser that does not let the storage be used', (test) => {
  test('says so on a page that may not store anything', async (stage) => {
    const { office, tablet } = await aTablet(stage);
    await tablet.page.goto(`${office.pages.origin}/denied`);

    await expect(tablet.open()).rejects.toMatchObject({ code: 'storage-denied' });
  });

  test('leaves alone what a newer version wrote', async (stage) => {
    const { tablet } = await aTablet(stage);
    await openRaw(tablet.page, DATABASE, 2, STORE, 'newer');
    await overwrite(tablet.page, 'newer', 'a key', [1]);
    await closeRaw(tablet.page);

    await expect(tablet.open()).rejects.toMatchObject({ code: 'data-folder-newer' });

    await openRaw(tablet.page, DATABASE, 2);
    expect(await rawKeys(tablet.page, 'newer', '')).toEqual(['a key']);
  });

  test('leaves alone a database of that name that is not a device', async (stage) => {
    const { tablet } = await aTablet(stage);
    await openRaw(tablet.page, DATABASE, 1, 'something else');
    await overwrite(tablet.page, 'something else', 'a key', [1]);
    await closeRaw(tablet.page);

    await expect(tablet.open()).rejects.toMatchObject({ code: 'data-folder-damaged' });

    await openRaw(tablet.page, DATABASE, 1);
    expect(await rawKeys(tablet.page, 'something else', '')).toEqual(['a key']);
  });

  test('says that what is stored can not be read, and opens another storage', async (stage) => {
    const { tablet } = await aTablet(stage);
    await tablet.open();
    await tablet.ask('syncNow');
    await tablet.ask('create', 'account', { name: 'Harbour Supplies' });
    await tablet.ask('syncNow');
    await tablet.ask('close');
    await openRaw(tablet.page, DATABASE, 1);
    const [row = ''] = await rawKeys(tablet.page, STORE, 'row/');
    await overwrite(tablet.page, STORE, row, [118, 200]);
    await closeRaw(tablet.page);

    await expect(tablet.open()).rejects.toMatchObject({ code: 'data-folder-damaged' });

    await tablet.open({ storage: 'another' });
    await tablet.ask('syncNow');
    expect(await tablet.ask('status')).toMatchObject({ state: 'ready' });
  });

  test('says that another page keeps it from being opened, and opens it when that is gone', async (stage) => {
    const { office, tablet } = await aTablet(stage);
    const other = await office.tablet(tablet.page.context(), 'anna');
    await openRaw(other.page, DATABASE, 1, STORE);
    await beginDeleting(tablet.page, DATABASE);
    await tablet.page.clock.install();

    let isOver = false;
    const opening = expect(tablet.open()).rejects.toMatchObject({ code: 'data-folder-locked' });
    const over = opening.finally(() => {
      isOver = true;
    });
    while (!isOver) await tablet.page.clock.runFor(1_000);
    await over;

    await other.page.close();
    await tablet.page.clock.resume();
    await tablet.open();
    await tablet.ask('syncNow');
    expect(await tablet.ask('status')).toMatchObject({ state: 'ready' });
  });

  test('goes on showing what it has when the browser takes the storage away', async (stage) => {
    const { office, tablet } = await aTablet(stage);
    await tablet.open();
    await tablet.ask('syncNow');
    const id = await tablet.ask('create', 'account', { name: 'Harbour Supplies', notes: 'Call back.' });
    await tablet.ask('typeOnly', 'account', id, 'notes', 0, '');
    const devtools = await tablet.page.context().newCDPSession(tablet.page);
    const origin = office.pages.origin;
    await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });

    const updated = tablet.ask('update', 'account', id, { phone: '555-0100' });
    await expect(updated).rejects.toMatchObject({ code: 'storage-failed' });
    await tablet.ask('typeOnly', 'account', id, 'notes', 0, 'Urgent! ');

    // Typing is stored a moment later.
    const status = expect.poll(() => tablet.ask('status'), { timeout: 10_000 });
    await status.toMatchObject({ notStored: { code: 'storage-failed' } });
    expect(await tablet.ask('get', 'account', id)).toMatchObject({ values: { name: 'Harbour Supplies' } });
    expect(await tablet.ask('shown', 'account', id, 'notes')).toBe('Urgent! Call back.');
  });

  test('says once that the browser threw a damaged storage away, and begins anew', async (stage) => {
    // Given a tablet whose browser was closed, and a disk that lost the end of a file
    const office = await TabletOffice.open(stage);
    const profile = await stage.folder();
    const before = await stage.persistentContext(profile);
    const tablet = await office.tablet(before, 'anna');
    await tablet.open();
    await tablet.ask('syncNow');
    const id = await tablet.ask('create', 'account', { name: 'Harbour Supplies' });
    await tablet.ask('syncNow');
    await before.close();
    for (const file of await indexFiles(profile)) await truncate(file, 3);

    // When the tablet is opened again
    const again = await office.tablet(await stage.persistentContext(profile), 'anna');

    // Then it says so once, and has in the end what the relay has
    await expect(again.open()).rejects.toMatchObject({ code: 'data-folder-damaged' });
    await again.open();
    await again.ask('syncNow');
    await again.ask('untilRow', 'account', id, { name: 'Harbour Supplies' });
  });
});

/** The file of every IndexedDB of a profile by which its browser finds the others. */
async function indexFiles(profile: string): Promise<readonly string[]> {
  const files = await readdir(profile, { recursive: true });
  return files
    .filter((file) => /\.indexeddb\.leveldb.CURRENT$/.test(file))
    .map((file) => join(profile, file));
}
