import { expect } from 'vitest';
import { browserTests } from './browser-tests.ts';
import { TabletOffice } from './tablet-office.ts';

/** Notes how every writing transaction of a page was begun, and whether it asked for its storage to be kept. */
const WATCH = `
  window.timesAsked = 0;
  // The empty page before the first has no storage.
  const { persist } = window.StorageManager?.prototype ?? {};
  if (persist !== undefined) StorageManager.prototype.persist = function () {
    timesAsked += 1;
    return persist.call(this);
  };
  window.durabilities = [];
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...given) {
    const transaction = begin.apply(this, given);
    if (transaction.mode === 'readwrite') durabilities.push(transaction.durability);
    return transaction;
  };`;

browserTests('a storage that a browser keeps', (test) => {
  test('says that something is stored when it is on the disk, also after it was opened again', async (stage) => {
    const office = await TabletOffice.open(stage);
    const context = await stage.context();
    await context.addInitScript(WATCH);
    const tablet = await office.tablet(context, 'anna');

    await tablet.open();
    await tablet.ask('syncNow');
    await tablet.ask('create', 'account', { name: 'Harbour Supplies' });
    await tablet.ask('close');
    await tablet.open();
    await tablet.ask('wipe');

    const durabilities: readonly string[] = await tablet.page.evaluate('durabilities');
    expect(durabilities.length).toBeGreaterThan(4);
    expect(new Set(durabilities)).toEqual(new Set(['strict']));
  });

  test('asks that it is not thrown away when the disk fills up', async (stage) => {
    const office = await TabletOffice.open(stage);
    const context = await stage.context();
    await context.addInitScript(WATCH);
    const tablet = await office.tablet(context, 'anna');

    await tablet.open();

    expect(await tablet.page.evaluate('timesAsked')).toBe(1);
  });
});
