/** How many devices a user may have, and what makes room for another. */
import { describe, expect, it } from 'vitest';
import { anOrganization } from '../../test/world/relay-world.ts';

const anOffice = () =>
  anOrganization()
    .withUser('vera')
    .withUser('otto')
    .open({ limits: { maxDevicesPerUser: 3 } });

describe('a device more than a user may have', () => {
  it('is refused, and neither the others of the user nor those of anyone else are', async () => {
    const world = await anOffice();
    const devices = [await world.client('vera'), await world.client('vera'), await world.client('vera')];
    const further = await world.client('vera');
    expect(further.messages).toMatchObject([{ type: 'fault', code: 'too-many-devices' }]);
    const { nextDevice } = world.store;
    await further.connect();
    expect(world.store.nextDevice).toBe(nextDevice);
    devices[0]?.hangUp();
    expect((await devices[0]?.connect())?.closed).toBeUndefined();
    expect((await world.client('otto')).closed).toBeUndefined();
  });

  it('is taken once one was revoked, by its number and once', async () => {
    const world = await anOffice();
    const [first] = [await world.client('vera'), await world.client('vera'), await world.client('vera')];
    const { deviceNumber } = first.the('welcome');
    // Revoking it again makes no further room.
    for (const _ of [1, 2]) await world.organization().revokeDevice(deviceNumber);
    const further = [await world.client('vera'), await world.client('vera')];
    expect(further.map(({ closed }) => closed?.reason)).toEqual([undefined, 'too-many-devices']);
  });

  it('is counted anew after the store was opened again', async () => {
    const world = await anOffice();
    await world.client('vera');
    const lost = world.device('vera');
    world.disk.failWrites('lost');
    await lost.connect();
    world.disk.recover();
    await world.time.advance(1_000);
    // The number that was lost with it goes to somebody else.
    await world.client('otto');
    const further = [await world.client('vera'), await world.client('vera'), await world.client('vera')];
    expect(further.map(({ closed }) => closed?.reason)).toEqual([undefined, undefined, 'too-many-devices']);
  });
});
