import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenRelay } from '../server/index.ts';
import { CommandLine, type Ran } from './command-line.fixture.ts';

let line: CommandLine;
let relay: OpenRelay;

beforeEach(async () => {
  line = await CommandLine.make();
  const all = 'organization';
  const solution = {
    metadata: {
      entities: [
        {
          name: 'account',
          primaryName: 'name',
          attributes: [
            { name: 'name', type: 'string', required: true },
            { name: 'notes', type: 'memo' },
          ],
        },
      ],
    },
    roles: [
      { name: 'Reader', privileges: { account: { read: all } } },
      {
        name: 'Seller',
        privileges: { account: { create: all, read: all, write: all, delete: all, assign: all } },
      },
    ],
    users: [
      { name: 'Ada', roles: ['Reader', 'Seller'] },
      { name: 'Bo', roles: ['Reader'] },
    ],
  };
  await line.anOrganizationOf(solution);
  relay = await line.aRunningRelay();
});
afterEach(async () => {
  await relay.stop();
  await line.remove();
});

type Told = Record<string, unknown>;

/** What a device answered to each command of the input. */
async function aDevice(user: string, ...commands: string[]): Promise<Ran & { results: Told[] }> {
  const words = ['device', join(line.root, user), '--user', user, '--json'];
  const ran = await line.rejoin(words, { input: `${commands.join('\n')}\n` });
  const told = ran.out.split('\n').flatMap((text) => (text === '' ? [] : [JSON.parse(text) as Told]));
  return { ...ran, results: told.filter(({ event }) => event === 'result') };
}

describe('the terminal client', () => {
  it('edits records that another device then has', async () => {
    const ada = await aDevice('Ada', 'sync', 'create account name="Harbour Supplies"', 'sync', 'quit');
    const id = String(ada.results[1]?.id);
    const more = await aDevice(
      'Ada',
      `text account ${id} notes append "first"`,
      `text account ${id} notes insert 0 "at "`,
      `state account ${id} inactive`,
      'sync',
    );
    const bo = await aDevice(
      'Bo',
      'sync',
      `show account ${id}`,
      `text account ${id} notes`,
      'list account name=None',
    );
    expect([ada.exit, more.exit, bo.exit]).toEqual([0, 0, 0]);
    expect(bo.results).toMatchObject([
      { do: 'sync', status: { state: 'ready' } },
      { record: { values: { name: 'Harbour Supplies' }, system: { statecode: 'inactive' } }, conflicts: [] },
      { text: 'at first' },
      { total: 0 },
    ]);
  });

  it('keeps a refused change as a draft, which is sent again when the right is back', async () => {
    await aDevice('Ada', 'sync', 'offline', 'create account name=Hill');
    await line.rejoin(['role', 'revoke', 'Seller', '--user', 'Ada']);
    const refused = await aDevice('Ada', 'sync', 'drafts', 'list account');
    const [draft] = (refused.results[1]?.drafts ?? []) as { draft: string; code: string }[];
    await line.rejoin(['role', 'grant', 'Seller', '--user', 'Ada']);
    const retried = await aDevice(
      'Ada',
      'sync',
      `edit ${draft?.draft} name="Hill & Sons"`,
      `retry ${draft?.draft}`,
      'sync',
      'list account',
      'drafts',
    );
    expect(draft?.code).toBe('privilege-missing');
    expect(refused.results[2]).toMatchObject({ total: 0 });
    expect(retried.results.slice(-2)).toMatchObject([
      { records: [{ values: { name: 'Hill & Sons' }, isPending: false }] },
      { drafts: [] },
    ]);
  });

  it('prints for people why a draft was refused, what was there and what was wanted', async () => {
    const created = await aDevice('Ada', 'sync', 'create account name=Hill', 'sync');
    const id = String(created.results[1]?.id);
    await aDevice('Ada', 'sync', 'offline', `set account ${id} name=Mill`);
    await line.rejoin(['role', 'revoke', 'Seller', '--user', 'Ada']);

    const { out } = await line.rejoin(['device', join(line.root, 'Ada'), '--user', 'Ada'], {
      input: 'sync\ndrafts\n',
    });

    expect(out).toContain('privilege-missing: No role gives the privilege write on this kind of record.');
    expect(out).toMatch(new RegExp(`update account ${id}\n +attribute +was +wanted\n +name +Hill +Mill\n`));
  });

  it('prints for people the values that were written at the same time', async () => {
    await line.rejoin(['role', 'grant', 'Seller', '--user', 'Bo']);
    const created = await aDevice('Ada', 'sync', 'create account name=Hill', 'sync');
    const id = String(created.results[1]?.id);
    await aDevice('Bo', 'sync', 'offline', `set account ${id} name=Mill`);
    await aDevice('Ada', `set account ${id} name=Pond`, 'sync');
    await aDevice('Bo', 'sync');

    const { out } = await line.rejoin(['device', join(line.root, 'Ada'), '--user', 'Ada'], {
      input: `sync\nshow account ${id}\n`,
    });

    expect(out).toContain('name was written at the same time: Pond stands, beside it Mill\n');
  });

  it('wipes itself when it was revoked', async () => {
    await aDevice('Ada', 'sync', 'create account name=Hill', 'sync');
    const listed = await line.rejoin(['device', 'list', '--json']);
    const [first] = listed.last.devices as { number: number; userName: string }[];
    expect(first?.userName).toBe('Ada');
    await line.rejoin(['device', 'revoke', String(first?.number)]);
    const after = await aDevice('Ada', 'sync');
    expect(after).toMatchObject({ exit: 1, results: [{ ok: false, code: 'device-revoked' }] });
  });

  it('goes on after a command that is refused, and fails in the end', async () => {
    const ran = await aDevice('Bo', 'sync', 'fly', 'create account name=Hill', 'list nothing', 'status');
    expect(ran.exit).toBe(1);
    expect(ran.last).toMatchObject({ event: 'closed', failed: expect.any(Number) });
    expect(ran.results[1]).toMatchObject({ ok: false, code: 'invalid-argument' });
    expect(ran.results.at(-1)).toMatchObject({ do: 'status', ok: true });
  });

  it('says in time that no relay answers', async () => {
    const words = ['device', join(line.root, 'Ada'), '--url', 'ws://127.0.0.1:9/sync', '--org', 'harbour'];
    const ran = await line.rejoin([...words, '--token', 'x', '--sync-timeout', '0.3'], { input: 'sync\n' });
    expect(ran).toMatchObject({ exit: 1, out: expect.stringContaining('relay-unreachable') });
  });
});
