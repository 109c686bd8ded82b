/** Solution files: every problem placed, everything or nothing, and nothing the second time. */
import { describe, expect, it } from 'vitest';
import { anOrganization, configured, userNamed } from '../../test/world/administered-organization.ts';
import { applySolution, exportSolution, parseSolution, type SolutionInput } from './index.ts';
import { meridianSolution } from './samples/meridian-solution.ts';

const account = {
  name: 'account',
  primaryName: 'name',
  attributes: [
    { name: 'name', type: 'string' },
    { name: 'limit', type: 'money', secured: true },
  ],
};
const small: SolutionInput = {
  metadata: { entities: [account] },
  businessUnits: [{ name: 'Harbour', parent: 'North' }, { name: 'North' }],
  roles: [{ name: 'Clerk', privileges: { account: { read: 'organization', create: 'user' } } }],
  teams: [{ name: 'Crew', unit: 'North', roles: ['Clerk'], members: ['Ada'] }],
  users: [{ name: 'Ada', unit: 'Harbour', roles: ['Clerk'], timeZone: 'Europe/Oslo' }],
  columnProfiles: [
    { name: 'Limits', users: ['Ada'], columns: [{ entity: 'account', attribute: 'limit', read: true }] },
  ],
};

async function applied(solution: SolutionInput, organization = anOrganization()) {
  const open = await organization;
  const parsed = parseSolution(JSON.stringify(solution));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return applySolution(open, parsed.solution, null);
}
const paths = async (solution: SolutionInput): Promise<string[]> => {
  const outcome = await applied(solution);
  return outcome.ok ? [] : outcome.problems.map(({ path }) => path);
};

describe('parsing', () => {
  it.each([
    ['{"roles": [', 'line 1, column 12'],
    ['{"roles": 1}', 'roles'],
    ['{"rolls": []}', ''],
    ['{"users": [{"name": "Ada", "timeZone": "Mars/Olympus"}]}', 'users[0].timeZone'],
    ['{"users": [{"name": "Ada", "language": "English"}]}', 'users[0].language'],
    [
      '{"roles": [{"name": "R", "privileges": {"account": {"read": "all"}}}]}',
      'roles[0].privileges.account.read',
    ],
    ['{"teams": [{"name": "A"}, {"name": "A"}]}', 'teams[1].name'],
    ['{"metadata": {"entities": [{"name": "__proto__"}]}}', 'metadata.entities[0].name'],
    ['{"__proto__": {}}', ''],
    ['[]', ''],
  ])('refuses %s at "%s"', (text, path) => {
    const parsed = parseSolution(text);
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.path)).toEqual([path]);
  });

  it('names at most 100 problems', () => {
    const users = Array.from({ length: 500 }, () => ({ name: '' }));
    const parsed = parseSolution(JSON.stringify({ users }));
    expect(!parsed.ok && parsed.problems).toHaveLength(100);
  });

  it('takes a byte order mark', () => {
    expect(parseSolution('\ufeff{}').ok).toBe(true);
  });
});

