/** What belongs together can be more than fits into a page; then it is sent in ranges. */
import { describe, expect, it } from 'vitest';
import { everything, officeInput, officeMetadata } from '../../test/world/office.ts';
import { owner, user } from '../../test/world/organization-builder.ts';
import { anOrganization, type RelayWorld } from '../../test/world/relay-world.ts';
import { itemBytes } from './item-bytes.ts';
import { LOG_PAGE_LIMITS } from './log-page.ts';
import { type PageContent, PageFeed } from './page-feed.ts';
import { ScopeWork } from './scope-work.ts';

const RECORDS = 60;
const NOTES = 900;

/** Vera owns accounts with long notes; olga sees what is hers. */
async function anOffice() {
  const world = await anOrganization()
    .withRole('own', everything('user'))
    .withUser('vera')
    .withUser('olga', ['own'])
    .open();
  const vera = await world.client('vera');
  const creates = Array.from({ length: RECORDS }, (_, n) =>
    vera.author.create('account', { name: `${n}` }, { texts: { notes: 'x'.repeat(NOTES) } }),
  );
  await vera.push(creates);
  const before = world.store.lastSequence;
  const assign = { kind: 'assign' as const, entity: 'account', ownerid: owner('olga') };
  await vera.push(creates.map(({ id }) => ({ ...assign, id })));
  return { world, vera, before, ids: creates.map(({ id }) => id) };
}

function feedOf(world: RelayWorld, cursor: number, maxRangeRecords = 10): PageFeed {
  const { store, tail } = world.organization();
  const view = world.organization().view(user('olga'));
  if (view === undefined) throw new Error('olga may see nothing at all');
  return new PageFeed(
    { store, tail, view: () => view, work: new ScopeWork(8) },
    {
      ...{ device: 9_999_999 as never, cursor, reconcile: [], maxRangeRecords },
      limits: { ...LOG_PAGE_LIMITS, maxBytes: 10 * NOTES },
    },
  );
}

async function allPages(feed: PageFeed): Promise<PageContent[]> {
  const pages: PageContent[] = [];
  while (await feed.next((page) => pages.push(page), new AbortController().signal));
  return pages;
}

describe('one change that brings more than a page may hold', () => {
  it('comes in the ranges of a reconcile, each of them bounded, and the cursor behind all of them', async () => {
    const { world, before, ids } = await anOffice();
    const pages = await allPages(feedOf(world, before));
    const sizes = pages.map(({ items }) => items.reduce((sum, item) => sum + itemBytes(item), 0));
    expect(Math.max(...sizes)).toBeLessThan(30 * NOTES);
    const put = pages.flatMap(({ items }) => items).flatMap((item) => (item.kind === 'put' ? [item.id] : []));
    expect(put.sort()).toEqual(ids.sort());
    expect(pages.at(-1)?.cursor).toBe(world.store.lastSequence);
    expect(pages.slice(0, -1).map(({ cursor }) => cursor)).toEqual(pages.slice(0, -1).map(() => before));
  });

  it('is not built for a page that can not be sent', async () => {
    const { world, before } = await anOffice();
    const { durable } = world.store;
    const read = durable.part;
    let parts = 0;
    durable.part = (...place) => {
      parts += 1;
      return read(...place);
    };
    const feed = feedOf(world, before, 1);
    await feed.next(() => undefined, new AbortController().signal);
    // Two parts a record: those of about ten records, and of the first range.
    expect(parts).toBeLessThan(RECORDS);
  });
});

it('puts a large record without what was written in it and removed again', async () => {
  const world = await anOrganization().withMetadata(withLongNotes()).withUser('vera').open();
  const vera = await world.client('vera');
  const id = await vera.create('account', { name: 'Harbour' }, { texts: { notes: 'x'.repeat(900) } });
  const push = (part: ReturnType<typeof vera.author.type>) =>
    vera.push([{ kind: 'update', entity: 'account', id, parts: [part] }]);
  for (let round = 0; round < 12; round++) {
    await push(vera.author.type(id, 'notes', 0, 'y'.repeat(400_000)));
    await push(vera.author.erase(id, 'notes', 0, 400_000));
  }
  expect(vera.of('rejected')).toEqual([]);
  const late = await world.client('vera');
  const put = late.items.find((item) => item.kind === 'put' && item.id === id);
  expect(put && itemBytes(put)).toBeLessThan(10_000);
  expect(late.author.part(id, 'notes').doc.getText('notes').toString()).toBe('x'.repeat(900));
});

function withLongNotes() {
  const [account, ...others] = officeInput.entities;
  const name = { name: 'name', type: 'string', maxLength: 40 };
  const notes = { name: 'notes', type: 'memo', maxLength: 1_000_000 };
  const entities = [{ ...account, attributes: [name, notes] }, ...others];
  return officeMetadata(1, { ...officeInput, relationships: [], entities });
}
