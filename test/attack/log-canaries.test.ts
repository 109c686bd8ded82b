/**
 * What the relay logs, at its most talkative, while people and operators do all kinds of things with values
 * and tokens that nothing else would write: none of them is in it.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CommandLine, type Ran } from '../../relay/cli/command-line.fixture.ts';

const all = 'organization';
const account = { create: all, read: all, write: all };
const solution = {
  metadata: {
    entities: [
      {
        name: 'account',
        primaryName: 'name',
        attributes: [
          { name: 'name', type: 'string' },
          { name: 'creditlimit', type: 'money', secured: true },
          { name: 'notes', type: 'memo' },
        ],
      },
    ],
  },
  roles: [{ name: 'Seller', privileges: { account } }],
  users: [{ name: 'Ada', roles: ['Seller'] }],
  columnProfiles: [
    {
      ...{ name: 'Credit in sight', users: ['Ada'] },
      columns: [{ entity: 'account', attribute: 'creditlimit', read: true }],
    },
  ],
};
const mapping = {
  tables: [
    {
      ...{ entity: 'account', file: 'a.csv', key: 'id', owner: { user: 'Ada' } },
      attributes: { name: 'name', creditlimit: 'limit' },
    },
  ],
};

let line: CommandLine;
let running: Promise<Ran>;
beforeEach(async () => {
  line = await CommandLine.make();
  await line.anOrganizationOf(solution);
  await file('mapping.json', JSON.stringify(mapping));
  running = line.rejoin(['relay', '--port', '0', '--log-level', 'debug', '--set', 'stopTimeoutMs=200']);
  await expect.poll(() => line.waiting, { timeout: 20_000 }).toBe(1);
});
afterEach(async () => {
  line.stop();
  await running;
  await line.remove();
});

async function file(name: string, content: string): Promise<string> {
  await mkdir(join(line.root, 'csv'), { recursive: true });
  await writeFile(join(line.root, name), content);
  return join(line.root, name);
}

async function device(token: string, ...commands: string[]): Promise<Ran> {
  const words = ['device', join(line.root, 'ada'), '--org', 'harbour', '--token', token, '--json'];
  return line.rejoin(words, { input: `${commands.join('\n')}\n` });
}

it('logs no value and no token, accepted or refused', async () => {
  // Given people with a token, and rows with canaries
  const token = String((await line.rejoin(['token', '--user', 'Ada', '--json'])).last.token);
  const url = JSON.parse(await readFile(join(line.data, 'relay.json'), 'utf8')).url as string;
  const key = (await readFile(join(line.data, 'operator-key'), 'utf8')).trim();
  await file('csv/a.csv', 'id,name,limit\n1,canary-imported,5\n2,canary-row,canary-limit\n');
  const rows = ['--csv', join(line.root, 'csv'), '--mapping', join(line.root, 'mapping.json'), '--as', 'Ada'];

  // When values are imported, typed, accepted and refused, and tokens are used well and badly
  const imported = await line.rejoin(['import', ...rows, '--json']);
  const created = await device(token, 'sync', 'create account name=canary-created', 'sync');
  const id = /"do":"create","ok":true,"id":"([^"]+)"/.exec(created.out)?.[1] ?? '';
  await device(token, `text account ${id} notes append canary-typed`, 'sync');
  await device(token, `set account ${id} creditlimit=77665544`, 'sync');
  await line.rejoin(['role', 'revoke', 'Seller', '--user', 'Ada']);
  await device(token, 'offline', 'create account name=canary-refused', 'sync');
  const forged = `${token.slice(0, -8)}canarysg`;
  const refused = await device(forged, 'sync');
  await upgrade(`${url.replace('http', 'ws')}/sync?token=${token}&name=canary-query`);
  for (const bearer of [key, token, 'canary-key']) {
    await fetch(`${url}/api/organizations/harbour/users?name=canary-query&token=${token}`, {
      headers: { authorization: `Bearer ${bearer}` },
    });
  }
  line.stop();
  const { error: log } = await running;

  // Then the log tells of all that, and has none of them
  expect(imported.exit).toBe(1);
  expect(refused.out).toContain('"ok":false');
  for (const told of ['"refused"', '"opened"', '"request"', 'column-secured', 'privilege-missing'])
    expect(log).toContain(told);
  expect(log).not.toMatch(/canary/);
  expect(log).not.toContain('77665544');
  for (const secret of [key, ...token.split('.'), ...forged.split('.')]) expect(log).not.toContain(secret);
});

/** Connects as a stranger does, and waits for the end of it. */
async function upgrade(url: string): Promise<void> {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve) => {
    socket.on('error', () => resolve());
    socket.on('open', () => socket.close());
    socket.on('close', () => resolve());
  });
}
