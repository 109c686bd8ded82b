/**
 * Reads the LevelDB folder of a process that is dead, by LevelDB alone.
 *
 * Invariant: what the next start will find stays as it is: a copy is read.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';

/** All keys and values. */
export async function readStored(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const copy = await mkdtemp(join(tmpdir(), 'rejoin-crash-copy-'));
  try {
    await cp(folder, copy, { recursive: true });
    const database = new Level<string, Uint8Array>(copy, { valueEncoding: 'view', createIfMissing: false });
    await database.open();
    try {
      const stored = new Map<string, Uint8Array>();
      for await (const [key, value] of database.iterator()) stored.set(key, value);
      return stored;
    } finally {
      await database.close();
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
