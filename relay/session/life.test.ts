/** How sessions begin and end: time-outs, tokens, revocation, a second connection, frames out of place. */
import { describe, expect, it } from 'vitest';
import { putRole, putUser } from '../../test/world/organization-builder.ts';
import type { RawClient } from '../../test/world/raw-client.ts';
import { anOrganization, type RelayWorld } from '../../test/world/relay-world.ts';

const anOffice = () => anOrganization().withUser('vera').withUser('otto').open();

/** The session ended with a fault of this code, as the last thing that came, and the relay forgot it. */
function expectEnd(client: RawClient, code: string): void {
  expect(client.messages.at(-1)).toMatchObject({ type: 'fault', code });
  expect(client.closed).toEqual({ code: 4000, reason: code });
  client.clear();
}

describe('a connection that says nothing', () => {
  it('is closed when no hello came in time', async () => {
    const world = await anOffice();
    const silent = world.device('vera').dial();
    await world.time.advance(world.limits.helloTimeoutMs - 1);
    expect(silent.closed).toBeUndefined();
    await world.time.advance(1);
    expectEnd(silent, 'relay-unreachable');
  });

  it('is closed when nothing came for too long; a ping is enough', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const { silenceTimeoutMs } = world.limits;
    await world.time.advance(silenceTimeoutMs - 1);
    vera.send({ type: 'ping' });
    expect(vera.messages.at(-1)).toEqual({ type: 'pong' });
    await world.time.advance(silenceTimeoutMs - 1);
    expect(vera.closed).toBeUndefined();
    await world.time.advance(1);
    expectEnd(vera, 'relay-unreachable');
    expect(world.events.at(-1)).toMatchObject({ event: 'closed' });
  });

  it('leaves no timer behind when it ends', async () => {
    const world = await anOffice();
    const before = world.time.waiting;
    const vera = await world.client('vera');
    expect(world.time.waiting).toBeGreaterThan(before);
    vera.hangUp();
    expect(world.time.waiting).toBe(before);
  });
});

describe('a frame that is malformed', () => {
  const frames: readonly [string, Uint8Array][] = [
    ['empty', new Uint8Array(0)],
    ['of an unknown type', Uint8Array.of(60)],
    ['of a relay', Uint8Array.of(77)],
    ['cut', Uint8Array.of(3, 1)],
    ['too long', Uint8Array.of(13, 0)],
  ];
  it.each(frames)(
    '(%s) ends the session before hello and after it, and does nothing else',
    async (_name, frame) => {
      const world = await anOffice();
      const stored = await world.records();
      const before = world.device('vera').dial();
      before.sendFrame(frame);
      expect(before.messages).toHaveLength(1);
      expectEnd(before, 'malformed-frame');
      const after = await world.client('otto');
      after.sendFrame(frame);
      expectEnd(after, 'malformed-frame');
      after.sendFrame(frame);
      expect([after.messages, await world.records()]).toEqual([[], stored]);
    },
  );

  it('[P9] is one above the limit, before a byte of it is read', async () => {
    const world = await anOrganization()
      .withUser('vera')
      .open({ limits: { maxFrameBytes: 1_000 } });
    const vera = await world.client('vera');
    vera.sendFrame(new Uint8Array(1_001));
    expectEnd(vera, 'malformed-frame');
  });

  it('is a push before hello, a second hello, and anything before the welcome', async () => {
    const world = await anOffice();
    const early = world.device('vera').dial();
    early.send({ type: 'ping' });
    expectEnd(early, 'malformed-frame');
    const twice = await world.client('vera');
    twice.send(twice.hello());
    expectEnd(twice, 'malformed-frame');
    const hasty = world.device('vera').dial();
    hasty.send(hasty.hello());
    hasty.send({ type: 'ping' });
    expectEnd(hasty, 'malformed-frame');
    await world.settle();
    expect(hasty.messages).toEqual([]);
  });
});

describe('hello', () => {
  it('is refused in another version, and to who is not known or disabled', async () => {
    const world = await anOrganization().withUser('vera').open();
    const vera = await world.device('vera').connect({ protocol: 2 });
    expectEnd(vera, 'version-unsupported');
    const nobody = await world.device('nobody').connect();
    expectEnd(nobody, 'account-disabled');
    await world.change(putUser('vera', undefined, true));
    await vera.connect();
    expectEnd(vera, 'account-disabled');
    await world.change(putUser('vera'));
    await vera.connect();
    expect(vera.the('welcome').deviceNumber).toBe(4097);
  });

  it('gives a device its number once, for ever', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const otto = await world.client('otto');
    vera.hangUp();
    vera.clear();
    await vera.connect();
    expect([vera.the('welcome').deviceNumber, otto.the('welcome').deviceNumber]).toEqual([4097, 4098]);
  });
});

