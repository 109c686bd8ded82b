/** What left a device is compacted out of its files, also where the disk refuses that at first. */
import { MemoryLevel } from 'memory-level';
import { expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';

class CompactedLevel extends MemoryLevel<string, Uint8Array> {
  readonly compacted: string[] = [];
  failures = 0;

  async compactRange(from: string): Promise<void> {
    if (this.failures-- > 0) throw new Error('the disk failed');
    this.compacted.push(from);
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
  const atFirst = [...database.compacted];
  await time.advance(6_000);

  // Then
  expect(atFirst).toEqual([]);
  expect(database.compacted).toEqual(['part/', 'row/']);
});
