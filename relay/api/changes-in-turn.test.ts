/** Requests that run beside each other: each changes what it names, and nothing that another has changed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asId } from '../../engine/model/index.ts';
import { type OpenRelay, openRelay, readConfiguration } from '../server/index.ts';

const base = '/api/organizations/harbour';
const aName = { name: 'name', type: 'string', maxLength: 40 };
let data: string;
let open: OpenRelay;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rejoin-turns-'));
  const configuration = readConfiguration({ flags: { data: join(data, 'relay') } });
  open = await openRelay(configuration, { ifMissing: 'create', report: () => {} });
  await ask('POST', '/api/organizations', { id: 'harbour', rootUnit: 'Harbour' });
});
afterEach(async () => {
  await open.stop();
  await rm(data, { recursive: true });
});

async function ask(method: string, path: string, body?: unknown, type = 'application/json') {
  const headers = { authorization: `Bearer ${open.folder.operatorKey}`, 'content-type': type };
  const request = new Request(`http://relay${path}`, { method, headers, body: JSON.stringify(body) });
  const response = await open.fetch(request);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Makes the organization's commits wait for room until all of the requests have come in. */
async function beside(...requests: readonly (() => ReturnType<typeof ask>)[]) {
  const store = open.relay.organization(asId('harbour'))?.store;
  if (store === undefined) throw new Error('there is no organization');
  let isFull = true;
  let makeRoom = (): void => undefined;
  const room = new Promise<void>((resolve) => {
    makeRoom = resolve;
  });
  Object.defineProperty(store, 'hasRoom', { get: () => !isFull, configurable: true });
  Object.defineProperty(store, 'whenRoom', { value: () => room, configurable: true });
  const running = requests.map((request) => request());
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
  isFull = false;
  makeRoom();
  return Promise.all(running);
}

it('disables a user who is being renamed, and keeps both', async () => {
  await ask('POST', `${base}/users`, { name: 'Ada' });
  await ask('POST', `${base}/units`, { name: 'North' });
  await beside(
    () => ask('PATCH', `${base}/users/Ada`, { disabled: true }),
    () => ask('PATCH', `${base}/users/Ada`, { unit: 'North' }),
  );
  const north = open.relay.organization(asId('harbour'))?.directory.directory.users.values().next().value;
  expect(north).toMatchObject({ name: 'Ada', disabled: true });
});

it('adds a user of one id once', async () => {
  const id = '018f4e2a-0000-4000-8000-0000000000aa';
  const [first, second] = await beside(
    () => ask('POST', `${base}/users`, { id, name: 'Ada' }),
    () => ask('POST', `${base}/users`, { id, name: 'Eve' }),
  );
  expect(first).toMatchObject({ status: 200, body: { name: 'Ada' } });
  expect(second).toMatchObject({ status: 409, body: { code: 'already-exists' } });
});

it('applies a solution to what is there by then', async () => {
  await ask('POST', `${base}/users`, { name: 'Ada' });
  const solution = { users: [{ name: 'Ada', unit: 'Harbour', language: 'de' }] };
  await beside(
    () => ask('PATCH', `${base}/users/Ada`, { disabled: true, timeZone: 'Europe/Berlin' }),
    () => ask('POST', `${base}/solution`, solution, 'text/plain'),
  );
  const { users } = open.relay.organization(asId('harbour'))?.directory.directory ?? {};
  expect([...(users?.values() ?? [])]).toMatchObject([{ name: 'Ada', disabled: true, language: 'de' }]);
});

it('publishes metadata under the version that is the next one by then', async () => {
  const metadata = { entities: [{ name: 'account', primaryName: 'name', attributes: [aName] }] };
  const answers = await beside(
    () => ask('PUT', `${base}/metadata`, metadata),
    () => ask('PUT', `${base}/metadata`, metadata),
  );
  expect(answers.map(({ status, body }) => [status, body.version])).toEqual([
    [200, 1],
    [200, 2],
  ]);
});
