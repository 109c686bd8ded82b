/** What left a device is compacted out of its files, also where the disk refuses that at first. */
import { MemoryLevel } from 'memory-level';
import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

class CompactedLevel extends MemoryLevel<string, Uint8Array> {
  compactions = 0;
  failures = 0;

  async compactRange(): Promise<void> {
    if (this.failures-- > 0) throw new Error('the disk failed');
    this.compactions++;
  }
}

it('compacts again what the disk refused to compact', async () => {
  // Given a record that leaves while the disk refuses compactions
  const database = new CompactedLevel({ keyEncoding: 'utf8', valueEncoding: 'view' });
  const { device, relay, time } = await aDevice({ database });
  const id = await device.create('account', { name: 'Harbour Supplies' });
  await time.advance(10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: 'Harbour Supplies' });
  await time.advance(10);
  database.failures = 1;

  // When
  relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
  await time.advance(6_000);
  const atFirst = [database.compactions, (await database.keys().all())[0]];
  await time.advance(6_000);

  // Then
  expect(atFirst).toEqual([0, '!removed']);
  expect(database.compactions).toBeGreaterThan(0);
  expect(await database.keys().all()).toEqual(['metadata', 'principal', 'state']);
});
