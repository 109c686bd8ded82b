/** Whatever a storage on LevelDB went through, its files hold nothing that was removed before a compaction. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { expect, it } from 'vitest';
import { seededRandom } from '../../test/world/virtual-time.ts';
import { DeviceStorage } from './storage.ts';

const LIVES = 3;
const WRITES = 8;

for (let seed = 1; seed <= 4; seed++) {
  it(`keeps nothing of what was removed, and all of the rest (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const folder = mkdtempSync(join(tmpdir(), 'rejoin-compaction-'));
    const words = new Map<string, string>();
    const removed: string[] = [];
    let made = 0;

    for (let life = 0; life < LIVES; life++) {
      const open = { keyEncoding: 'utf8', valueEncoding: 'view', compression: false } as const;
      // So small that tables are written, and merged, also without being asked for.
      const database = new Level<string, Uint8Array>(folder, { ...open, writeBufferSize: 65_536 });
      const storage = new DeviceStorage(database);
      await storage.open();
      for (let write = 0; write < WRITES; write++) {
        const key = `row/${Math.floor(random() * 5)}`;
        const former = words.get(key);
        if (former !== undefined) removed.push(former);
        words.delete(key);
        const next = random() < 0.5 ? `the words ${++made}.` : null;
        if (next !== null) words.set(key, next);
        // A few tables deep, some in the middle of others.
        const filling = `draft/${Math.floor(random() * 1e6)}`;
        const filler = Uint8Array.from({ length: random() < 0.3 ? 70_000 : 10 }, () => 0);
        const value = next === null ? null : Buffer.from(next);
        await storage.write(new Map([[key, value]]));
        await storage.write(new Map([[filling, filler]]));
        if (random() < 0.2) await storage.compact();
      }
      await storage.compact();

      const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
      const isHeld = (text: string): boolean => files.some((bytes) => bytes.includes(text));
      expect(removed.filter(isHeld)).toEqual([]);
      expect([...words.values()].filter((text) => !isHeld(text))).toEqual([]);
      expect(await database.keys({ lt: 'draft' }).all()).toEqual([]);
      await storage.close();
    }
    rmSync(folder, { recursive: true });
  });
}
