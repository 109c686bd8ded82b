/**
 * A tab that ends at any moment: it loads again, is closed, crashes or goes elsewhere in the middle of edits. What the
 * engine had said is stored is there afterwards, whole, and nothing is there that nobody did.
 */
import type { BrowserContext } from 'playwright-core';
import { expect } from 'vitest';
import { seededRandom } from '../world/virtual-time.ts';
import { browserTests } from './browser-tests.ts';
import type { Stage } from './stage.ts';
import type { Tablet } from './tablet.ts';
import { TabletOffice } from './tablet-office.ts';
import type { Work } from './tablet-page.ts';

type End = 'reload' | 'close' | 'crash' | 'leave';
const ENDS: readonly End[] = ['reload', 'close', 'crash', 'leave'];
const WORKS: readonly Work[] = ['set', 'create', 'type', 'pair'];
const ROUNDS = 8;
/** At most so many steps of work before an end. */
const STEPS = 30;

/**
 * What the page said that it did. Its last words may be lost with it: so what it has stored may be more than it
 * said, but never anything that its plan does not have.
 */
class Ledger {
  readonly plan: readonly Work[];
  readonly saved = new Map<Work, number[]>(WORKS.map((work) => [work, []]));
  /** The greatest number of a step that anybody has heard of. */
  last = 0;
  #waiting: { readonly at: number; readonly resolve: () => void } | undefined;
  #heard = 0;

  constructor(plan: readonly Work[]) {
    this.plan = plan;
  }

  readonly tell = (news: 'begun' | 'saved', work: Work, n: number): void => {
    this.last = Math.max(this.last, n);
    if (news === 'saved') this.saved.get(work)?.push(n);
    this.#heard += 1;
    if (this.#waiting !== undefined && this.#heard >= this.#waiting.at) this.#waiting.resolve();
  };

  /** Resolves when the page has said so many things more. */
  heard(more: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { at: this.#heard + more, resolve };
    });
  }

  savedOf(work: Work): readonly number[] {
    return this.saved.get(work) ?? [];
  }

  /** Takes note of what is stored; throws where that is nothing that the page was to do. */
  see(work: Work, numbers: readonly number[], when: string): void {
    const strange = numbers.filter((n) => n !== 0 && this.plan[n % this.plan.length] !== work);
    expect(strange, `${when}: ${work} that nobody did`).toEqual([]);
    this.last = Math.max(this.last, ...numbers);
  }
}

/** Ends the tab. Returns the one in which the tablet goes on. */
async function end(how: End, tablet: Tablet, open: () => Promise<Tablet>): Promise<Tablet> {
  const { page } = tablet;
  if (how === 'reload') await page.reload();
  else if (how === 'leave') {
    await page.goto('about:blank');
    await page.goBack();
  } else if (how === 'close') await page.close();
  else {
    const crashed = page.waitForEvent('crash');
    const devtools = await page.context().newCDPSession(page);
    devtools.send('Page.crash').catch(() => undefined);
    await crashed;
    await page.close();
  }
  return how === 'reload' || how === 'leave' ? tablet : open();
}

browserTests('a tab that ends at any moment', (test) => {
  for (const seed of [1, 2]) {
    test(
      `[P7] loses nothing that was said to be stored, seed ${seed}`,
      (stage) => story(stage, seed),
      240_000,
    );
  }
});

async function story(stage: Stage, seed: number): Promise<void> {
  // Given a tablet with two records
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const office = await TabletOffice.open(stage);
  const context: BrowserContext = await stage.context();
  const ledger = new Ledger(Array.from({ length: 97 }, () => pick(WORKS)));
  await context.exposeFunction('tell', ledger.tell);
  const open = (): Promise<Tablet> => office.tablet(context, 'anna');
  let tablet = await open();
  await tablet.open();
  await tablet.ask('syncNow');
  const create = (name: string) =>
    tablet.ask('create', 'account', { name, employees: 0, phone: '0', notes: '' });
  const ids = [await create('Harbour Supplies'), await create('Mill')] as const;

  for (let round = 0; round < ROUNDS; round++) {
    // When its tab ends in the middle of work, online or offline
    if (random() < 0.5) await tablet.ask('goOffline');
    const heard = ledger.heard(1 + Math.floor(random() * STEPS));
    const how = pick(ENDS);
    const working = tablet.ask('work', ids, ledger.plan, ledger.last + 1).catch(() => undefined);
    await heard;
    tablet = await end(how, tablet, open);
    await working;
    await tablet.open();

    // Then everything that was said to be stored is there
    await expectAll(tablet, ids, ledger, `round ${round}, ${how}`);
  }

  // And the relay takes all of it: another tablet has the same in the end
  await tablet.ask('goOnline');
  await tablet.ask('syncNow');
  expect(await tablet.ask('status')).toMatchObject({ pending: 0, drafts: 0 });
  const witness = await office.tablet(await stage.context(), 'ben');
  await witness.open();
  await witness.ask('syncNow');
  for (const entity of ['account', 'contact']) {
    const [own, seen] = [await tablet.ask('rows', entity), await witness.ask('rows', entity)];
    const byId = (rows: typeof own) =>
      new Map(rows.map(({ id, values, system }) => [id, { values, system }]));
    expect(byId(seen)).toEqual(byId(own));
  }
  await expectAll(witness, ids, ledger, 'at the relay');
}

async function expectAll(
  tablet: Tablet,
  [one, other]: readonly [string, string],
  ledger: Ledger,
  when: string,
): Promise<void> {
  const [first, second] = [
    await tablet.ask('get', 'account', one),
    await tablet.ask('get', 'account', other),
  ];
  const set = Number(first?.values.phone);
  const pair = Number(first?.values.employees);
  const typed = String(first?.values.notes ?? '')
    .split(';')
    .slice(0, -1)
    .map(Number);
  const created = (await tablet.ask('rows', 'contact')).map(({ values }) => Number(values.fullname));
  for (const [work, numbers] of Object.entries({ set: [set], pair: [pair], type: typed, create: created }))
    ledger.see(work as Work, numbers, when);

  expect(set, `${when}: the value`).toBeGreaterThanOrEqual(ledger.savedOf('set').at(-1) ?? 0);
  expect(pair, `${when}: the change of two records`).toBeGreaterThanOrEqual(
    ledger.savedOf('pair').at(-1) ?? 0,
  );
  expect(second?.values.employees, `${when}: both of its records`).toBe(pair);
  expect(created, `${when}: the new records`).toEqual(expect.arrayContaining([...ledger.savedOf('create')]));
  expect(new Set(created).size, `${when}: no record twice`).toBe(created.length);
  expect(typed, `${when}: what was typed`).toEqual(expect.arrayContaining([...ledger.savedOf('type')]));
  expect(typed, `${when}: in its order`).toEqual([...new Set(typed)].toSorted((a, b) => a - b));
}
