import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenRelay, openRelay, readConfiguration } from '../server/index.ts';

const metadata = {
  entities: [
    { name: 'account', primaryName: 'name', attributes: [{ name: 'name', type: 'string', required: true }] },
  ],
};

let data: string;
let open: OpenRelay;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rejoin-api-'));
  const configuration = readConfiguration({
    flags: { data: join(data, 'relay') },
    file: { maxBodyBytes: 65_536 },
  });
  open = await openRelay(configuration, { ifMissing: 'create', report: () => {} });
});
afterEach(async () => {
  await open.stop();
  await rm(data, { recursive: true });
});

async function ask(method: string, path: string, body?: unknown, key = open.folder.operatorKey) {
  const response = await open.fetch(
    new Request(`http://relay${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const anOrganization = () => ask('POST', '/api/organizations', { id: 'harbour', rootUnit: 'Harbour' });

describe('the interface for operators', () => {
  it('creates an organization, and refuses to create it twice', async () => {
    const created = await anOrganization();
    const again = await anOrganization();
    expect(created).toMatchObject({ status: 200, body: { id: 'harbour', ready: true, units: 1, users: 0 } });
    expect(again).toMatchObject({ status: 409, body: { code: 'already-exists' } });
  });

  it('keeps users, teams, units and roles, named by name or id', async () => {
    await anOrganization();
    const base = '/api/organizations/harbour';
    await ask('POST', `${base}/units`, { name: 'North' });
    const user = await ask('POST', `${base}/users`, { name: 'Ada', unit: 'North' });
    await ask('POST', `${base}/teams`, { name: 'Sales' });
    await ask('PUT', `${base}/teams/Sales/members/Ada`);
    await ask('PUT', `${base}/roles`, { name: 'Seller', privileges: { account: { read: 'organization' } } });
    await ask('POST', `${base}/roles/Seller/grant`, { user: 'Ada' });
    await ask('PUT', `${base}/column-profiles`, {
      name: 'Credit',
      users: ['Ada'],
      columns: [{ entity: 'account', attribute: 'creditlimit', read: true }],
    });

    const users = await ask('GET', `${base}/users`);
    const teams = await ask('GET', `${base}/teams`);
    const profiles = await ask('GET', `${base}/column-profiles`);
    expect(users.body.users).toMatchObject([{ id: user.body.id, name: 'Ada', roles: [expect.any(String)] }]);
    expect(teams.body.teams).toContainEqual(
      expect.objectContaining({ name: 'Sales', members: [user.body.id] }),
    );
    expect(profiles.body.columnProfiles).toMatchObject([{ name: 'Credit', users: [user.body.id] }]);

    await ask('PATCH', `${base}/users/Ada`, { disabled: true });
    await ask('POST', `${base}/roles/Seller/revoke`, { user: String(user.body.id) });
    const after = await ask('GET', `${base}/users`);
    expect(after.body.users).toMatchObject([{ disabled: true, roles: [] }]);
  });

  it('refuses to guess which of two people of one name is meant', async () => {
    await anOrganization();
    await ask('POST', '/api/organizations/harbour/users', { name: 'Ada' });
    await ask('POST', '/api/organizations/harbour/users', { name: 'Ada' });
    const answer = await ask('PATCH', '/api/organizations/harbour/users/Ada', { disabled: true });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-argument' } });
  });

  it('publishes metadata version after version, and names what is wrong with it', async () => {
    await anOrganization();
    const path = '/api/organizations/harbour/metadata';
    const first = await ask('PUT', path, metadata);
    const second = await ask('PUT', path, metadata);
    const same = await ask('PUT', path, { ...metadata, version: 2 });
    const broken = await ask('PUT', path, { ...metadata, entities: [{ name: 'Wrong' }] });
    expect([first.body.version, second.body.version]).toEqual([1, 2]);
    expect(same).toMatchObject({ status: 422, body: { code: 'invalid-metadata' } });
    expect(broken.body).toMatchObject({
      code: 'invalid-metadata',
      reason: expect.stringContaining('entities[0]'),
    });
    expect((await ask('GET', path)).body.version).toBe(2);
  });

  it('gives a token that the relay takes', async () => {
    await anOrganization();
    await ask('POST', '/api/organizations/harbour/users', { name: 'Ada' });
    const { body } = await ask('POST', '/api/organizations/harbour/tokens', { user: 'Ada', hours: 1 });
    expect(await open.relay.verifyToken(String(body.token))).toMatchObject({
      userId: body.user,
      organization: 'harbour',
    });
  });

  it('tells what was done, newest first and page by page', async () => {
    await anOrganization();
    await ask('POST', '/api/organizations/harbour/users', { name: 'Ada' });
    await ask('POST', '/api/organizations/harbour/users', { name: 'Bo' });
    const first = await ask('GET', '/api/organizations/harbour/audit?limit=1');
    const rest = await ask('GET', `/api/organizations/harbour/audit?before=${first.body.next}`);
    expect(first.body.entries).toMatchObject([{ kind: 'directory', what: { user: { name: 'Bo' } } }]);
    expect((rest.body.entries as { sequence: number }[]).map(({ sequence }) => sequence)).toEqual([
      2,
      1,
      undefined,
    ]);
  });

  it.each([
    ['a wrong key', 'GET', '/api/organizations', undefined, 'wrong', 401, 'not-authorized'],
    ['no key', 'GET', '/api/organizations', undefined, '', 401, 'not-authorized'],
    ['an unknown path', 'GET', '/api/nothing', undefined, undefined, 404, 'not-found'],
    [
      'an unknown organization',
      'GET',
      '/api/organizations/none/users',
      undefined,
      undefined,
      404,
      'not-found',
    ],
    ['a body that is no JSON', 'POST', '/api/organizations', '{', undefined, 400, 'invalid-argument'],
    ['an unknown field', 'POST', '/api/organizations', { id: 'a', b: 1 }, undefined, 400, 'invalid-argument'],
    ['an unfit name', 'POST', '/api/organizations', { id: 'A/B' }, undefined, 400, 'invalid-argument'],
    ['too large a body', 'POST', '/api/organizations', 'x'.repeat(70_000), undefined, 413, 'too-large'],
  ] as const)('refuses %s', async (_, method, path, body, key, status, code) => {
    expect(await ask(method, path, body, key)).toMatchObject({ status, body: { code } });
  });

  it('does half of nothing when the directory would become inconsistent', async () => {
    await anOrganization();
    const before = await ask('GET', '/api/organizations/harbour');
    const answer = await ask('POST', '/api/organizations/harbour/units', {
      name: 'North',
      parent: 'Nowhere',
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await ask('GET', '/api/organizations/harbour')).body).toEqual(before.body);
  });

  it('describes every path under /api in its OpenAPI document, open to all', async () => {
    const { status, body } = await ask('GET', '/api/openapi.json', undefined, '');
    const paths = Object.keys(body.paths as object);
    expect(status).toBe(200);
    expect(paths).toContain('/api/organizations/{organization}/users');
    expect(paths).toContain('/readyz');
  });

  it('is ready until it stops', async () => {
    expect(await ask('GET', '/readyz', undefined, '')).toMatchObject({
      status: 200,
      body: { status: 'ready' },
    });
    expect(await ask('GET', '/healthz', undefined, '')).toMatchObject({ status: 200 });
  });
});
