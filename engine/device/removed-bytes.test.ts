/**
 * What left a device is not in its files any more: read as bytes, on a real LevelDB, without a word of
 * LevelDB's own of what it holds.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { afterEach, expect, it } from 'vitest';
import { aDevice, type DeviceWorld } from '../../test/world/device-world.ts';
import type { RecordId } from '../model/index.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function aFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'rejoin-removed-'));
  folders.push(folder);
  // Uncompressed, so that words stand in the files as they are.
  const open = { keyEncoding: 'utf8', valueEncoding: 'view', compression: false } as const;
  const database = new Level<string, Uint8Array>(folder, open);
  /** The kinds of files that hold any of the words. */
  const holding = (words: string): string[] => {
    const found = readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(words));
    return found.map((name) => name.replace(/^\d+/, ''));
  };
  return { database, holding };
}

/** Lets time pass until everything that was asked of the storage by then is on the disk. */
async function pass({ time, device }: DeviceWorld, ms: number): Promise<void> {
  await time.advance(ms);
  for (let turn = 0; turn < 5; turn++) {
    await device.transact(() => undefined);
    await time.advance(2);
  }
}

async function withDatabase(database: Level<string, Uint8Array>): Promise<DeviceWorld> {
  const world = await aDevice({ database });
  await pass(world, 10);
  return world;
}

/** A confirmed record with the words in it. */
async function aRecord(world: DeviceWorld, words: string): Promise<RecordId> {
  const { device, relay } = world;
  const id = await device.create('account', { name: words, notes: words });
  await pass(world, 10);
  relay.accept(relay.push);
  relay.comeBack(relay.push, { name: words, notes: words });
  await pass(world, 10);
  return id;
}

async function leave(world: DeviceWorld, id: RecordId): Promise<void> {
  world.relay.page([{ kind: 'leave', leave: 'gone', entity: 'account', id }]);
  await pass(world, 10);
}

it('takes a record that left out of the files, in the first life of a device too', async () => {
  const { database, holding } = aFolder();
  const world = await withDatabase(database);
  const id = await aRecord(world, 'Harbour Supplies');
  const before = holding('Harbour Supplies');

  await leave(world, id);
  await pass(world, 6_000);

  expect([before, holding('Harbour Supplies')]).toEqual([['.log'], []]);
  await world.device.close();
});

it('takes out what a change that was sent held of what others wrote', async () => {
  // Given a change of a record, sent, with what was there before
  const { database, holding } = aFolder();
  const world = await withDatabase(database);
  const id = await aRecord(world, 'Harbour Supplies');
  await world.device.update('account', id, { notes: 'Call back' });
  await pass(world, 10);

  // When the record leaves
  await leave(world, id);
  await pass(world, 6_000);

  // Then
  expect(world.device.status.pending).toBe(1);
  expect(holding('Harbour Supplies')).toEqual([]);
  await world.device.close();
});

it('takes it out after the next start where the app was closed too soon', async () => {
  const { database, holding } = aFolder();
  const world = await withDatabase(database);
  const id = await aRecord(world, 'Harbour Supplies');
  await leave(world, id);

  await world.reopen();
  const atFirst = holding('Harbour Supplies');
  await pass(world, 6_000);

  expect([atFirst.length > 0, holding('Harbour Supplies')]).toEqual([true, []]);
  await world.device.close();
});

it('leaves nothing in the files of a device that was wiped', async () => {
  const { database, holding } = aFolder();
  const world = await withDatabase(database);
  await aRecord(world, 'Harbour Supplies');
  await world.device.create('account', { name: 'Harbour and Sons' });

  await world.device.wipe();

  expect([holding('Harbour Supplies'), holding('Harbour and Sons')]).toEqual([[], []]);
  await database.open();
  expect(await database.keys().all()).toEqual([]);
  await database.close();
});
