/** An edit is later than what it overwrites, also where that was stamped by a clock that ran ahead. */
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { aDevice } from '../../test/world/device-world.ts';
import { systemOf } from '../../test/world/scripted-relay.ts';
import { stampOf } from '../clock/index.ts';
import { asId, type RecordId } from '../model/index.ts';
import { localTransact, openDoc, writeRegister } from '../record/index.ts';

const id = asId<RecordId>('018f4e2a-0000-7000-8000-000000000001');

async function afterEditOver(aheadMs: number): Promise<{ stamp: number; seen: number; now: number }> {
  // Given a value that another tablet wrote under a clock that ran ahead
  const { relay, device, time } = await aDevice();
  const seen = stampOf(time.now + aheadMs, 0);
  const doc = openDoc({ guid: 'main', gc: false });
  localTransact(doc, 6000 * 2 ** 20 + 1, () => writeRegister(doc, 'name', 'Theirs', seen));
  relay.sequence = 10;
  const parts = [{ part: 'main', epoch: 1, state: Y.encodeStateAsUpdateV2(doc) }];
  const record = { kind: 'put', entity: 'account', id, system: systemOf(10, time.now) } as const;
  relay.page([{ ...record, mask: 255, via: 0, values: { name: 'Theirs' }, parts }]);
  await time.advance(10);

  // When somebody overwrites it here
  await device.update('account', id, { name: 'Ours' });
  await time.advance(10);
  return { stamp: relay.push.stamp, seen, now: time.now };
}

it('stamps an edit behind the value that it overwrites', async () => {
  // Else a third tablet's edit, that had lost against the overwritten value, would win against this one
  const { stamp, seen } = await afterEditOver(50_000);
  expect(stamp).toBeGreaterThan(seen);
});

it('follows no clock that is further ahead than a relay believes', async () => {
  const { stamp, now } = await afterEditOver(61_000);
  expect(stamp).toBeLessThanOrEqual(stampOf(now, 0));
});
