import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { bundleProblems } from './bundle.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder with these files, removed after the test. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rejoin-bundle-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

it('accepts a small bundle', async () => {
  const folder = folderWith({
    'a.ts': "import { b } from './b.ts';\nconsole.log(b);",
    'b.ts': 'export const b = 1;',
  });
  expect(await bundleProblems(folder, 'a.ts', 1_000)).toEqual([]);
});

it('finds a bundle over its budget', async () => {
  const folder = folderWith({ 'a.ts': `export const a = '${randomBytes(2_000).toString('hex')}';` });
  expect(await bundleProblems(folder, 'a.ts', 1_000)).toEqual([expect.stringContaining('over 1000')]);
});

it('finds a module of Node', async () => {
  const folder = folderWith({ 'a.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('a');" });
  expect(await bundleProblems(folder, 'a.ts', 1_000)).toEqual([expect.stringContaining('node:fs')]);
});

it('finds a second copy of yjs', async () => {
  const folder = folderWith({
    'a.ts': "import { y } from 'yjs';\nimport { z } from 'editor';\nconsole.log(y, z);",
    'node_modules/yjs/index.js': 'export const y = 1;',
    'node_modules/editor/index.js': "export { y as z } from 'yjs';",
    'node_modules/editor/node_modules/yjs/index.js': 'export const y = 2;',
  });
  expect(await bundleProblems(folder, 'a.ts', 1_000)).toEqual([expect.stringContaining('2 copies of yjs')]);
});
