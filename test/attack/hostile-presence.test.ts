/**
 * Presence as a way in: to learn what one may not read, to speak as another, or to be a burden.
 *
 * Mallory has the protocol and a valid token, and may read and write what is hers alone.
 */
import { describe, expect, it } from 'vitest';
import { asId, type RecordId } from '../../engine/model/index.ts';
import {
  type DevicePresence,
  encodeDeviceMessage,
  encodeRelayMessage,
  type Whereabouts,
} from '../../engine/protocol/index.ts';
import { everything } from '../world/office.ts';
import { user } from '../world/organization-builder.ts';
import type { RawClient } from '../world/raw-client.ts';
import { anOrganization, type RelayWorld } from '../world/relay-world.ts';

const ASKED = asId<RecordId>('01943ad7-aa80-7000-8000-00000000aaaa');
const OTHER = asId<RecordId>('01943ad7-aa80-7000-8000-00000000bbbb');
const PLACE = { at: 'item', client: 4_097 * 2 ** 20, clock: 3, side: 'right' } as const;
const CURSOR: Whereabouts = { kind: 'cursor', anchor: PLACE, head: PLACE };

const said = (whereabouts: Whereabouts, more: Partial<DevicePresence> = {}): DevicePresence => ({
  ...{ type: 'presence', entity: 'account', id: ASKED, part: 'notes', whereabouts, ...more },
});

interface Scene {
  readonly world: RelayWorld;
  readonly vera: RawClient;
  readonly otto: RawClient;
  readonly mallory: RawClient;
}

/** Vera and otto are in the notes of an account that mallory may not read. */
async function aScene(id = ASKED): Promise<Scene> {
  const world = await anOrganization()
    .withRole('own', everything('user'))
    .withUser('vera')
    .withUser('otto')
    .withUser('mallory', ['own'])
    .open();
  const vera = await world.client('vera');
  const otto = await world.client('otto');
  const mallory = await world.client('mallory');
  await vera.create('account', { name: 'Secret' }, { id, texts: { notes: 'x' } });
  for (const client of [vera, otto]) client.send(said(CURSOR, { id }));
  await world.time.advance(200);
  for (const client of [vera, otto, mallory]) client.clear();
  return { world, vera, otto, mallory };
}

describe('[P5] an unreadable record', () => {
  it('has nobody in it and lets nobody in, just as one that never was', async () => {
    const frames: (readonly Uint8Array[])[] = [];
    for (const id of [ASKED, OTHER]) {
      const { world, vera, otto, mallory } = await aScene(id);
      mallory.send(said(CURSOR));
      mallory.send(said({ kind: 'here' }, { part: 'verdict' }));
      mallory.send(said(CURSOR, { part: 'never_was' }));
      vera.send(said({ kind: 'here' }, { id }));
      await world.time.advance(1_000);
      expect([vera.messages, otto.messages.length]).toEqual([[], 1]);
      mallory.send(said({ kind: 'gone' }));
      mallory.send({ type: 'ping' });
      frames.push(mallory.frames);
    }
    expect(frames[0]).toEqual(frames[1]);
    expect(frames[0]).toHaveLength(1);
  });

  it('is not opened by another organization that has one of the same id', async () => {
    // Given the same id in two organizations
    const { world, vera, otto } = await aScene();
    await world.add(anOrganization('hill').withUser('eve'));
    const eve = await world.client('eve', 'hill');
    await eve.create('account', { name: 'Own' }, { id: ASKED, texts: { notes: 'y' } });
    eve.clear();

    // When somebody is in both
    eve.send(said(CURSOR));
    vera.send(said({ kind: 'here' }));
    await world.time.advance(1_000);

    // Then each stays with its own
    expect([vera.messages, eve.messages]).toEqual([[], []]);
    expect(otto.messages).toMatchObject([{ type: 'presence', name: 'vera' }]);
  });
});

describe('speaking as another', () => {
  it('is impossible: a message has no place for it, and one that has is refused', async () => {
    const { world, vera, otto } = await aScene();
    const before = await world.records();
    const relayed = { device: vera.author.device, user: user('vera'), name: 'vera' };
    const forged: Uint8Array[] = [
      encodeRelayMessage({ ...said({ kind: 'gone' }), ...relayed }),
      // The same behind the device's own number.
      Uint8Array.of(12, ...encodeRelayMessage({ ...said({ kind: 'gone' }), ...relayed }).subarray(1)),
      Uint8Array.of(...encodeDeviceMessage(said({ kind: 'gone' })), ...new Uint8Array(16).fill(7)),
    ];
    for (const frame of forged) {
      const second = await world.client('vera');
      second.send(said({ kind: 'here' }));
      second.sendFrame(frame);
      expect(second.messages.at(-1)).toMatchObject({ type: 'fault', code: 'malformed-frame' });
    }
    await world.time.advance(1_000);
    const told = otto.of('presence').map(({ device, whereabouts }) => [device, whereabouts.kind]);
    expect(told.filter(([device]) => device === vera.author.device)).toEqual([]);
    expect(await world.records()).toBe(before);
  });

  it('is impossible by a cursor with the ids of another: who sends it is who is shown', async () => {
    const { world, vera, otto } = await aScene();
    const client = vera.author.device * 2 ** 20;
    const place = { ...PLACE, client };
    otto.send(said({ kind: 'cursor', anchor: place, head: place }));
    await world.time.advance(200);
    expect(vera.messages).toMatchObject([
      { type: 'presence', device: otto.author.device, user: user('otto'), name: 'otto' },
    ]);
  });
});

describe('[P9] a burden', () => {
  it('is none by length: whatever is longer than a cursor is malformed, unread', async () => {
    const { world, otto } = await aScene();
    const honest = encodeDeviceMessage(said(CURSOR));
    const head = encodeDeviceMessage(said({ kind: 'gone' })).subarray(0, -1);
    const huge = [
      Uint8Array.of(...honest, ...new Uint8Array(4_096)),
      Buffer.concat([head, Uint8Array.of(2, 2), new Uint8Array(1_000_000)]),
      Uint8Array.of(...head, 2, 0, ...new Uint8Array(20).fill(255)),
      new Uint8Array(2 * 1_048_576).fill(12),
    ];
    for (const frame of huge) {
      const mallory = await world.client('mallory');
      mallory.sendFrame(frame);
      expect(mallory.messages.at(-1)).toMatchObject({ type: 'fault', code: 'malformed-frame' });
    }
    await world.time.advance(200);
    expect(otto.messages).toEqual([]);
    expect(honest.length).toBeLessThan(64);
  });

  it('is none by number: coming and going ten thousand times is told to others a few', async () => {
    const { world, vera, otto } = await aScene();
    for (let turn = 0; turn < 10_000; turn++) {
      vera.send(said({ kind: turn % 2 === 0 ? 'gone' : 'here' }));
    }
    await world.time.advance(1_000);
    expect(otto.messages.length).toBeLessThanOrEqual(3);
    expect(otto.of('presence').at(-1)?.whereabouts).toEqual({ kind: 'here' });
    expect(vera.closed).toBeUndefined();
  });
});
