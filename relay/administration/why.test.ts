/** Why, and who did what: answers in words. */
import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../engine/model/index.ts';
import { configured, imported, rowsBy, userNamed } from '../../test/world/administered-organization.ts';
import { type Action, audit, type SolutionInput, why } from './index.ts';

const solution: SolutionInput = {
  metadata: {
    entities: [
      {
        name: 'account',
        primaryName: 'name',
        attributes: [
          { name: 'name', type: 'string' },
          { name: 'limit', type: 'money', secured: true },
        ],
      },
    ],
  },
  businessUnits: [{ name: 'North' }, { name: 'South' }],
  roles: [
    { name: 'Reader', privileges: { account: { read: 'organization' } } },
    {
      name: 'Worker',
      privileges: { account: { read: 'business-unit', write: 'business-unit', delete: 'user' } },
    },
  ],
  users: [
    { name: 'Ada', unit: 'North', roles: ['Worker'] },
    { name: 'Bo', unit: 'South', roles: ['Reader', 'Worker'] },
    { name: 'Cy', unit: 'South' },
    { name: 'Old', disabled: true },
  ],
  columnProfiles: [
    {
      name: 'Limits',
      users: ['Ada'],
      columns: [{ entity: 'account', attribute: 'limit', read: true, update: true }],
    },
  ],
};
const mapping = {
  tables: [
    {
      ...{ entity: 'account', file: 'a.csv', key: 'id', owner: { user: 'Ada' } },
      attributes: { name: 'name', limit: 'limit' },
    },
  ],
};

async function aWorld() {
  const organization = await configured(solution);
  await imported(organization, mapping, { 'a.csv': 'id,name,limit\n1,A,5\n' });
  const id = (await rowsBy(organization, 'account', 'name')).get('A')?.id;
  if (id === undefined) throw new Error('not imported');
  const ask = (user: string, action: Action, record: RecordId = id) =>
    why(organization, { user: userNamed(organization, user), entity: 'account', id: record, action });
  return { organization, id, ask };
}

describe('why', () => {
  it.each<[string, Action, string]>([
    ['Ada', { privilege: 'read' }, 'Ada may read this record.'],
    ['Bo', { privilege: 'read' }, 'Bo may read this record.'],
    [
      'Bo',
      { privilege: 'write' },
      'Bo may not write this record: The privilege write does not reach this record.',
    ],
    [
      'Cy',
      { privilege: 'read' },
      'Cy may not read this record: No role gives the privilege read on this kind of record.',
    ],
    ['Old', { privilege: 'read' }, 'Old may not read this record: the account is disabled.'],
    ['Ada', { operation: 'update', attributes: ['limit'] }, 'Ada may update limit of this record.'],
    ['Ada', { operation: 'delete' }, 'Ada may delete this record.'],
    ['Cy', { operation: 'delete' }, 'Cy may not delete this record: The record does not exist.'],
  ])('%s %j: %s', async (user, action, verdict) => {
    const { ask } = await aWorld();
    expect(ask(user, action)).toMatchObject({ verdict });
  });

  it('says which role at which level from which unit, whose the record is, and which columns are open', async () => {
    const { ask } = await aWorld();
    expect(ask('Bo', { operation: 'update', attributes: ['name', 'limit'] })).toEqual({
      allowed: false,
      code: 'access-missing',
      verdict:
        'Bo may not update name, limit of this record: The privilege write does not reach this record.',
      steps: [
        'The record belongs to user Ada in unit North.',
        'The record may be read.',
        'write on account is given by role "Worker" at level business-unit from unit South; none of it reaches the record.',
        'Secured column limit: no right.',
      ],
    });
  });

  it('refuses a question about nobody or nothing', async () => {
    const { ask } = await aWorld();
    expect(
      ask('Ada', { privilege: 'read' }, '0199c0de-0000-7000-8000-00000000dead' as RecordId),
    ).toMatchObject({
      code: 'not-found',
    });
  });
});

describe('the audit', () => {
  it('says who changed what from what to what, of a changed row only what changed', async () => {
    const { organization, id } = await aWorld();
    await imported(organization, mapping, { 'a.csv': 'id,name,limit\n1,A,7\n' }, 'Bo');

    const words = [];
    for await (const item of audit(organization, { record: { entity: 'account', id }, limit: 10 }))
      words.push(item);

    expect(words.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^Bo, by an import of the relay \(change 2\), made version \d+\.$/),
      expect.stringMatching(/^Ada, by an import of the relay \(change 1\), made version \d+\.$/),
    ]);
    expect(words.map(({ details }) => details)).toEqual([
      [`account ${id}: limit "5" → "7"`],
      [`account ${id}: created`, `account ${id}: name nothing → "A"`, `account ${id}: limit nothing → "5"`],
    ]);
  });

  it('masks what is not to be shown', async () => {
    const { organization, id } = await aWorld();
    const isShown = (_: string, attribute: string) => attribute !== 'limit';
    for await (const { details } of audit(organization, {
      record: { entity: 'account', id },
      limit: 10,
      isShown,
    })) {
      expect(details).toContain(`account ${id}: limit (secured) → (secured)`);
      expect(details.join()).not.toContain('"5"');
    }
  });

  it('says changes of the directory with names', async () => {
    const { organization } = await aWorld();
    const words: string[] = [];
    for await (const { what } of audit(organization, { limit: 100 })) words.push(what);
    expect(words).toEqual(
      expect.arrayContaining([
        'The operator: user Ada in North.',
        'The operator: role Worker given to Ada.',
        'The operator: business unit North below Head office.',
        'The operator published metadata version 1.',
      ]),
    );
  });
});
