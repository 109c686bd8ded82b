import { expect } from 'vitest';
import { browserTests } from './browser-tests.ts';
import type { Stage } from './stage.ts';
import type { Tablet } from './tablet.ts';
import { TabletOffice } from './tablet-office.ts';

/** Two tabs of one browser that are the same tablet; the first has it open, with a record. */
async function twoTabs(stage: Stage) {
  const office = await TabletOffice.open(stage);
  const context = await stage.context();
  const first = await office.tablet(context, 'anna');
  const second = await office.tablet(context, 'anna');
  await first.open();
  await first.ask('syncNow');
  const id = await first.ask('create', 'account', { name: 'Harbour Supplies', notes: '' });
  return { office, context, first, second, id };
}

/** Has the tab ask for the storage that another one has. Returns the opening, which waits. */
async function waiting(tablet: Tablet): Promise<{ readonly opening: Promise<void> }> {
  const opening = tablet.open();
  await tablet.ask('untilWaiting');
  return { opening };
}

browserTests('one leading tab of a tablet, in a real browser', (test) => {
  test('a second tab is told that it waits, and goes on with everything when the first is closed', async (stage) => {
    const { first, second, id } = await twoTabs(stage);
    const { opening } = await waiting(second);
    await expect(second.ask('get', 'account', id)).rejects.toThrow('no device is open in this page');
    await first.ask('type', 'account', id, 'notes', 0, 'Typed last.');

    await first.page.close();
    await opening;

    expect(await second.ask('get', 'account', id)).toMatchObject({ values: { notes: 'Typed last.' } });
    await second.ask('update', 'account', id, { phone: '555-0100' });
    await second.ask('syncNow');
    expect(await second.ask('timesWaiting')).toBe(1);
  });

  test('takes over when the first crashes, with all that the first had reported as stored', async (stage) => {
    const { context, first, second, id } = await twoTabs(stage);
    const { opening } = await waiting(second);
    await first.ask('goOffline');
    await first.ask('type', 'account', id, 'notes', 0, 'Typed last.');
    const crashed = first.page.waitForEvent('crash');
    const devtools = await context.newCDPSession(first.page);
    // It never answers: who would is gone.
    devtools.send('Page.crash').catch(() => undefined);
    await crashed;

    await opening;

    expect(await second.ask('get', 'account', id)).toMatchObject({ values: { notes: 'Typed last.' } });
    await second.ask('syncNow');
    expect(await second.ask('status')).toMatchObject({ pending: 0, drafts: 0 });
  });

  test('takes over when the first loads again, which then waits in its turn', async (stage) => {
    const { first, second, id } = await twoTabs(stage);
    const { opening } = await waiting(second);

    await first.page.reload();
    const inTurn = await waiting(first);
    await opening;
    await second.ask('update', 'account', id, { phone: '555-0100' });
    await second.ask('close');
    await inTurn.opening;

    expect(await first.ask('get', 'account', id)).toMatchObject({ values: { phone: '555-0100' } });
  });

  test('a tab that loads again by itself is not told that it waits for itself', async (stage) => {
    const { first, id } = await twoTabs(stage);
    for (let time = 0; time < 5; time++) {
      await first.page.reload();
      await first.open();
      expect(await first.ask('timesWaiting')).toBe(0);
    }
    expect(await first.ask('get', 'account', id)).toBeDefined();
  });

  test('takes over an empty storage when the first is wiped', async (stage) => {
    const { first, second, id } = await twoTabs(stage);
    const { opening } = await waiting(second);

    await first.ask('wipe');
    await opening;

    expect(await second.ask('get', 'account', id)).toBeUndefined();
  });

  test('has the next one in line when the opening of the one before it fails', async (stage) => {
    const { first, second } = await twoTabs(stage);
    await first.ask('close');

    await expect(first.open({ organization: 'another' })).rejects.toMatchObject({ code: 'invalid-argument' });

    await second.open();
    expect(await second.ask('timesWaiting')).toBe(0);
  });

  test('lets a tab give up waiting, and another storage be opened beside', async (stage) => {
    const { first, second } = await twoTabs(stage);
    const { opening } = await waiting(second);
    const refused = expect(opening).rejects.toThrow(/abort/i);

    await second.ask('giveUpWaiting');
    await refused;

    await second.open({ storage: 'another' });
    await first.ask('close');
    await first.open();
    expect(await first.ask('timesWaiting')).toBe(0);
  });
});
