import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
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

describe('a module of Node', () => {
  const names = builtinModules.filter((name) => !name.startsWith('node:'));
  /** Packages for browsers bear these names too. */
  const isPackage = (name: string) => ['buffer', 'events', 'punycode'].includes(name);
  const prefixed = [...names, 'test', 'sqlite', 'sea'].map((name) => `node:${name}`);
  const modules = [...prefixed, ...names.filter((name) => !isPackage(name))];

  it.each([
    ['an import', (name: string) => `import * as all from '${name}';\nconsole.log(all);`],
    ['an import when it is needed', (name: string) => `import('${name}').catch(() => undefined);`],
    ['a require that may fail', (name: string) => `try { require('${name}'); } catch { console.log(1); }`],
  ])('is found in %s, whichever it is', async (_, write) => {
    const folder = folderWith({
      'a.ts': modules.map((_name, at) => `import './module-${at}.ts';`).join('\n'),
      ...Object.fromEntries(modules.map((name, at) => [`module-${at}.ts`, write(name)])),
    });

    const problems = (await bundleProblems(folder, 'a.ts', 100_000)).join('\n');

    const unfound = modules.filter((name) => !new RegExp(`[" ]${name}[" ]`).test(problems));
    expect(unfound).toEqual([]);
  });
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
