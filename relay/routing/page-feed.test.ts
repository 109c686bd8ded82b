/** The feed of one session: pages by the rights of the step in which they go out, bounded, in order. */
import { describe, expect, it } from 'vitest';
import type { DeviceNumber } from '../../engine/model/index.ts';
import { everything } from '../../test/world/office.ts';
import { owner, putRole, user } from '../../test/world/organization-builder.ts';
import { anOrganization, type RelayWorld } from '../../test/world/relay-world.ts';
import { LOG_PAGE_LIMITS } from './log-page.ts';
import { type FeedStart, type PageContent, PageFeed } from './page-feed.ts';
import type { ScopeView } from './scope-view.ts';
import { ScopeWork } from './scope-work.ts';

/** Of a session that goes on. */
const OPEN = new AbortController().signal;
const NOBODY = 9_999_999 as DeviceNumber;

const anOffice = () =>
  anOrganization().withRole('own', everything('user')).withUser('vera').withUser('olga', ['own']).open();

function viewOf(world: RelayWorld, name: string): ScopeView {
  const view = world.organization().view(user(name));
  if (view === undefined) throw new Error(`${name} may see nothing at all`);
  return view;
}

function aFeed(world: RelayWorld, view: () => ScopeView, start: Partial<FeedStart> = {}): PageFeed {
  const { store, tail } = world.organization();
  return new PageFeed(
    { store, tail, view, work: new ScopeWork(8) },
    { device: NOBODY, cursor: 0, reconcile: [], ...start },
  );
}

async function allPages(feed: PageFeed): Promise<PageContent[]> {
  const pages: PageContent[] = [];
  while (await feed.next((page) => pages.push(page), OPEN));
  return pages;
}

