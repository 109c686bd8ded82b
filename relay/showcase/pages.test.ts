/** The built pages as a browser gets them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSample, SampleFolder } from '../../test/world/running-sample.ts';

const pages = {
  'index.html': '<title>both</title>',
  'tablet.html': '<title>one</title>',
  'assets/index-4f2a91c0.js': 'export {};',
  'assets/index-4f2a91c0.css': 'a {}',
  'service-worker.js': 'self;',
  'manifest.webmanifest': '{}',
  'icon.svg': '<svg/>',
  '.built-from': 'secret',
  'assets/.hidden.js': 'secret',
  'notes.txt': 'secret',
};
let folder: SampleFolder;
let sample: RunningSample;
beforeAll(async () => {
  folder = await SampleFolder.make(pages);
  sample = await folder.start();
});
afterAll(async () => {
  await sample.stop();
  await folder.remove();
});

it.each([
  ['/', 'text/html; charset=utf-8', pages['index.html']],
  ['/?from=mail', 'text/html; charset=utf-8', pages['index.html']],
  ['/tablet?name=left', 'text/html; charset=utf-8', pages['tablet.html']],
  ['/tablet.html', 'text/html; charset=utf-8', pages['tablet.html']],
  ['/service-worker.js', 'text/javascript; charset=utf-8', 'self;'],
  ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', '{}'],
  ['/icon.svg', 'image/svg+xml', '<svg/>'],
])('serves %s as %s, to be asked for each time and kept while it is the same', async (path, type, text) => {
  const answer = await sample.ask(path);

  expect(answer).toMatchObject({ status: 200, text });
  expect(answer.headers).toMatchObject({
    'content-type': type,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  const again = await sample.ask(path, { headers: { 'if-none-match': String(answer.headers.etag) } });
  expect(again).toMatchObject({ status: 304, text: '' });
});

it('lets what has its content in its name be kept for ever', async () => {
  for (const path of ['/assets/index-4f2a91c0.js', '/assets/index-4f2a91c0.css']) {
    const { headers } = await sample.ask(path);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  }
});

it('lets pages run scripts of this address alone, and be framed by it alone', async () => {
  for (const path of ['/', '/tablet', '/service-worker.js']) {
    const policy = String((await sample.ask(path)).headers['content-security-policy']);
    const rules = new Map(policy.split('; ').map((rule) => rule.split(/ (.*)/s, 2) as [string, string]));
    expect(rules.get('default-src')).toBe("'none'");
    for (const name of ['script-src', 'connect-src', 'frame-ancestors', 'worker-src'])
      expect(rules.get(name), name).toBe("'self'");
  }
});

describe('nothing but what was built', () => {
  it.each([
    ['/.built-from'],
    ['/assets/.hidden.js'],
    ['/notes.txt'],
    ['/../relay/operator-key'],
    ['/%2e%2e/relay/operator-key'],
    ['/assets/%2e%2e/%2e%2e/relay/operator-key'],
    ['/assets'],
    ['/index.html/'],
    ['/__proto__'],
    ['/constructor'],
  ])('is there at %s', async (path) => {
    const answer = await sample.ask(path);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('secret');
  });

  it('is written', async () => {
    expect(await sample.ask('/', { method: 'PUT', body: 'x' })).toMatchObject({ status: 405 });
    expect(await sample.ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });
});

it('says what to do where no page is built', async () => {
  const bare = await SampleFolder.make();
  const running = await bare.start();
  expect(await running.ask('/')).toMatchObject({ status: 503, text: expect.stringContaining('npm start') });
  expect((await running.ask('/showcase/setup')).status).toBe(200);
  await running.stop();
  await bare.remove();
});
