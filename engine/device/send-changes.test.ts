import { describe, expect, it } from 'vitest';
import { aDevice, type DeviceWorld } from '../../test/world/device-world.ts';

/** A device with two changes on their way. */
async function withTwoSent(): Promise<DeviceWorld & { resend(): number[] }> {
  const world = await aDevice();
  const { device, relay, time } = world;
  for (const name of ['1', '2']) {
    await device.create('account', { name });
    await time.advance(10);
  }
  const sent = relay.received.length;
  const resend = (): number[] =>
    relay.received.slice(sent).flatMap((message) => (message.type === 'push' ? [message.number] : []));
  return Object.assign(world, { resend });
}

describe('a pause that the relay asks for', () => {
  it('ends with sending again from the least number that it was asked for', async () => {
    const { relay, time, resend } = await withTwoSent();
    for (const number of [1, 2]) {
      relay.say({ type: 'resume-at', number, code: 'unavailable', reason: '', pauseMs: 1_000 });
      await time.advance(10);
    }
    await time.advance(2_000);
    expect(resend()).toEqual([1, 2]);
  });

  it('is followed by sending also where the disk is full at its end, once it is not', async () => {
    // Given a relay that asked for a pause, and a text in which somebody types while the disk is full
    const { device, relay, time, database, resend } = await withTwoSent();
    const id = device.query('account').rows[0]?.id;
    if (id === undefined) throw new Error('the account is not there');
    const record = await device.open('account', id);
    relay.say({ type: 'resume-at', number: 1, code: 'unavailable', reason: '', pauseMs: 1_000 });
    await time.advance(10);
    const batch = database.batch.bind(database);
    let isFull = true;
    Object.defineProperty(database, 'batch', {
      value: (...args: Parameters<typeof batch>) =>
        isFull ? Promise.reject(new Error('full')) : batch(...args),
    });
    record.text('notes').insert(0, 'call back');
    await time.advance(5_000);
    expect(resend()).toEqual([]);

    // When there is room again
    isFull = false;
    await time.advance(60_000);

    // Then all is sent, on the connection that there was
    expect([...new Set(resend())]).toEqual([1, 2, 3]);
    expect(relay.connections).toBe(1);
  });
});
