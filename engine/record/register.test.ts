/** Laws of registers: they converge, the greatest stamp wins, and concurrent values stay visible. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Stamp } from '../clock/index.ts';
import { canonicalJson, type DeviceNumber, RELAY_DEVICE_NUMBER, type Value } from '../model/index.ts';
import { clientIdOf } from './client-id.ts';
import { localTransact, openDoc } from './open-doc.ts';
import { readRegister, rootOf, writeRegister } from './register.ts';
import { foldIntents } from './register-intent.ts';

const devices = [5_000, 5_001, 5_002].map((number) => number as DeviceNumber);

interface Replica {
  readonly doc: Y.Doc;
  readonly write: (value: Value, stamp: number, attribute?: string) => ReturnType<typeof writeRegister>;
}

function replica(device: DeviceNumber): Replica {
  const doc = openDoc({ guid: 'part', gc: false });
  const clientId = clientIdOf(device, 0);
  return {
    doc,
    write: (value, stamp, attribute = 'name') =>
      localTransact(doc, clientId, () => writeRegister(doc, attribute, value, stamp as Stamp)),
  };
}

const read = (doc: Y.Doc) => readRegister(rootOf(doc, 'name'));

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, 'Alpha', 'Beta', true, 7, '12.50'),
  fc.record({ entity: fc.constant('account'), id: fc.uuid() }),
);
const action = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('write' as const), at: fc.nat(2), value, stamp: fc.nat(6) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('deliver' as const), at: fc.nat(2), update: fc.nat() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('state' as const), at: fc.nat(2), from: fc.nat(2) }),
  },
);

describe('a register', () => {
  it('converges whatever the order and repetition of messages, and the greatest stamp wins', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        // Given three replicas that write and exchange updates at random
        const replicas = devices.map(replica);
        const docs = replicas.map(({ doc }) => doc);
        const sent: Uint8Array[] = [];
        for (const { doc } of replicas) {
          doc.on('update', (update: Uint8Array, _origin, _doc, transaction: Y.Transaction) => {
            if (transaction.local) sent.push(update);
          });
        }
        for (const step of actions) {
          const doc = docs[step.at] as Y.Doc;
          if (step.kind === 'write') replicas[step.at]?.write(step.value, step.stamp);
          if (step.kind === 'deliver' && sent.length > 0) {
            Y.applyUpdate(doc, sent[step.update % sent.length] as Uint8Array);
          }
          if (step.kind === 'state') Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[step.from] as Y.Doc));
        }

        // When all have exchanged everything
        for (const doc of docs) for (const update of sent) Y.applyUpdate(doc, update);

        // Then they read alike, and the winner is the greatest entry that plain Yjs shows
        const [first, ...others] = docs.map(read);
        for (const other of others) expect(other).toEqual(first);
        const live = (docs[0] as Y.Doc).getArray<[Value, number]>('name').toArray();
        expect(first?.entries.length).toBe(live.length);
        const greatest = live.reduce<[Value, number] | undefined>(greater, undefined);
        expect([first?.value, first?.stamp]).toEqual([greatest?.[0] ?? null, greatest?.[1]]);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps concurrent values visible until someone writes again', () => {
    const [one, two] = devices.map(replica) as [Replica, Replica];
    one.write('Monday', 1);
    two.write('Friday', 5);
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(two.doc));

    expect(read(one.doc)).toEqual({
      value: 'Friday',
      stamp: 5,
      author: devices[1],
      entries: [
        { value: 'Friday', stamp: 5, author: devices[1] },
        { value: 'Monday', stamp: 1, author: devices[0] },
      ],
    });
    one.write('Saturday', 6);
    expect(read(one.doc).entries).toHaveLength(1);
  });

  it('lets a later edit win that arrives first', () => {
    const [one, two] = devices.map(replica) as [Replica, Replica];
    one.write('Friday', 5);
    two.write('Monday', 1);

    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(two.doc));

    expect(read(one.doc).value).toBe('Friday');
  });

  it('reads a register that was never written as null', () => {
    expect(read(openDoc({ guid: 'part', gc: false }))).toEqual({
      value: null,
      stamp: undefined,
      author: undefined,
      entries: [],
    });
  });

  it('believes a named author only of the relay', () => {
    const entryBy = (device: DeviceNumber) => {
      const doc = openDoc({ guid: 'part', gc: false });
      localTransact(doc, clientIdOf(device, 0), () => doc.getArray('name').push([['x', 1, devices[0]]]));
      return read(doc);
    };

    expect(entryBy(RELAY_DEVICE_NUMBER).author).toBe(devices[0]);
    expect(entryBy(devices[2] as DeviceNumber).author).toBe(devices[2]);
  });

  it('passes over what is no entry', () => {
    const doc = openDoc({ guid: 'part', gc: false });
    localTransact(doc, clientIdOf(devices[0] as DeviceNumber, 0), () =>
      doc
        .getArray('name')
        .push(['x', [], ['x'], ['x', -1], ['x', 1.5], [['list'], 1], [{}, 1], ['x', 1, 2, 3], ['good', 3]]),
    );

    expect(read(doc).entries.map((entry) => entry.value)).toEqual(['good']);
  });

  it('is not written before the client id is set', () => {
    const doc = openDoc({ guid: 'part', gc: false });

    expect(() => writeRegister(doc, 'name', 'x', 1 as Stamp)).toThrow('client id');
  });
});

describe('an intent', () => {
  it('names what was set and what was replaced', () => {
    const [one, two] = devices.map(replica) as [Replica, Replica];
    one.write('Monday', 1);
    two.write('Friday', 5);
    Y.applyUpdate(two.doc, Y.encodeStateAsUpdate(one.doc));

    expect(two.write(null, 6)).toEqual({
      attribute: 'name',
      set: { value: null, stamp: 6 },
      deleted: [
        { stamp: 5, author: devices[1], json: '"Friday"' },
        { stamp: 1, author: devices[0], json: '"Monday"' },
      ],
    });
  });

  it('folds per attribute to the last value, without what was set in between', () => {
    const [one, two] = devices.map(replica) as [Replica, Replica];
    one.write('before', 1);
    Y.applyUpdate(two.doc, Y.encodeStateAsUpdate(one.doc));

    const intents = [two.write('a', 2), two.write('other', 3, 'city'), two.write('b', 4), two.write('c', 5)];

    expect(foldIntents(intents)).toEqual([
      {
        attribute: 'name',
        set: { value: 'c', stamp: 5 },
        deleted: [{ stamp: 1, author: devices[0], json: '"before"' }],
      },
      { attribute: 'city', set: { value: 'other', stamp: 3 }, deleted: [] },
    ]);
  });
});

function greater(best: [Value, number] | undefined, entry: [Value, number]): [Value, number] {
  if (best === undefined || entry[1] > best[1]) return entry;
  return entry[1] === best[1] && canonicalJson(entry[0]) > canonicalJson(best[0]) ? entry : best;
}
