/** The audit of refused changes: who wanted what, and why it was refused, for people and for programs. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OpenRelay } from '../server/index.ts';
import { CommandLine } from './command-line.fixture.ts';

let line: CommandLine;
let relay: OpenRelay;
beforeEach(async () => {
  line = await CommandLine.make();
  const attributes = [
    { name: 'name', type: 'string' },
    { name: 'creditlimit', type: 'money', secured: true },
  ];
  const account = { create: 'organization', read: 'organization', write: 'organization' };
  const solution = {
    metadata: { entities: [{ name: 'account', primaryName: 'name', attributes }] },
    roles: [{ name: 'Seller', privileges: { account } }],
    users: [{ name: 'Ada', roles: ['Seller'] }],
    columnProfiles: [
      {
        name: 'Credit in sight',
        users: ['Ada'],
        columns: [{ entity: 'account', attribute: 'creditlimit', read: true }],
      },
    ],
  };
  await line.anOrganizationOf(solution);
  relay = await line.aRunningRelay();
});
afterEach(async () => {
  await relay.stop();
  await line.remove();
});

async function ada(...commands: string[]): Promise<Record<string, unknown>[]> {
  const words = ['device', join(line.root, 'ada'), '--user', 'Ada', '--json'];
  const { out } = await line.rejoin(words, { input: `${commands.join('\n')}\n` });
  const told = out.trimEnd().split('\n');
  return told.map((text) => JSON.parse(text)).filter(({ event }) => event === 'result');
}

it('tells who was refused with what, the reason, and the values that were attempted', async () => {
  const created = await ada('sync', 'create account name=Hill', 'sync');
  const id = String(created[1]?.id);
  await ada(`set account ${id} creditlimit=9999 name=Mill`, 'sync');

  const { last } = await line.rejoin(['audit', '--user', 'Ada', '--json']);
  const text = await line.rejoin(['audit', '--record', `account/${id}`]);

  const [refused, accepted] = last.entries as Record<string, unknown>[];
  expect(refused).toMatchObject({
    ...{ kind: 'rejected', code: 'column-secured', userName: 'Ada', change: 2, attributes: ['creditlimit'] },
    reason: 'No column security profile gives the right to update this column.',
    attempted: [{ entity: 'account', id, values: { creditlimit: '9999', name: 'Mill' } }],
  });
  expect(accepted).toMatchObject({ kind: 'accepted', change: 1, operations: [{ kind: 'create', id }] });
  expect(text.out).toContain('was refused (column-secured): No column security profile gives the right');
  expect(text.out).toContain(`account ${id}: creditlimit would be "9999"`);
  expect(text.out).toContain(`account ${id}: name would be "Mill"`);
});