describe('applying', () => {
  it('resolves names, wherever in the file they are defined', async () => {
    const organization = await configured(small);

    const { units, users, teams } = organization.directory.directory;
    const ada = users.get(userNamed(organization, 'Ada'));
    const harbour = [...units.values()].find(({ name }) => name === 'Harbour');
    expect(ada).toMatchObject({ unit: harbour?.id, timeZone: 'Europe/Oslo', roles: [expect.any(String)] });
    expect(units.get(harbour?.parent ?? ada?.unit ?? ('' as never))?.name).toBe('North');
    expect([...teams.values()].find(({ name }) => name === 'Crew')?.members).toEqual(new Set([ada?.id]));
    expect(organization.metadata?.metadata.version).toBe(1);
  });

  it('changes nothing the second time, and gives the same ids elsewhere', async () => {
    const organization = await configured(small);
    const sequence = organization.store.lastSequence;

    await expect(applied(small, Promise.resolve(organization))).resolves.toMatchObject({
      applied: { changes: 0, published: null, sequence },
    });

    expect(organization.store.lastSequence).toBe(sequence);
    const again = await configured(small);
    expect(userNamed(again, 'Ada')).toBe(userNamed(organization, 'Ada'));
    const other = await configured(small, await anOrganization('other'));
    expect(userNamed(other, 'Ada')).not.toBe(userNamed(organization, 'Ada'));
  });

  it('stands in one batch of the log', async () => {
    const organization = await anOrganization();
    const before = organization.store.lastSequence;
    await configured(small, organization);
    const batches: number[] = [];
    for await (const { batch } of organization.store.readLog(before + 1, 2 ** 20)) batches.push(batch);
    expect(batches).toHaveLength(1);
  });

  it('is refused whole where the directory changed since it was planned', async () => {
    const organization = await configured(small);
    const before = organization.store.lastSequence;
    const unit = {
      id: 'u' as never,
      name: 'South',
      parent: organization.directory.directory.units.keys().next().value ?? null,
    };
    const clash = { ...unit, id: 'v' as never };
    const changes = [unit, clash].map((it) => ({ kind: 'put-unit', unit: it }) as const);
    await expect(organization.configure({ changes }, null)).resolves.toMatchObject({
      code: 'already-exists',
    });
    expect(organization.store.lastSequence).toBe(before);
    expect(organization.directory.directory.units.has(unit.id)).toBe(false);
  });

  it('does nothing at all where one thing is wrong', async () => {
    const organization = await anOrganization();
    const before = organization.store.lastSequence;
    const wrong = { ...small, users: [...(small.users ?? []), { name: 'Bo', roles: ['Nobody'] }] };

    const outcome = await applied(wrong, Promise.resolve(organization));

    expect(outcome).toEqual({
      ok: false,
      problems: [{ path: 'users[1].roles[0]', message: 'there is no security role named Nobody' }],
    });
    expect(organization.store.lastSequence).toBe(before);
    expect(organization.metadata).toBeUndefined();
  });

  it.each<[string, SolutionInput, string[]]>([
    ['an unknown parent', { businessUnits: [{ name: 'A', parent: 'X' }] }, ['businessUnits[0].parent']],
    [
      'units in a circle',
      {
        businessUnits: [
          { name: 'A', parent: 'B' },
          { name: 'B', parent: 'A' },
        ],
      },
      ['businessUnits'],
    ],
    [
      'a role on an unknown entity',
      { roles: [{ name: 'R', privileges: { ghost: {} } }] },
      ['roles[0].privileges.ghost'],
    ],
    [
      'an access team with a role',
      {
        roles: [{ name: 'R', privileges: {} }],
        teams: [{ name: 'T', kind: 'access', roles: ['R'] }],
      },
      ['teams[0].roles[0]'],
    ],
    ['an unknown member', { teams: [{ name: 'T', members: ['X'] }] }, ['teams[0].members[0]']],
    ['an unknown unit of a user', { users: [{ name: 'U', unit: 'X' }] }, ['users[0].unit']],
    [
      'a profile of what is not secured',
      {
        metadata: { entities: [account] },
        columnProfiles: [{ name: 'P', columns: [{ entity: 'account', attribute: 'name', read: true }] }],
      },
      ['columnProfiles[0].columns[0]'],
    ],
    [
      'wrong metadata',
      {
        metadata: { entities: [{ ...account, primaryName: 'ghost' }] },
      },
      ['metadata.entities[0].primaryName'],
    ],
    [
      'everything at once',
      {
        metadata: { entities: [{ ...account, attributes: [] }] },
        businessUnits: [{ name: 'A', parent: 'X' }],
        users: [{ name: 'U', unit: 'Y', roles: ['Z'] }],
      },
      ['metadata.entities[0].attributes', 'businessUnits[0].parent', 'users[0].unit', 'users[0].roles[0]'],
    ],
  ])('places %s', async (_, solution, expected) => {
    await expect(paths(solution)).resolves.toEqual(expected);
  });

  it('leaves what the file does not name, and publishes the next version for what it adds', async () => {
    const organization = await configured(small);
    await configured({ metadata: { entities: [{ ...account, name: 'visit' }] } }, organization);
    const { version, entities } = organization.metadata?.metadata ?? {};
    expect([version, entities?.map(({ name }) => name).sort()]).toEqual([2, ['account', 'visit']]);
    expect(organization.directory.directory.columnProfiles.size).toBe(1);
  });

  it('refuses another type for an attribute that is published', async () => {
    const organization = await configured(small);
    const retyped = {
      ...account,
      attributes: [
        { name: 'name', type: 'string' },
        { name: 'limit', type: 'string' },
      ],
    };
    const outcome = await applied({ metadata: { entities: [retyped] } }, Promise.resolve(organization));
    expect(outcome.ok ? [] : outcome.problems.map(({ path }) => path)).toEqual([
      'metadata.entities[0].attributes[1]',
    ]);
  });
});

it.each([
  ['a small one', small],
  ['the sample', meridianSolution],
])(
  'an export of %s says the same: applied again it changes nothing, elsewhere it makes the same',
  async (_, solution) => {
    const organization = await configured(solution);
    const exported = exportSolution(organization);
    await expect(applied(exported, Promise.resolve(organization))).resolves.toMatchObject({
      ok: true,
      applied: { changes: 0, published: null },
    });
    const copy = await configured(exported);
    expect(exportSolution(copy)).toEqual(exported);
  },
);