describe('a token', () => {
  it('ends its session when it ends', async () => {
    const world = await anOffice();
    const vera = world.device('vera');
    await vera.connect({ token: world.token('vera', undefined, 30_000) });
    await world.time.advance(29_999);
    expect(vera.closed).toBeUndefined();
    await world.time.advance(1);
    expectEnd(vera, 'token-expired');
  });

  it('ends it later where it was refreshed', async () => {
    const world = await anOffice();
    const vera = world.device('vera');
    await vera.connect({ token: world.token('vera', undefined, 30_000) });
    await world.time.advance(20_000);
    vera.send({ type: 'refresh', token: world.token('vera', undefined, 40_000) });
    await world.time.advance(39_999);
    expect(vera.closed).toBeUndefined();
    await world.time.advance(1);
    expectEnd(vera, 'token-expired');
  });

  it('is refused in a refresh where it is another user’s, or none', async () => {
    const world = await anOffice();
    for (const token of [world.token('otto'), 'forged']) {
      const vera = await world.client('vera');
      vera.send({ type: 'refresh', token });
      await world.settle();
      expectEnd(vera, 'token-refused');
    }
  });

  it('that ends while it is being checked opens nothing', async () => {
    const world = await anOffice();
    let open = () => {};
    world.tokenGate = new Promise((resolve) => {
      open = resolve;
    });
    const vera = world.device('vera');
    await vera.connect({ token: world.token('vera', undefined, 1_000) });
    await world.time.advance(2_000);
    open();
    await world.settle();
    expect(vera.messages).toMatchObject([{ type: 'fault', code: 'token-expired' }]);
  });
});

describe('what ends a session at once', () => {
  const reasons: readonly [string, (world: RelayWorld, vera: RawClient) => Promise<unknown>, string][] = [
    [
      'the device is revoked',
      (world, vera) => world.organization().revokeDevice(vera.author.device),
      'device-revoked',
    ],
    ['the user is disabled', (world) => world.change(putUser('vera', undefined, true)), 'account-disabled'],
    ['the device connects a second time', (_world, vera) => secondOf(vera), 'session-replaced'],
  ];
  it.each(reasons)('%s', async (_name, act, code) => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const otto = await world.client('otto');
    const first = [...vera.messages];
    await act(world, vera);
    await world.settle();
    expect(first.length).toBeGreaterThan(0);
    expect(vera.of('fault')).toMatchObject([{ code }]);
    expect(otto.closed).toBeUndefined();
  });

  /** The raw client has one socket; the second takes over and the first gets its fault. */
  async function secondOf(vera: RawClient): Promise<void> {
    await vera.connect();
  }

  it('[P8] takes no change of a revoked device, and never lets it in again', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const id = await vera.create('account', { name: 'Harbour' });
    const stored = await world.records();
    const revoking = world.organization().revokeDevice(vera.author.device);
    // In the same turn, before the revocation is durable.
    vera.send(vera.author.push([vera.author.update('account', id, { name: 'late' })]));
    await revoking;
    await world.settle();
    expectEnd(vera, 'device-revoked');
    expect(await world.records()).toBe(stored);
    await vera.connect();
    expectEnd(vera, 'device-revoked');
  });

  it('is not missed by a device that is just being admitted', async () => {
    const world = await anOffice();
    const vera = await world.client('vera');
    const otto = await world.client('otto');
    vera.hangUp();
    vera.clear();
    // While a batch is being written, a hello waits for it, and behind the hello the device is revoked.
    world.disk.stallWrites();
    otto.send(otto.author.push([otto.author.create('account', { name: 'One' })]));
    await world.settle();
    vera.dial();
    vera.send(vera.hello());
    await world.settle();
    const revoked = world.organization().revokeDevice(vera.author.device);
    world.disk.recover();
    await revoked;
    await world.settle();
    expect(vera.messages).toMatchObject([{ type: 'fault', code: 'device-revoked' }]);
  });

  it('is not missed by a user whose rights change while they are being admitted', async () => {
    const world = await anOffice();
    const otto = await world.client('otto');
    const id = await otto.create('account', { name: 'canary' });
    const vera = world.device('vera').dial();
    vera.send(vera.hello());
    await world.change(putRole('everything', {}));
    await world.settle();
    expect(vera.the('metadata').principal.grants).toEqual({});
    expect(vera.held.has(id)).toBe(false);
    expect(Buffer.concat(vera.frames).includes('canary')).toBe(false);
  });
});

describe('limits', () => {
  it('[P9] end the session that has twice as many changes unanswered as it may', async () => {
    const world = await anOrganization()
      .withUser('vera')
      .open({ limits: { maxUnanswered: 3 } });
    const vera = await world.client('vera');
    world.disk.stallWrites();
    for (let count = 0; count < 7; count++) {
      vera.send(vera.author.push([vera.author.create('account', { name: 'One' })]));
    }
    expectEnd(vera, 'malformed-frame');
    world.disk.recover();
    await world.settle();
    // What was judged before stays judged: the device asks when it comes back.
    await vera.connect({ lastVerdict: 0 });
    expect(vera.of('accepted')).toHaveLength(6);
  });

  it('[P9] refuse a change that is too large, by bytes and by operations, and the next one passes', async () => {
    const limits = { maxChangeBytes: 2_000, maxOperations: 3 };
    const world = await anOrganization().withUser('vera').open({ limits });
    const vera = await world.client('vera');
    const big = vera.author.create('account', { name: 'Big' }, { texts: { notes: 'x'.repeat(2_000) } });
    await vera.push([big]);
    await vera.push(Array.from({ length: 4 }, () => vera.author.create('account', { name: 'One' })));
    await vera.push([]);
    await vera.create('account', { name: 'Good' });
    expect(vera.of('rejected')).toMatchObject([
      { code: 'too-large', leftPlaceholder: false },
      { code: 'too-large', leftPlaceholder: false },
      { code: 'malformed-update', leftPlaceholder: false },
    ]);
    expect(vera.the('accepted').number).toBe(4);
    expect(world.row('account', big.id)).toBeUndefined();
  });
});
