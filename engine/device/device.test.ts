import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

describe('a change on its way to the relay and back', () => {
  it('shows at once, is pushed, accepted, and settled by coming back', async () => {
    const { device, relay, time } = await aDevice();
    expect(device.status.state).toBe('ready');

    const id = await device.create('account', { name: 'Harbour Supplies' });
    expect(device.get('account', id)).toMatchObject({
      values: { name: 'Harbour Supplies' },
      isPending: true,
    });
    expect(device.status.pending).toBe(1);

    await time.advance(10);
    expect(relay.push).toMatchObject({ number: 1, lastVerdict: 0, operations: [{ kind: 'create', id }] });

    relay.accept(relay.push);
    await time.advance(10);
    expect(device.status.pending).toBe(1);

    relay.comeBack(relay.push, { name: 'Harbour Supplies' });
    await time.advance(10);
    expect(device.status.pending).toBe(0);
    expect(device.get('account', id)).toMatchObject({
      values: { name: 'Harbour Supplies' },
      system: { versionnumber: 1 },
      isPending: false,
    });
    expect(relay.received.at(-1)).toMatchObject({ type: 'stored', cursor: 1, page: 1 });
  });

  it('refuses to edit before it has met its relay', async () => {
    const { device } = await aDevice({ sync: 'manual' });
    await expect(device.create('account', {})).rejects.toMatchObject({ code: 'not-provisioned' });
  });
});
