/** A storage that does not open: the code says what to do, and nothing is left open or changed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aDevice } from '../../test/world/device-world.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { asId, type OrganizationId } from '../model/index.ts';
import { openDevice } from './open-device.ts';
import { tables } from './storage-keys.ts';
import { decodeStored, encodeStored } from './stored-value.ts';

const settings = {
  ...{ url: 'ws://127.0.0.1:1', organization: asId<OrganizationId>('acme'), app: 'field-service' },
  ...{ token: async () => 'a token', sync: 'manual' as const },
};

/** A database that fails to open as LevelDB does. */
function failingWith(code: string, message: string): LossyLevel {
  class FailingLevel extends LossyLevel {
    override async _open(): Promise<void> {
      throw Object.assign(new Error(message), { code });
    }
  }
  return new FailingLevel(() => 0);
}

describe('opening a device', () => {
  it('says that its folder is open already, and opens it once it is not', async () => {
    class NoSocket {
      constructor() {
        throw new Error('nothing connects here');
      }
    }
    const root = await mkdtemp(join(tmpdir(), 'rejoin-device-'));
    const options = { ...settings, storage: join(root, 'field'), WebSocket: NoSocket as never };
    const first = await openDevice(options);
    await expect(openDevice(options)).rejects.toMatchObject({ code: 'data-folder-locked' });
    await first.close();
    const next = await openDevice(options);
    await next.close();
    await rm(root, { recursive: true });
  });

  it.each([
    ['data-folder-read-only', 'LEVEL_IO_ERROR', 'IO error: field/LOCK: Permission denied'],
    ['data-folder-read-only', 'LEVEL_IO_ERROR', 'IO error: field/LOCK: Read-only file system'],
    ['data-folder-damaged', 'LEVEL_CORRUPTION', 'Corruption: bad block'],
    ['storage-full', 'LEVEL_IO_ERROR', 'IO error: field/LOG: No space left on device'],
    ['storage-failed', 'LEVEL_IO_ERROR', 'IO error: field/LOG: Input/output error'],
  ])('says %s for %s %s', async (code, levelCode, message) => {
    const opening = aDevice({ database: failingWith(levelCode, message) });
    await expect(opening).rejects.toMatchObject({ code });
    if (code !== 'data-folder-read-only') await expect(opening).rejects.toThrow(message);
  });

  it('leaves a storage that a newer version wrote as it is, and closed', async () => {
    const world = await aDevice({ sync: 'manual' });
    await world.device.close();
    await world.database.open();
    const bytes = await world.database.get(tables.state);
    if (bytes === undefined) throw new Error('no state is stored');
    const newer = encodeStored({ ...decodeStored<object>(bytes), format: 2 });
    await world.database.put(tables.state, newer);
    await world.database.close();

    await expect(world.reopen()).rejects.toMatchObject({ code: 'data-folder-newer' });

    expect(world.database.status).toBe('closed');
    await world.database.open();
    expect(Buffer.from(newer).equals((await world.database.get(tables.state)) ?? Buffer.alloc(0))).toBe(true);
  });

  it.each([
    ['the row of a record', (key: string) => key.startsWith('row/')],
    ['what it knows of itself', (key: string) => key === tables.state],
    ['a change that waits', (key: string) => key.startsWith('outbox/')],
  ])('says that %s can not be read, and leaves it as it is', async (_, isDamaged) => {
    const world = await aDevice();
    const id = await world.device.create('account', { name: 'A' });
    await world.time.advance(10);
    world.relay.accept(world.relay.push);
    world.relay.comeBack(world.relay.push, { name: 'A' });
    await world.time.advance(10);
    await world.device.update('account', id, { name: 'B' });
    await world.device.close();
    await world.database.open();
    const key = (await world.database.keys().all()).find(isDamaged) ?? '';
    const bytes = (await world.database.get(key))?.slice(0, -1) ?? new Uint8Array();
    await world.database.put(key, bytes);
    await world.database.close();

    await expect(world.reopen()).rejects.toMatchObject({ code: 'data-folder-damaged' });

    expect(world.database.status).toBe('closed');
    await world.database.open();
    expect(Buffer.from(bytes).equals((await world.database.get(key)) ?? Buffer.alloc(0))).toBe(true);
  });

  it('says that a record can not be read when it is opened, and works on with the others', async () => {
    const world = await aDevice();
    const id = await world.device.create('account', { name: 'A' });
    await world.time.advance(10);
    world.relay.accept(world.relay.push);
    world.relay.comeBack(world.relay.push, { name: 'A' });
    await world.time.advance(10);
    const other = await world.device.create('account', { name: 'B' });
    const parts = (await world.database.keys().all()).filter((key) =>
      key.startsWith(`part/account/${id}/main`),
    );
    for (const key of parts) await world.database.put(key, new Uint8Array([1, 1, 200]));

    const updated = world.device.update('account', id, { name: 'C' });
    await expect(updated).rejects.toMatchObject({ code: 'data-folder-damaged' });

    await world.device.update('account', other, { name: 'D' });
    expect([id, other].map((one) => world.device.get('account', one)?.values.name)).toEqual(['A', 'D']);
  });

  it('says which WebSocket to hand in where the platform has none', async () => {
    const own = Reflect.get(globalThis, 'WebSocket');
    Reflect.deleteProperty(globalThis, 'WebSocket');
    try {
      const opening = openDevice({ ...settings, storage: join(tmpdir(), 'never-opened') });
      await expect(opening).rejects.toMatchObject({
        code: 'invalid-argument',
        message: expect.stringContaining('WebSocket'),
      });
    } finally {
      if (own !== undefined) Reflect.set(globalThis, 'WebSocket', own);
    }
  });
});

it('a disk that fails is told with every cause', async () => {
  const { device, database } = await aDevice();
  const cause = new Error('IO error: No space left on device');
  Object.defineProperty(database, 'batch', {
    value: () => Promise.reject(new Error('the batch failed', { cause })),
  });
  await expect(device.create('account', { name: 'A' })).rejects.toThrow(/the batch failed.*No space left/);
});
