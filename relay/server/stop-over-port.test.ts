/** The same over a real port and a real disk: a relay that is stopped in the middle of its work. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { asId, type OrganizationId } from '../../engine/model/index.ts';
import { SUBPROTOCOL } from '../../engine/protocol/index.ts';
import { idOf, OrganizationBuilder, ROOT_UNIT, user } from '../../test/world/organization-builder.ts';
import { RawAuthor } from '../../test/world/raw-author.ts';
import { aDeviceId, RawClient } from '../../test/world/raw-client.ts';
import { VirtualTime, virtualSeams } from '../../test/world/virtual-time.ts';
import { readConfiguration } from './config.ts';
import { type OpenRelay, openRelay } from './open-relay.ts';

const CHANGES = 60;
const harbour = asId<OrganizationId>('harbour');
let data: string;
let open: OpenRelay;
let url: string;

async function start(): Promise<void> {
  const configuration = readConfiguration({ file: { data: join(data, 'relay'), port: 0 } });
  open = await openRelay(configuration, { ifMissing: 'create', report: () => {} });
  url = (await open.listen()).url;
}

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rejoin-stop-'));
  await start();
  const rootUnit = { id: ROOT_UNIT, name: 'Root' };
  await open.relay.createOrganization(harbour, { incarnation: idOf('incarnation'), rootUnit });
  const { changes, metadata } = new OrganizationBuilder('harbour').withUser('vera');
  await open.relay.organization(harbour)?.configure({ changes, metadata }, null);
});
afterEach(async () => {
  await open.stop();
  await rm(data, { recursive: true });
});

async function aDevice(): Promise<RawClient> {
  const request = { userId: user('vera'), organization: harbour, lifetimeMs: 3_600_000 };
  const { token } = await open.signToken(request);
  return new RawClient({
    // By the clock of the relay's machine.
    author: new RawAuthor(virtualSeams(new VirtualTime(Date.now()), 1)),
    ...{ organization: harbour, deviceId: aDeviceId(1), token },
    accept(socket) {
      const webSocket = new WebSocket(`${url.replace('http', 'ws')}/sync`, SUBPROTOCOL);
      const isOpen = new Promise((resolve) => webSocket.once('open', resolve));
      socket.onMessage = (frame) => void isOpen.then(() => webSocket.send(frame));
      webSocket.on('message', (frame: Buffer) => socket.send(new Uint8Array(frame)));
      webSocket.on('close', (code, reason) => socket.close(code, reason.toString()));
    },
    settle: async () => undefined,
  });
}

it.each([0, 1, CHANGES / 2])(
  '[P2] [P3] stopped when %i of its changes are answered, a device sends the others again, and each counts once',
  async (count) => {
    const vera = await aDevice();
    await vera.connect();
    await expect.poll(() => vera.of('page').length).toBeGreaterThan(0);
    const operations = Array.from({ length: CHANGES }, (_, n) =>
      vera.author.create('account', { name: `${n}` }),
    );
    const sent = operations.map((operation) => vera.author.push([operation]));
    for (const message of sent.slice(0, count)) vera.send(message);
    await expect.poll(() => vera.of('accepted').length).toBe(count);
    for (const message of sent.slice(count)) vera.send(message);

    await open.stop();
    await expect.poll(() => vera.closed).toEqual({ code: 4000, reason: 'unavailable' });
    expect(vera.messages.at(-1)).toMatchObject({ type: 'fault', code: 'unavailable' });
    const answered = vera.of('accepted').map(({ number }) => number);
    expect(answered).toEqual(sent.slice(0, answered.length).map(({ number }) => number));

    await start();
    vera.clear();
    await vera.connect({ lastVerdict: answered.length });
    await expect.poll(() => vera.of('welcome').length).toBe(1);
    for (const message of sent.slice(answered.length)) vera.send(message);
    const unanswered = sent.slice(answered.length).map(({ number }) => number);
    await expect
      .poll(() => [...new Set(vera.of('accepted').map(({ number }) => number))])
      .toEqual(unanswered);
    const numbers: number[] = [];
    for await (const { entry } of open.relay.organization(harbour)?.store.audit({ limit: 10_000 }) ?? [])
      if (entry.kind === 'accepted') numbers.unshift(entry.author.number);
    expect(numbers).toEqual(sent.map(({ number }) => number));
    const names = () => operations.map(({ id }) => vera.held.get(id)?.values.name);
    await expect.poll(names).toEqual(operations.map((_, n) => `${n}`));
  },
);
