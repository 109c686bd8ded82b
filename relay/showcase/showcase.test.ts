/** What the pages ask: who is there, tokens, the right that the play gives and takes, and the audit as it grows. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FeedEvent, type RunningSample, SampleFolder } from '../../test/world/running-sample.ts';
import { openRelay, readConfiguration } from '../server/index.ts';
import type { Setup } from './setup.ts';

let folder: SampleFolder;
let sample: RunningSample;
beforeAll(async () => {
  folder = await SampleFolder.make();
  sample = await folder.start();
});
beforeEach(() => grant(false));
afterAll(async () => {
  await sample.stop();
  await folder.remove();
});

const setup = async (): Promise<Setup> => JSON.parse((await sample.ask('/showcase/setup')).text);
const idOf = async (name: string): Promise<string> =>
  (await setup()).users.find((user) => user.name === name)?.id ?? '';
async function grant(granted: boolean, name = 'Ben Ruiz') {
  const body = { right: 'edit-credit-limit', user: await idOf(name), granted };
  return sample.post('/showcase/grant', body);
}

it('tells who is there, who begins, and what the play is about', async () => {
  const { users, start, stage, organization, syncPath, sequence } = await setup();

  expect({ organization, syncPath }).toEqual({ organization: 'meridian', syncPath: '/sync' });
  expect(users).toHaveLength(8);
  expect(users.find(({ id }) => id === start.left)).toMatchObject({
    name: 'Ana Okoro',
    title: 'Sales representative, Coast',
  });
  expect(users.find(({ id }) => id === start.right)).toMatchObject({ name: 'Ben Ruiz' });
  expect(stage.shared).toMatchObject({ entity: 'account', name: 'Aldern Bay Hotel' });
  expect(stage.guarded).toMatchObject({ entity: 'account', name: 'Brekke Bakery' });
  expect(sequence).toBeGreaterThan(300);
});

describe('a token', () => {
  it('is for the user that is asked for', async () => {
    const user = await idOf('Carla Dahl');
    const { status, text, headers } = await sample.post('/showcase/token', { user });
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    const { token } = JSON.parse(text) as { readonly token: string };
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ sub: user, org: 'meridian' });
  });

  it.each([
    ['nobody known', { user: '0199c0de-0000-7000-8000-000000000001' }, 404],
    ['no id', { user: 'Ana Okoro' }, 400],
    ['more than is asked', { user: '0199c0de-0000-7000-8000-000000000001', hours: 9 }, 400],
    ['nothing', {}, 400],
  ])('is not given for %s', async (_, body, status) => {
    const answer = await sample.post('/showcase/token', body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({ code: expect.any(String), reason: expect.any(String) });
  });
});

describe('the right', () => {
  it('is given and taken as a change of the directory, once each', async () => {
    const { sequence } = await setup();
    expect((await grant(true)).text).toBe(JSON.stringify({ granted: true, sequence: sequence + 1 }));
    expect((await grant(true)).text).toBe(JSON.stringify({ granted: true, sequence: sequence + 1 }));
    expect((await grant(false)).text).toBe(JSON.stringify({ granted: false, sequence: sequence + 2 }));
    expect((await grant(false)).text).toBe(JSON.stringify({ granted: false, sequence: sequence + 2 }));
  });

  it('is taken from who never had it without a change', async () => {
    const { sequence } = await setup();
    await grant(false, 'Carla Dahl');
    expect((await setup()).sequence).toBe(sequence);
  });

  it('leaves the rights that a user has by other profiles', async () => {
    await grant(true, 'Carla Dahl');
    await grant(false, 'Carla Dahl');
    await sample.stop();
    const file = { data: folder.data, port: 0 };
    const opened = await openRelay(readConfiguration({ file }), { ifMissing: 'refuse', report: () => {} });
    const [organization] = opened.relay.organizations.flatMap((id) => opened.relay.organization(id) ?? []);
    const profiles = [...(organization?.directory.directory.columnProfiles.values() ?? [])];
    await opened.stop();
    sample = await folder.start();
    expect(profiles.map(({ name }) => name)).toContain('Credit limits in sight');
    expect(profiles.find(({ name }) => name === 'Credit limits, for Carla Dahl')?.columns).toEqual([
      { entity: 'account', attribute: 'creditlimit', read: false, update: false, create: false },
    ]);
  });

  it.each([
    ['another right', { right: 'delete-all', granted: true }],
    ['no answer', { right: 'edit-credit-limit' }],
  ])('is refused for %s', async (_, body) => {
    const user = await idOf('Ben Ruiz');
    expect((await sample.post('/showcase/grant', { ...body, user })).status).toBe(400);
  });
});

describe('the feed', () => {
  const take = async (feed: AsyncGenerator<FeedEvent>, count: number): Promise<readonly FeedEvent[]> => {
    const events: FeedEvent[] = [];
    while (events.length < count) {
      const { value, done } = await feed.next();
      if (done === true) break;
      events.push(value);
    }
    return events;
  };

  it('begins with the newest twenty, oldest first, and goes on with what becomes durable', async () => {
    const feed = sample.feed();
    const [begin, ...first] = await take(feed, 21);
    expect(begin).toMatchObject({ event: 'begin', data: { sequence: (await setup()).sequence } });
    const numbers = first.map(({ data }) => Number(data.sequence));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(numbers.at(-1)).toBe(begin?.data.sequence);
    expect(first.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ isImport: true, about: [expect.objectContaining({ entityLabel: 'Task' })] }),
    );

    await grant(true);
    await grant(false);

    const [given, taken] = await take(feed, 2);
    const right = { users: ['Ben Ruiz'], label: 'Credit limit' };
    expect(given?.data).toMatchObject({ kind: 'directory', rights: [{ ...right, mayUpdate: true }] });
    expect(taken?.data).toMatchObject({ kind: 'directory', rights: [{ ...right, mayUpdate: false }] });
    await feed.return(undefined);
  });

  it('goes on where the page lost it, with nothing missing and nothing twice', async () => {
    const feed = sample.feed();
    const last = (await take(feed, 21)).at(-1);
    await feed.return(undefined);
    await grant(true);
    await sample.stop();
    sample = await folder.start();
    await grant(false);

    const again = sample.feed(last?.id);
    const [begin, ...missed] = await take(again, 3);
    expect(begin?.event).toBe('begin');
    expect(missed.map(({ data }) => (data.rights as { mayUpdate: boolean }[])[0]?.mayUpdate)).toEqual([
      true,
      false,
    ]);
    await again.return(undefined);
  });

  it.each(['other-data/3.0', 'x', '/', 'a/9.9.9'])(
    'begins anew for a page that names a place of other data (%s)',
    async (id) => {
      const feed = sample.feed(id);
      const events = await take(feed, 21);
      expect(events.at(-1)?.data.sequence).toBe(events[0]?.data.sequence);
      await feed.return(undefined);
    },
  );

  it('leaves out what is old for a page that is far behind', async () => {
    const feed = sample.feed();
    const id = (await take(feed, 2)).at(-1)?.id ?? '';
    await feed.return(undefined);
    const old = sample.feed(id.replace(/\/.*/, '/0.0'));
    const [begin, ...events] = await take(old, 101);
    expect(events.at(-1)?.data.sequence).toBe(begin?.data.sequence);
    await grant(true);
    const [next] = await take(old, 1);
    expect(next?.data.kind).toBe('directory');
    await old.return(undefined);
  });

  it('has an end to how many follow', async () => {
    const feeds = Array.from({ length: 32 }, () => sample.feed());
    for (const feed of feeds) await feed.next();
    expect((await sample.ask('/showcase/feed')).status).toBe(503);
    await feeds[0]?.return(undefined);
    await expect.poll(async () => (await sample.feed().next()).value?.event).toBe('begin');
  });

  it('ends when the relay is stopped, which does not wait for it', async () => {
    const feed = sample.feed();
    await take(feed, 21);
    const rest = feed.next();
    expect(await sample.stop()).toBe(0);
    expect(await rest).toMatchObject({ done: true });
    sample = await folder.start();
  });
});
