/** A device or an organization that sends more than it may waits, and loses nothing. */
import { describe, expect, it } from 'vitest';
import type { DeviceNumber } from '../../engine/model/index.ts';
import { user } from '../../test/world/organization-builder.ts';
import type { RawClient } from '../../test/world/raw-client.ts';
import { anOrganization } from '../../test/world/relay-world.ts';
import { ChangeRates } from './change-rates.ts';

const anOffice = async (limits: {
  maxChangesPerMinute?: number;
  maxUserChangesPerMinute?: number;
  maxOrganizationChangesPerMinute?: number;
}) => {
  const world = await anOrganization().withUser('vera').withUser('otto').open({ limits });
  const [vera, otto] = [await world.client('vera'), await world.client('otto')];
  return { world, vera, otto };
};

/** Sends so many creates at once; they can be sent again. */
function sendCreates(client: RawClient, count: number) {
  const sent = Array.from({ length: count }, (_, n) =>
    client.author.push([client.author.create('account', { name: `${n}` })]),
  );
  for (const message of sent) client.send(message);
  return sent;
}
const accepted = (client: RawClient): number[] => client.of('accepted').map(({ number }) => number);

describe('a device that sends more changes in a minute than it may', () => {
  it('is told from where on to send again, and when', async () => {
    const { world, vera } = await anOffice({ maxChangesPerMinute: 3 });
    const sent = sendCreates(vera, 5);
    await world.settle();
    expect(accepted(vera)).toEqual([1, 2, 3]);
    expect(vera.of('resume-at')).toMatchObject([{ number: 4, code: 'rate-limited', pauseMs: 20_000 }]);
    await world.time.advance(20_000);
    for (const message of sent.slice(3)) vera.send(message);
    await world.settle();
    expect(accepted(vera)).toEqual([1, 2, 3, 4]);
    expect(vera.of('resume-at').at(-1)).toMatchObject({ number: 5, pauseMs: 20_000 });
  });

  it('slows nobody else', async () => {
    const { world, vera, otto } = await anOffice({ maxChangesPerMinute: 3 });
    sendCreates(vera, 5);
    sendCreates(otto, 3);
    await world.settle();
    expect(accepted(otto)).toEqual([1, 2, 3]);
    expect(otto.of('resume-at')).toEqual([]);
  });

  it('gains nothing by connecting anew', async () => {
    const { world, vera } = await anOffice({ maxChangesPerMinute: 3 });
    const [, , , fourth] = sendCreates(vera, 4);
    await world.settle();
    vera.hangUp();
    vera.clear();
    await vera.connect({ lastVerdict: 3 });
    if (fourth !== undefined) vera.send(fourth);
    await world.settle();
    expect(vera.of('resume-at')).toMatchObject([{ number: 4, code: 'rate-limited' }]);
  });
});

it('holds for an organization as a whole too', async () => {
  const { world, vera, otto } = await anOffice({ maxOrganizationChangesPerMinute: 4 });
  sendCreates(vera, 3);
  sendCreates(otto, 3);
  await world.settle();
  expect([accepted(vera), accepted(otto)]).toEqual([[1, 2, 3], [1]]);
  expect(otto.of('resume-at')).toMatchObject([{ number: 2, code: 'rate-limited', pauseMs: 15_000 }]);
});

it('holds for all devices of a user together, so that a further one brings nobody more', async () => {
  const { world, vera, otto } = await anOffice({ maxUserChangesPerMinute: 4 });
  const second = await world.client('vera');
  sendCreates(vera, 3);
  sendCreates(second, 3);
  sendCreates(otto, 3);
  await world.settle();
  expect([accepted(vera), accepted(second), accepted(otto)]).toEqual([[1, 2, 3], [1], [1, 2, 3]]);
  expect(second.of('resume-at')).toMatchObject([{ number: 2, code: 'rate-limited', pauseMs: 15_000 }]);
});

it('comes back evenly, never beyond a minute’s worth, and not by a clock that was set back', () => {
  const rates = new ChangeRates({
    maxChangesPerMinute: 2,
    maxUserChangesPerMinute: 1_000,
    maxOrganizationChangesPerMinute: 1_000_000,
  });
  const takes = (now: number): number[] =>
    [1, 2, 3].map(() => rates.take(1 as DeviceNumber, user('vera'), now));
  expect(takes(1_000_000)).toEqual([0, 0, 30_000]);
  expect(takes(1_015_000)).toEqual([15_000, 15_000, 15_000]);
  expect(takes(1_000_000)).toEqual([15_000, 15_000, 15_000]);
  expect(takes(9_000_000)).toEqual([0, 0, 30_000]);
});
