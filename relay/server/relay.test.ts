import { MemoryLevel } from 'memory-level';
import { describe, expect, it } from 'vitest';
import { asId, type BusinessUnitId, type OrganizationId } from '../../engine/model/index.ts';
import type { Socket } from '../session/index.ts';
import { LevelStore } from '../store/index.ts';
import { readConfiguration } from './config.ts';
import type { RelayEvent } from './log.ts';
import { Relay } from './relay.ts';

const incarnation = '0199c0de-0000-7000-8000-000000000002';
const rootUnit = { id: asId<BusinessUnitId>('0199c0de-0000-7000-8000-000000000001'), name: 'Head office' };
const [harbour, hill] = [asId<OrganizationId>('harbour'), asId<OrganizationId>('hill')];

/** A relay in memory whose disk can be broken, and whose timers run when they are told to. */
async function aRelay(settings: object = {}) {
  const database = new MemoryLevel<string, Uint8Array>({ keyEncoding: 'utf8', valueEncoding: 'view' });
  const disk = { isBroken: false, opened: 0 };
  const put = database.put.bind(database);
  Reflect.set(database, 'put', (...parameters: Parameters<typeof put>) =>
    disk.isBroken ? Promise.reject(new Error('no space left')) : put(...parameters),
  );
  const levels = await LevelStore.open(database);
  const open = database.open.bind(database);
  Reflect.set(database, 'open', () => {
    disk.opened += 1;
    return open();
  });
  const events: RelayEvent[] = [];
  let timers: (() => void)[] = [];
  const relay = await Relay.open(
    {
      seams: {
        now: () => Date.UTC(2026, 0, 1),
        random: () => 0.5,
        randomBytes: (length) => new Uint8Array(length),
        setTimer: (_, run) => {
          timers.push(run);
          return () => {
            timers = timers.filter((one) => one !== run);
          };
        },
      },
      limits: readConfiguration({ file: settings }),
      openStore: (id) => levels.organization(id),
      createStore: (id, first) => levels.create(id, first),
      verifyToken: async () => ({ code: 'token-refused', reason: 'No token is taken here.' }),
      report: (event) => void events.push(event),
    },
    await levels.organizations(),
  );
  const runTimers = () => {
    for (const run of timers.splice(0)) run();
  };
  return { relay, disk, events, runTimers };
}

describe('a relay', () => {
  it('creates an organization once, also when asked twice at a time', async () => {
    const { relay } = await aRelay();
    const both = await Promise.all([
      relay.createOrganization(harbour, { incarnation, rootUnit }),
      relay.createOrganization(harbour, { incarnation, rootUnit }),
    ]);
    expect(both[0]).not.toHaveProperty('code');
    expect(both[1]).toMatchObject({ code: 'already-exists' });
    expect(relay.organizations).toEqual([harbour]);
  });

  it('is not ready while a store failed, and is again when the disk is', async () => {
    const { relay, disk, events, runTimers } = await aRelay();
    for (const id of [harbour, hill]) await relay.createOrganization(id, { incarnation, rootUnit });
    const unit = {
      id: asId<BusinessUnitId>('0199c0de-0000-7000-8000-000000000003'),
      name: 'North',
      parent: rootUnit.id,
    };
    const change = { kind: 'put-unit', unit } as const;

    disk.isBroken = true;
    const attempts = [harbour, hill].map((id) => relay.organization(id)?.changeDirectory(change, null));
    expect((await Promise.allSettled(attempts)).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(relay.isReady).toBe(false);
    expect(relay.unready).toEqual([harbour, hill]);

    disk.isBroken = false;
    runTimers();
    await expect.poll(() => relay.isReady).toBe(true);
    expect(disk.opened).toBe(1);
    expect(typeof (await relay.organization(hill)?.changeDirectory(change, null))).toBe('number');
    expect(events.map(({ event }) => event)).toEqual([
      ...['organization-created', 'organization-created', 'storage-failed', 'storage-failed'],
      ...['storage-open', 'storage-open'],
    ]);
    // Kinds and codes alone: a message may hold a value.
    expect(events[2]).toMatchObject({ reason: 'RejoinError storage-failed by Error' });
  });

  it('takes nothing any more once it stops', async () => {
    const { relay } = await aRelay();
    await relay.createOrganization(harbour, { incarnation, rootUnit });
    await relay.stop();
    expect(relay.isReady).toBe(false);
    expect(relay.hasRoom()).toBe(false);
    expect(await relay.createOrganization(hill, { incarnation, rootUnit })).toMatchObject({
      code: 'unavailable',
    });
  });
});

/** A connection of somebody who says nothing unless a test does. */
function aSocket(): Socket & { readonly closes: number[] } {
  const closes: number[] = [];
  return {
    closes,
    send: () => undefined,
    close: (code) => void closes.push(code),
    bufferedAmount: 0,
    onMessage: undefined,
    onClose: undefined,
  };
}

describe('the places of a relay', () => {
  it.each(['maxConnections', 'maxWaitingConnections', 'maxWaitingPerNetwork'])(
    'are held (%s) until the socket is closed, and not only the session on it',
    async (limit) => {
      const { relay } = await aRelay({ [limit]: 1 });
      const socket = aSocket();
      relay.accept(socket, '192.0.2.7');
      socket.onMessage?.(Uint8Array.of(255));
      expect(socket.closes).toEqual([4000]);
      expect([relay.connections, relay.hasRoom('192.0.2.7')]).toEqual([1, false]);
      socket.onClose?.();
      expect([relay.connections, relay.hasRoom('192.0.2.7')]).toEqual([0, true]);
    },
  );

  it('are shared out, so that one network that keeps silent keeps nobody else away', async () => {
    const { relay } = await aRelay({ maxWaitingPerNetwork: 2 });
    for (const _ of [1, 2]) relay.accept(aSocket(), '192.0.2.7');
    expect(['192.0.2.7', '192.0.2.8'].map((network) => relay.hasRoom(network))).toEqual([false, true]);
  });
});
