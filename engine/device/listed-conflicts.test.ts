/** Which records have conflicts is known of all of them, also of those that nobody opens. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice, columnRights, type DeviceWorld, withSecuredColumn } from '../../test/world/device-world.ts';
import { systemOf } from '../../test/world/scripted-relay.ts';
import { stampOf } from '../clock/index.ts';
import { asId, type DeviceNumber, type RecordId, type Value } from '../model/index.ts';
import { clientIdOf, localTransact, openDoc, writeRegister } from '../record/index.ts';

const ID = asId<RecordId>('018f4e2a-0000-7000-8000-000000000001');

/** What another device makes of a part, as updates that know of each other or not. */
class Other {
  readonly doc = openDoc({ guid: 'part', gc: false });
  readonly #clientId: number;
  readonly #world: DeviceWorld;

  constructor(world: DeviceWorld, number: number, from?: Other) {
    this.#world = world;
    this.#clientId = clientIdOf(number as DeviceNumber, 1);
    if (from !== undefined) Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(from.doc));
  }

  write(attribute: string, value: Value): Uint8Array {
    const before = Y.encodeStateVector(this.doc);
    const stamp = stampOf(this.#world.time.now, 0);
    localTransact(this.doc, this.#clientId, () => writeRegister(this.doc, attribute, value, stamp));
    return Y.encodeStateAsUpdate(this.doc, before);
  }

  get state(): Uint8Array {
    return Y.encodeStateAsUpdateV2(this.doc);
  }
}

/** Has the relay send a record with that state of a part. */
async function put({ relay, time }: DeviceWorld, state: Uint8Array, part = 'main'): Promise<void> {
  relay.sequence++;
  relay.page([relay.put('account', ID, {}, { parts: [{ part, epoch: 1, state }] })]);
  await time.advance(20);
}

/** Has the relay send what somebody changed. */
async function patch({ relay, time }: DeviceWorld, bytes: Uint8Array): Promise<void> {
  relay.sequence++;
  const version = relay.sequence;
  const part = { form: 'update', part: 'main', epoch: 1, bytes } as const;
  relay.page([
    {
      ...{ kind: 'patch', entity: 'account', id: ID, from: version - 1, values: {}, mask: 255, via: 0 },
      ...{ system: systemOf(version, time.now), parts: [part] },
    },
  ]);
  await time.advance(20);
}

const listed = ({ device }: DeviceWorld) => device.get('account', ID)?.conflicts;

describe('conflicts', () => {
  it('are known of a record that comes with them', async () => {
    const world = await aDevice();
    const [ana, ben] = [new Other(world, 5_001), new Other(world, 5_002)];
    ana.write('name', 'Harbour Supplies');
    ana.write('phone', '555-0100');
    Y.applyUpdate(ana.doc, ben.write('phone', '555-0200'));
    const list = world.device.conflicts();
    await put(world, ana.state);
    expect(listed(world)).toEqual(['phone']);
    expect(list.rows.map(({ id }) => id)).toEqual([ID]);
    const again = await world.reopen();
    expect(again.get('account', ID)?.conflicts).toEqual(['phone']);
  });

  it('[P7] come with what others wrote at the same time, here or there, and end when somebody writes again', async () => {
    const world = await aDevice();
    const ana = new Other(world, 5_001);
    ana.write('phone', '555-0100');
    await put(world, ana.state);
    const ben = new Other(world, 5_002, ana);
    const list = world.device.conflicts();

    // Two others
    const byAna = ana.write('phone', '555-0101');
    const byBen = ben.write('phone', '555-0102');
    await patch(world, byAna);
    expect(listed(world)).toEqual([]);
    await patch(world, byBen);
    expect(listed(world)).toEqual(['phone']);
    Y.applyUpdate(ben.doc, byAna);
    await patch(world, ben.write('phone', '555-0103'));
    expect(listed(world)).toEqual([]);

    // One of them, and this device
    await world.device.update('account', ID, { phone: '555-0104' });
    expect(listed(world)).toEqual([]);
    await patch(world, ben.write('phone', '555-0105'));
    expect(listed(world)).toEqual(['phone']);
    expect(list.rows.map(({ conflicts }) => conflicts)).toEqual([['phone']]);
    await world.device.update('account', ID, { phone: '555-0106' });
    expect(listed(world)).toEqual([]);
    expect(list.rows).toEqual([]);
  });

  it('[P5] are forgotten with a column that may not be read any more', async () => {
    const world = await aDevice();
    const metadata = withSecuredColumn('limit', 'string');
    world.relay.say(columnRights(metadata, 'limit', true));
    await world.time.advance(20);
    const [ana, ben] = [new Other(world, 5_001), new Other(world, 5_002)];
    ana.write('limit', '1');
    Y.applyUpdate(ana.doc, ben.write('limit', '2'));
    await put(world, ana.state, 'limit');
    expect(listed(world)).toEqual(['limit']);
    world.relay.say(columnRights(metadata, 'limit', false));
    await world.time.advance(20);
    expect(listed(world)).toEqual([]);
  });
});
