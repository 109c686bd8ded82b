/** What the store relies on in `level`: reads that answer at once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { MemoryLevel } from 'memory-level';
import { afterAll, describe, expect, it } from 'vitest';
import { DATABASE_ENCODINGS, type LevelDatabase, SYNCED } from './level-database.ts';

describe('"Synchronous reads: `getSync` reads as awaiting `get` does"', () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  it.each([
    [
      'LevelDB',
      async () => {
        const folder = await mkdtemp(join(tmpdir(), 'rejoin-level-'));
        folders.push(folder);
        return new Level<string, Uint8Array>(folder, DATABASE_ENCODINGS) as LevelDatabase;
      },
    ],
    ['memory', async () => new MemoryLevel<string, Uint8Array>(DATABASE_ENCODINGS) as LevelDatabase],
  ])('in %s: what is stored, what is not, and what was written a moment ago', async (_name, make) => {
    const database = await make();
    await database.open();
    await database.put('a', Uint8Array.of(1));

    for (const key of ['a', 'absent']) expect(database.getSync(key)).toEqual(await database.get(key));
    await database.batch().put('b', Uint8Array.of(2)).del('a').write(SYNCED);
    expect([database.getSync('a'), database.getSync('b')]).toEqual([undefined, Buffer.of(2)]);
    await database.close();
    expect(() => database.getSync('b')).toThrow();
  });
});
