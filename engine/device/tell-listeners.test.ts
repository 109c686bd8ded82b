import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

const fail = (): never => {
  throw new Error('the app failed');
};

describe('a listener that throws', () => {
  it('rejects no edit that is stored, and keeps nobody else from hearing', async () => {
    const errors: unknown[] = [];
    const { device, relay, time } = await aDevice({ onListenerError: (error) => errors.push(error) });
    let isSubscribed = false;
    const failLater = (): void => {
      if (isSubscribed) fail();
    };
    const heard: unknown[] = [];
    device.query('account').subscribe(failLater);
    const query = device.query('account');
    query.subscribe(failLater);
    query.subscribe((rows) => heard.push(rows.length));
    device.subscribe(fail);
    isSubscribed = true;
    const id = await device.create('account', { name: 'A' });
    expect(heard).toEqual([0, 1]);
    expect(errors.length).toBeGreaterThanOrEqual(3);
    await time.advance(10);
    expect(relay.pushes).toMatchObject([{ operations: [{ kind: 'create', id }] }]);
    expect(device.status).toMatchObject({ state: 'ready', pending: 1 });
  });

  it('does not make typing that is stored count as unsaved', async () => {
    const { device, relay, time } = await aDevice({ onListenerError: () => undefined });
    const id = await device.create('account', { name: 'A' });
    const record = await device.open('account', id);
    record.subscribe(fail);
    record.text('notes').insert(0, 'once');
    await record.flush();
    await record.flush();
    await record.close();
    device.goOffline();
    expect(device.get('account', id)?.values.notes).toBe('once');
    device.goOnline();
    await time.advance(40_000);
    const parts = relay.pushes.flatMap(({ operations }) =>
      operations.flatMap((operation) => ('parts' in operation ? operation.parts : [])),
    );
    const sent = new Map(relay.pushes.map((push) => [push.uuid, push.number]));
    expect(parts.filter(({ part }) => part === 'notes').length).toBeGreaterThan(0);
    expect([...sent.values()]).toEqual([1, 2]);
  });

  it('throws where nothing of the device is at work when the app does not ask for its errors', async () => {
    const { device, time } = await aDevice();
    device.subscribe(fail);
    await device.create('account', { name: 'A' });
    await expect(time.advance(1)).rejects.toThrow('the app failed');
  });
});
