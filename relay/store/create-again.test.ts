/** An organization is created while the disk fails, and again when it works. */
import { expect, it } from 'vitest';
import { append, FIRST_STATE, ORGANIZATION, uuidOf } from '../../test/store/log-entries.ts';
import { LossyLevel } from '../../test/world/lossy-level.ts';
import { LevelStore } from './index.ts';

it.each(['lost', 'kept'] as const)(
  'leaves nothing of the attempt that failed, and the next one goes through (bytes %s)',
  async (how) => {
    const db = new LossyLevel(() => 0);
    const level = await LevelStore.open(db);
    db.failWrites(how);
    await expect(level.create(ORGANIZATION, FIRST_STATE)).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(level.create(ORGANIZATION, FIRST_STATE)).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(level.organization(ORGANIZATION)).rejects.toMatchObject({ code: 'not-found' });
    db.recover();
    await expect(level.organization(ORGANIZATION)).rejects.toMatchObject({ code: 'not-found' });

    const store = await level.create(ORGANIZATION, { ...FIRST_STATE, incarnation: uuidOf(0x222) });
    expect(store.state()?.incarnation).toBe(uuidOf(0x222));
    store.stage({
      kind: 'enrolled',
      deviceId: uuidOf(1) as never,
      number: store.nextDevice,
      userId: uuidOf(2) as never,
    });
    await append(store);
    await db.crash();
    const again = await (await LevelStore.open(db)).organization(ORGANIZATION);
    expect(again.state()?.incarnation).toBe(uuidOf(0x222));
    expect(again.lastSequence).toBe(1);
  },
);
