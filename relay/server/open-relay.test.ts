import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readConfiguration } from './config.ts';
import { readRunning } from './data-folder.ts';
import type { RelayEvent } from './log.ts';
import { type OpenRelay, openRelay } from './open-relay.ts';

let root: string;
const opened: OpenRelay[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rejoin-relay-'));
});
afterEach(async () => {
  for (const relay of opened.splice(0)) await relay.stop();
  await rm(root, { recursive: true });
});

interface Settings {
  readonly data?: string;
  readonly port?: number;
  readonly maxWaitingConnections?: number;
  readonly maxFrameBytes?: number;
  readonly maxChangeBytes?: number;
  readonly maxOperations?: number;
  readonly helloTimeoutMs?: number;
  readonly origins?: readonly string[];
}

/** Messages of no more than 2 KiB. */
const small = { maxFrameBytes: 2_048, maxChangeBytes: 1_024, maxOperations: 2 };

async function aRelay(settings: Settings = {}, events: RelayEvent[] = []): Promise<OpenRelay> {
  const file = { data: join(root, 'relay'), port: 0, stopTimeoutMs: 200, ...settings };
  const report = (event: RelayEvent) => void events.push(event);
  const relay = await openRelay(readConfiguration({ file }), { ifMissing: 'create', report });
  opened.push(relay);
  return relay;
}

/** How a connection ended: the status of a refused upgrade, or the code of its close. */
function ended(
  url: string,
  options: { protocol?: string; origin?: string; send?: Uint8Array | string } = {},
) {
  const { protocol = 'rejoin.1', origin, send } = options;
  const socket = new WebSocket(url, protocol, origin === undefined ? {} : { origin });
  return new Promise<number>((resolve) => {
    socket.on('open', () => (send === undefined ? undefined : socket.send(send)));
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => resolve(code));
  });
}

const syncUrl = (url: string, path = '/sync') => url.replace('http', 'ws') + path;

describe('a relay over a data folder', () => {
  it('makes its keys readable for their owner alone, and keeps them', async () => {
    const first = await aRelay();
    await opened.pop()?.stop();
    const second = await aRelay();
    const { mode } = await stat(join(root, 'relay', 'operator-key'));
    expect(mode & 0o777).toBe(0o600);
    expect(second.folder.operatorKey).toBe(first.folder.operatorKey);
    expect(second.folder.operatorKey.length).toBeGreaterThan(40);
  });

  it('says in the folder where it listens, for as long as it does', async () => {
    const relay = await aRelay();
    const { url, port } = await relay.listen();
    expect(await readRunning(relay.folder.path)).toMatchObject({ url, port, pid: process.pid });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await opened.pop()?.stop();
    expect(await readRunning(relay.folder.path)).toBeUndefined();
    await expect(fetch(`${url}/readyz`)).rejects.toThrow();
  });

  it('refuses a folder that another has open, and disturbs nothing', async () => {
    const first = await aRelay();
    await expect(aRelay()).rejects.toMatchObject({ code: 'data-folder-locked' });
    expect(first.relay.isReady).toBe(true);
  });

  it('leaves a folder of a newer version as it is', async () => {
    await mkdir(join(root, 'relay'));
    await writeFile(join(root, 'relay', 'format.json'), '{"format":99}');
    await expect(aRelay()).rejects.toMatchObject({ code: 'data-folder-newer' });
    await expect(stat(join(root, 'relay', 'operator-key'))).rejects.toThrow();
    expect(await readFile(join(root, 'relay', 'format.json'), 'utf8')).toBe('{"format":99}');
  });

  it('refuses a path that can be no folder', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(aRelay({ data: join(root, 'file', 'relay') })).rejects.toMatchObject({
      code: 'data-folder-read-only',
    });
  });

  it('names the port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const relay = await aRelay({ port });
    await expect(relay.listen()).rejects.toMatchObject({
      code: 'address-in-use',
      message: expect.stringContaining(String(port)),
    });
    other.close();
  });
});

describe('the port of a relay', () => {
  it.each([
    ['another path', { path: '/elsewhere' }, 404],
    ['no subprotocol of ours', { protocol: 'other' }, 400],
    ['a page of an origin that is not listed', { origin: 'https://evil.example' }, 403],
  ])(
    'refuses %s before a session begins',
    async (_, { path, ...options }: { path?: string; protocol?: string; origin?: string }, status) => {
      const { url } = await (await aRelay()).listen();
      expect(await ended(syncUrl(url, path), options)).toBe(status);
    },
  );

  it.each([['https://app.example'], ['own']])('takes a page of %s', async (origin) => {
    const { url } = await (await aRelay({ origins: ['https://app.example'], helloTimeoutMs: 50 })).listen();
    expect(await ended(syncUrl(url), { origin: origin === 'own' ? url : origin })).toBe(4000);
  });

  it('closes a connection that sends text, too much, or nothing in time', async () => {
    const { url } = await (await aRelay({ ...small, helloTimeoutMs: 200 })).listen();
    expect(await ended(syncUrl(url), { send: 'hello' })).toBe(1003);
    expect(await ended(syncUrl(url), { send: new Uint8Array(4_096) })).toBe(1009);
    expect(await ended(syncUrl(url), { send: new Uint8Array([255, 1]) })).toBe(4000);
    expect(await ended(syncUrl(url))).toBe(4000);
  });

  it('bounds the connections that have not said hello', async () => {
    const relay = await aRelay({ maxWaitingConnections: 2, helloTimeoutMs: 400 });
    const { url } = await relay.listen();
    const waiting = [ended(syncUrl(url)), ended(syncUrl(url))];
    await expect.poll(() => relay.relay.connections).toBe(2);
    expect(await ended(syncUrl(url))).toBe(503);
    expect(await Promise.all(waiting)).toEqual([4000, 4000]);
    await expect.poll(() => relay.relay.connections).toBe(0);
  });

  it('ends sessions when it stops, and never logs a query', async () => {
    const events: RelayEvent[] = [];
    const relay = await aRelay({}, events);
    const { url } = await relay.listen();
    await fetch(`${url}/healthz?token=secret`);
    const session = ended(syncUrl(url, '/sync?token=secret'));
    await expect.poll(() => relay.relay.connections).toBe(1);
    await opened.pop()?.stop();
    expect(await session).toBe(4000);
    expect(events.map(({ event }) => event)).toEqual([
      'listening',
      'request',
      'stopping',
      'closed',
      'stopped',
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});
