/**
 * Where the files of an import come from: a folder on disk, or whatever a caller hands in.
 *
 * This file is a rim: it reads disks. Invariant: a name never leads out of the folder.
 */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RejoinError } from '../../engine/model/index.ts';

/** Some hundred rows: between two pieces the sessions of devices get their turn. */
const PIECE_BYTES = 32 * 1024;

/** Files by name, read from the beginning as often as asked. */
export interface FileSource {
  /** The names of the files, sorted. */
  list(): Promise<readonly string[]>;
  /** The bytes in pieces of any size, each in a turn of its own. Throws where there is no such file. */
  open(name: string): AsyncIterable<Uint8Array>;
}

/** The files of a folder, those of its subfolders left out. Throws `not-found` where it can't be read. */
export function folderSource(folder: string): FileSource {
  return {
    async list() {
      try {
        const entries = await readdir(folder, { withFileTypes: true });
        return entries
          .filter((entry) => !entry.isDirectory())
          .map(({ name }) => name)
          .sort();
      } catch (error) {
        throw new RejoinError('not-found', `The folder ${folder} can not be read.`, { cause: error });
      }
    },
    async *open(name) {
      if (/[/\\\0]/.test(name) || name === '..')
        throw new RejoinError('invalid-argument', 'A file of an import is named without a path.');
      for await (const piece of createReadStream(join(folder, name), { highWaterMark: PIECE_BYTES })) {
        yield piece;
        await nextTurn();
      }
    },
  };
}

/** Files that are in memory already; for tests and for the sample. */
export function memorySource(files: Readonly<Record<string, string | Uint8Array>>): FileSource {
  return {
    list: async () => Object.keys(files).sort(),
    async *open(name) {
      const content = Object.hasOwn(files, name) ? files[name] : undefined;
      if (content === undefined) throw new RejoinError('not-found', `There is no file ${name}.`);
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
        yield bytes.subarray(from, from + PIECE_BYTES);
        await nextTurn();
      }
    },
  };
}