describe('a feed', () => {
  it('throws away what was made by rights that changed meanwhile, and makes it again by the new ones', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    await vera.create('account', { name: 'canary' });
    let view = viewOf(world, 'vera');
    const feed = aFeed(world, () => view, { reconcile: [{ entity: 'account' }] });
    const pages: PageContent[] = [];
    const making = feed.next((page) => pages.push(page), OPEN);
    view = viewOf(world, 'olga');
    await making;
    expect(pages).toMatchObject([
      { items: [], range: { entity: 'account', scopeHash: view.scopeHash('account') } },
    ]);
  });

  it('hands a page over in the step that finds the rights unchanged', async () => {
    const world = await anOffice();
    await (await world.client('vera')).create('account', { name: 'canary' });
    const view = viewOf(world, 'vera');
    let asked = 0;
    const order: string[] = [];
    const feed = aFeed(world, () => {
      asked += 1;
      // A change of rights in the next step must find the page gone out already.
      if (asked === 2) queueMicrotask(() => order.push('rights'));
      return view;
    });
    await feed.next(() => order.push('page'), OPEN);
    expect(order).toEqual(['page', 'rights']);
  });

  it('ends a page behind the version of each record that it puts', async () => {
    const world = await anOffice();
    const [vera, olga] = [await world.client('vera'), await world.client('olga')];
    const id = await vera.create('account', { name: 'Hot' });
    await vera.push([{ kind: 'assign', entity: 'account', id, ownerid: owner('olga') }]);
    for (let round = 0; round < 10; round++) await olga.create('account', { name: `${round}` });
    await vera.update('account', id, { phone: 'last' });
    const limits = { ...LOG_PAGE_LIMITS, bytes: 500 };
    const pages = await allPages(aFeed(world, () => viewOf(world, 'olga'), { limits }));
    expect(pages.length).toBe(1);
    for (const { cursor, items } of pages) {
      const versions = items.map((item) => (item.kind === 'put' ? item.system.versionnumber : 0));
      expect(Math.max(0, ...versions)).toBeLessThanOrEqual(cursor);
    }
    const others = await allPages(
      aFeed(world, () => viewOf(world, 'vera'), { limits: { ...limits, entries: 2 } }),
    );
    // Pages end after two entries; such as hold nothing for the device are passed over, not the end.
    expect(others.at(-1)?.cursor).toBe(world.store.lastSequence);
  });

  it('reconciles where a page would have to go on for too long, and tells the cursor only behind that', async () => {
    const world = await anOffice();
    const [vera, olga] = [await world.client('vera'), await world.client('olga')];
    const id = await vera.create('account', { name: 'Hot' });
    await vera.push([{ kind: 'assign', entity: 'account', id, ownerid: owner('olga') }]);
    for (let round = 0; round < 10; round++) await olga.create('account', { name: `${round}` });
    await vera.update('account', id, { phone: 'last' });
    const limits = { ...LOG_PAGE_LIMITS, bytes: 500, maxItems: 5 };
    const pages = await allPages(aFeed(world, () => viewOf(world, 'olga'), { limits }));
    const ranges = pages.map(({ range }) => range?.entity);
    expect(ranges).toEqual(['account', 'contact', 'country', 'depot', 'remark', undefined]);
    expect(pages[0]?.items).toHaveLength(11);
    expect(pages.map(({ cursor }) => cursor)).toEqual([0, 0, 0, 0, 0, world.store.lastSequence]);
  });

  it('says that there is nothing, and says a cursor after many entries that concern others', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const feed = aFeed(world, () => viewOf(world, 'olga'), { cursor: world.store.lastSequence });
    expect(await allPages(feed)).toMatchObject([{ items: [], cursor: world.store.lastSequence }]);
    const id = await vera.create('account', { name: 'Private' });
    expect(await allPages(feed)).toEqual([]);
    for (let round = 0; round < 520; round++) {
      vera.send(vera.author.push([vera.author.update('account', id, { employees: round })]));
      if (round % 60 === 59) await world.settle();
    }
    await world.settle();
    expect(await allPages(feed)).toEqual([{ items: [], cursor: world.store.lastSequence }]);
  });

  it('reads from the store what the tail in memory does not have yet', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'First' });
    const before = world.store.lastSequence;
    const tail = new (
      world.organization().tail.constructor as new () => ReturnType<RelayWorld['organization']>['tail']
    )();
    for await (const batch of world.store.readLog(1, 1_000_000)) tail.append(batch);
    await vera.update('account', id, { phone: '1' });
    const view = viewOf(world, 'vera');
    const feed = new PageFeed(
      { store: world.store, tail, view: () => view, work: new ScopeWork(8) },
      { device: NOBODY, cursor: before, reconcile: [] },
    );
    expect(await allPages(feed)).toMatchObject([
      { cursor: world.store.lastSequence, items: [{ kind: 'patch', id }] },
    ]);
  });

  it('[P6] tells nothing of a change that was judged and is not durable yet', async () => {
    // Given an edit that the disk does not come back from
    const world = await anOffice();
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'canary' });
    world.disk.stallWrites();
    vera.send(vera.author.push([vera.author.update('account', id, { phone: 'early' })]));
    await world.settle();
    expect(world.store.row('account', id)?.values.phone).toBe('early');
    const view = viewOf(world, 'vera');
    const starts = [
      { cursor: 0 },
      { cursor: world.store.lastSequence },
      { cursor: world.store.lastSequence, reconcile: [{ entity: 'account' }] },
    ];
    /** Whether the records put show the edit: in the values, in the bytes of the parts. */
    const told = async (): Promise<Set<boolean>> => {
      const shown = new Set<boolean>();
      for (const start of starts) {
        const feed = aFeed(world, () => view, start);
        feed.want([{ entity: 'account', id }]);
        for (const item of (await allPages(feed)).flatMap(({ items }) => items)) {
          if (item.kind !== 'put') continue;
          shown.add(item.values.phone === 'early');
          shown.add(item.parts.some(({ state }) => Buffer.from(state).includes('early')));
        }
      }
      return shown;
    };

    // When pages are made, then they hold the record as it was; and as it is once that is durable
    expect(await told()).toEqual(new Set([false]));
    world.disk.recover();
    await world.settle();
    expect(await told()).toEqual(new Set([true]));
  });
});

describe('a scope', () => {
  it('has one hash exactly as long as the same records, masks and parts follow from it', async () => {
    const world = await anOffice();
    const [vera, olga] = [viewOf(world, 'vera'), viewOf(world, 'olga')];
    expect(vera.scopeHash('account')).not.toEqual(olga.scopeHash('account'));
    await world.change(putRole('spare', everything()));
    expect(viewOf(world, 'vera').scopeHash('account')).toEqual(vera.scopeHash('account'));
    await world.change(putRole('own', { ...everything('user'), account: { read: 'organization' } }));
    expect(viewOf(world, 'olga').scopeHash('account')).not.toEqual(olga.scopeHash('account'));
    expect(viewOf(world, 'olga').scopeHash('country')).toEqual(olga.scopeHash('country'));
    expect(olga.scopeHash('never_was')).toEqual(new Uint8Array(0));
  });
});
