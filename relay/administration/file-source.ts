/**
 * Where the files of an import come from: a folder on disk, or whatever a caller hands in.
 *
 * This file is a rim: it reads disks. Invariant: a name never leads out of the folder.
 */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RejoinError } from '../../engine/model/index.ts';

/** Files by name, read from the beginning as often as asked. */
export interface FileSource {
  /** The names of the files, sorted. */
  list(): Promise<readonly string[]>;
  /** The bytes in pieces of any size. Throws where there is no such file. */
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
    open(name) {
      if (/[/\\\0]/.test(name) || name === '..')
        throw new RejoinError('invalid-argument', 'A file of an import is named without a path.');
      return createReadStream(join(folder, name), { highWaterMark: 256 * 1024 });
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
      yield typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
  };
}
