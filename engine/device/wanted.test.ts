import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { systemOf } from '../../test/world/scripted-relay.ts';
import { newRecordId } from '../model/index.ts';

it('a record that was asked for is asked for again in each session until something of it comes', async () => {
  const world = await aDevice();
  const { relay, time } = world;
  const ids = Array.from({ length: 1_001 }, (_, at) =>
    newRecordId({
      now: () => time.now + at,
      randomBytes: (n) => new Uint8Array(n).fill(at % 256),
    }),
  );
  const wants = () =>
    relay.received.flatMap((message) => (message.type === 'want' ? [message.records.length] : []));
  relay.sequence = 13;
  relay.page(
    ids.map((id) => ({
      ...{ kind: 'patch', entity: 'account', id, from: 12, system: systemOf(13, time.now) },
      ...{ values: { name: 'X' }, mask: 255, via: 0, parts: [] },
    })),
  );
  await time.advance(10);
  expect(wants()).toEqual([1_000, 1]);
  await world.reopen();
  expect(wants()).toEqual([1_000, 1, 1_000, 1]);
  const [first, second, ...others] = ids;
  if (first === undefined || second === undefined) throw new Error('ids');
  relay.page([
    relay.put('account', first, { name: 'A' }),
    { kind: 'leave', leave: 'gone', entity: 'account', id: second },
  ]);
  await time.advance(10);
  relay.drop();
  await time.advance(40_000);
  expect(wants().slice(4)).toEqual([others.length]);
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account' }]);
  await time.advance(10);
  relay.drop();
  await time.advance(40_000);
  expect(wants()).toHaveLength(5);
});
