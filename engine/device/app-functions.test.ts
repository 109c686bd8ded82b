/** What an app hands in for the way to the relay may fail in any way: the device tries again, and says why. */
import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import type { Connect } from './socket.ts';

const never = new Promise<string>(() => undefined);

/** A token function that fails in that way at first, and then works. */
function failingAtFirst(failure: () => Promise<string>): { readonly token: () => Promise<string> } {
  let asked = 0;
  return { token: () => (asked++ === 0 ? failure() : Promise.resolve('a token')) };
}

describe('a token function', () => {
  it('that throws is asked again', async () => {
    const world = failingAtFirst(() => {
      throw new Error('nobody is signed in');
    });
    const { device, relay, time } = await aDevice(world);
    expect(device.status).toMatchObject({ state: 'signed-out', reason: 'nobody is signed in' });
    await time.advance(1_000);
    expect([device.status.state, relay.connections]).toEqual(['ready', 1]);
  });

  it('that never answers is asked again', async () => {
    const { device, relay, time } = await aDevice(failingAtFirst(() => never));
    await time.advance(29_000);
    expect([device.status.state, relay.connections]).toEqual(['connecting', 0]);
    await time.advance(2_000);
    expect([device.status.state, relay.connections]).toEqual(['ready', 1]);
  });

  it('that answers late does not open a second connection', async () => {
    let answer: (token: string) => void = () => undefined;
    const late = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const { relay, time } = await aDevice(failingAtFirst(() => late));
    await time.advance(31_000);
    answer('a late token');
    await time.advance(1_000);
    expect(relay.connections).toBe(1);
  });

  it('that never answers keeps no timer when the device goes offline', async () => {
    const { device, time } = await aDevice({ token: () => never });
    device.goOffline();
    expect(time.waiting).toBe(0);
  });

  it('that throws or never answers while connected is asked for the next token all the same', async () => {
    let asked = 0;
    const answers = [
      () => Promise.resolve('first'),
      () => {
        throw new Error('nobody is signed in');
      },
      () => never,
      () => Promise.resolve('second'),
    ];
    const token = (): Promise<string> => (answers[asked++] ?? (() => never))();
    const { relay, time } = await aDevice({ token, tokenRefreshMs: 60_000 });
    await time.advance(240_000);
    const sent = relay.received.flatMap((message) => (message.type === 'refresh' ? [message.token] : []));
    expect([sent, relay.connections]).toEqual([['second'], 1]);
  });

  it('that gives what no message carries is asked again', async () => {
    const { device, relay, time } = await aDevice(
      failingAtFirst(() => Promise.resolve('x'.repeat(1_000_000))),
    );
    expect(device.status.state).toBe('offline');
    await time.advance(1_000);
    expect([device.status.state, relay.connections]).toEqual(['ready', 2]);
  });
});

describe('a connect function', () => {
  it('that throws is called again', async () => {
    const world = await aDevice({ sync: 'manual' });
    let calls = 0;
    const connect: Connect = (url) => {
      if (calls++ === 0) throw new Error(`no such address: ${url}`);
      return world.relay.connect(url);
    };
    const device = await world.reopen({ connect, sync: 'live' });
    expect(device.status).toMatchObject({ state: 'offline', reason: 'no such address: ws://relay' });
    await world.time.advance(1_000);
    expect(device.status.state).toBe('ready');
  });

  it('whose socket throws is called again', async () => {
    const world = await aDevice({ sync: 'manual' });
    let calls = 0;
    const connect: Connect = (url) => {
      const socket = world.relay.connect(url);
      if (calls++ > 0) return socket;
      const send = (): void => {
        throw new Error('the socket is broken');
      };
      return Object.assign(socket, { send });
    };
    const device = await world.reopen({ connect, sync: 'live' });
    expect(device.status).toMatchObject({ state: 'offline', reason: 'the socket is broken' });
    await world.time.advance(1_000);
    expect(device.status.state).toBe('ready');
  });
});
