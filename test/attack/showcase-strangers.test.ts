/** Pages of others, and other names for this machine, get nothing of what `npm start` serves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRelay, readConfiguration } from '../../relay/server/index.ts';
import { type Answer, type Ask, type RunningSample, SampleFolder } from '../world/running-sample.ts';

let folder: SampleFolder;
let sample: RunningSample;
let user: string;
let sequence: number;
beforeAll(async () => {
  folder = await SampleFolder.make({ 'index.html': '<built>' });
  sample = await folder.start();
  const setup = JSON.parse((await sample.ask('/showcase/setup')).text);
  user = setup.start.right;
  sequence = setup.sequence;
});
afterAll(async () => {
  const setup = JSON.parse((await sample.ask('/showcase/setup')).text);
  await sample.stop();
  await folder.remove();
  // Whatever was tried, nothing was changed.
  expect(setup.sequence).toBe(sequence);
});

const json = { 'content-type': 'application/json' };
const writes = (): readonly [path: string, body: string][] => [
  ['/showcase/token', JSON.stringify({ user })],
  ['/showcase/grant', JSON.stringify({ right: 'edit-credit-limit', user, granted: true })],
];
const reads = ['/showcase/setup', '/showcase/feed'];

/** The same request at every endpoint. */
async function everywhere(headers: Readonly<Record<string, string>>): Promise<readonly Answer[]> {
  const asked: [string, Ask][] = [
    ...reads.map((path): [string, Ask] => [path, { headers }]),
    ...writes().map(([path, body]): [string, Ask] => [
      path,
      { method: 'POST', headers: { ...json, ...headers }, body },
    ]),
  ];
  return Promise.all(asked.map(([path, ask]) => sample.ask(path, ask)));
}

function expectNothing(answers: readonly Answer[], status = 401): void {
  for (const answer of answers) {
    expect(answer.status).toBe(status);
    expect(Object.keys(JSON.parse(answer.text)).sort()).toEqual(['code', 'reason']);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
}

describe('a name that an attacker lets lead to this machine', () => {
  it.each([
    ['attacker.example'],
    ['attacker.example:8787'],
    ['127.0.0.1.attacker.example'],
    ['localhost.attacker.example:8787'],
    ['attacker.localhost'],
    ['192.168.0.7:8787'],
    ['0.0.0.0:8787'],
    ['[::2]:8787'],
  ])('gets neither pages nor answers (%s)', async (host) => {
    // The page of that name is of the same origin as what it asks.
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    expectNothing(await everywhere(headers));
    const page = await sample.ask('/', { headers });
    expect(page.status).toBe(401);
    expect(page.text).not.toContain('<built>');
  });
});

describe('a page of somebody else', () => {
  it.each([
    ['of the web', 'https://attacker.example', 'cross-site'],
    ['without an origin', 'null', 'cross-site'],
    ['of another program on this machine', 'http://127.0.0.1:1', 'same-site'],
    ['of this machine under its other name', 'http://localhost:1', 'cross-site'],
  ])('%s reads and writes nothing', async (_, origin, site) => {
    expectNothing(await everywhere({ origin, 'sec-fetch-site': site }));
    expectNothing(await everywhere({ origin }));
  });

  it('reads nothing by an element that sends no origin', async () => {
    for (const site of ['cross-site', 'same-site'])
      for (const path of reads)
        expectNothing([await sample.ask(path, { headers: { 'sec-fetch-site': site } })]);
  });

  it('is told by its browser that nothing here is for it to embed', async () => {
    for (const path of ['/', '/showcase/setup']) {
      const { headers } = await sample.ask(path);
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });

  it('is granted nothing by a question before its request', async () => {
    for (const [path] of writes()) {
      const { status, headers } = await sample.ask(path, {
        method: 'OPTIONS',
        headers: { origin: 'https://attacker.example', 'access-control-request-method': 'POST' },
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('what writes', () => {
  it('has an origin', async () => {
    for (const [path, body] of writes())
      expectNothing([await sample.ask(path, { method: 'POST', headers: json, body })]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'is no form (%s)',
    async (type) => {
      for (const [path, body] of writes()) {
        const headers = { origin: sample.url, 'content-type': type };
        expectNothing([await sample.ask(path, { method: 'POST', headers, body })], 400);
      }
    },
  );

  it.each([
    ['too long', `{"user":"${'x'.repeat(5_000)}"}`, 413],
    ['no JSON', '{', 400],
    ['no object', '[]', 400],
    ['empty', '', 400],
  ])('is refused where it is %s', async (_, body, status) => {
    for (const [path] of writes()) {
      const headers = { ...json, origin: sample.url };
      expectNothing([await sample.ask(path, { method: 'POST', headers, body })], status);
    }
  });
});

it('is not there at all where a relay is run for others', async () => {
  const other = await SampleFolder.make();
  const file = { data: other.data, port: 0, logLevel: 'silent' };
  const opened = await openRelay(readConfiguration({ file }), { ifMissing: 'create', report: () => {} });
  const { url } = await opened.listen();
  for (const path of ['/', '/tablet', ...reads, '/showcase/token', '/showcase/grant']) {
    const origin = { origin: url, ...json };
    expect((await fetch(`${url}${path}`)).status, path).toBe(404);
    expect((await fetch(`${url}${path}`, { method: 'POST', headers: origin, body: '{}' })).status).toBe(404);
  }
  await opened.stop();
  await other.remove();
});
