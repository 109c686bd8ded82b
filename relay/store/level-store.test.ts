import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIRST_STATE, ORGANIZATION } from '../../test/store/log-entries.ts';
import { relayStoreContract, type StoreWorld } from '../../test/store/relay-store-contract.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { type LevelDatabase, LevelStore, levelDatabase } from './index.ts';
import { FORMAT_KEY } from './keys.ts';

relayStoreContract('in memory', async () => {
  const db = new LossyLevel(() => 0.5);
  return worldOver(
    () => db,
    () => db.crash(),
    async () => undefined,
  );
});

relayStoreContract('LevelDB in a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rejoin-store-'));
  let db = levelDatabase(folder);
  return worldOver(
    () => db,
    async () => {
      await db.close();
      db = levelDatabase(folder);
    },
    () => rm(folder, { recursive: true }),
  );
});

async function worldOver(
  database: () => LevelDatabase,
  crash: () => Promise<void>,
  remove: () => Promise<void>,
): Promise<StoreWorld> {
  let store = await LevelStore.open(database());
  const again = async () => {
    store = await LevelStore.open(database());
    return store.organization(ORGANIZATION);
  };
  return {
    create: () => store.create(ORGANIZATION, FIRST_STATE),
    async restart() {
      await store.close();
      return again();
    },
    async kill() {
      await crash();
      return again();
    },
    async dispose() {
      await store.close();
      await remove();
    },
  };
}

describe('opening a data folder', () => {
  it('refuses a folder of a newer version and leaves it as it is', async () => {
    const db = new LossyLevel(() => 0);
    await (await LevelStore.open(db)).close();
    await db.open();
    await db.damage(FORMAT_KEY, () => new TextEncoder().encode('2'));
    await expect(LevelStore.open(db)).rejects.toMatchObject({ code: 'data-folder-newer' });
    expect(db.status).toBe('closed');
  });

  it('says that another process has the folder open', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rejoin-locked-'));
    const first = await LevelStore.open(levelDatabase(folder));
    await expect(LevelStore.open(levelDatabase(folder))).rejects.toMatchObject({
      code: 'data-folder-locked',
    });
    await first.close();
    await rm(folder, { recursive: true });
  });

  it('says that the folder can not be written', async () => {
    class ReadOnlyLevel extends LossyLevel {
      override async _open(): Promise<void> {
        throw Object.assign(new Error('IO error: LOCK: Permission denied'), { code: 'LEVEL_IO_ERROR' });
      }
    }
    const opening = LevelStore.open(new ReadOnlyLevel(() => 0));
    await expect(opening).rejects.toMatchObject({ code: 'data-folder-read-only' });
  });

  it('lists its organizations, also where one name begins with another', async () => {
    const store = await LevelStore.open(new LossyLevel(() => 0));
    for (const name of ['a', 'a-b', 'ab', 'b0'] as (typeof ORGANIZATION)[])
      await store.create(name, FIRST_STATE);
    expect((await store.organizations()).toSorted()).toEqual(['a', 'a-b', 'ab', 'b0']);
    await expect(store.create('a' as typeof ORGANIZATION, FIRST_STATE)).rejects.toMatchObject({
      code: 'already-exists',
    });
    await expect(store.organization(ORGANIZATION)).rejects.toMatchObject({ code: 'not-found' });
  });
});
