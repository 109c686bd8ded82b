import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatAndLintCheck, typesCheck } from './tools.ts';
import { treeIn } from './tree.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rejoin-tools-'));
  for (const file of ['.gitignore', 'biome.json', 'package.json', 'tsconfig.json'])
    copyFileSync(file, join(folder, file));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  mkdirSync(join(folder, 'engine'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const findWith = (source: string, check: typeof typesCheck) => {
  writeFileSync(join(folder, 'engine/a.ts'), source);
  return check.find(treeIn(folder));
};

it('finds code that the formatter would write otherwise or the linter forbids', async () => {
  expect(await findWith('export const a = 1;\n', formatAndLintCheck)).toEqual([]);
  expect(await findWith('export const a   = 1\n', formatAndLintCheck)).toEqual([
    expect.stringMatching(/engine\/a\.ts:1 format/),
  ]);
  expect(await findWith('export const a: any = 1;\n', formatAndLintCheck)).toEqual([
    expect.stringMatching(/engine\/a\.ts:1 lint\/suspicious\/noExplicitAny/),
  ]);
});

it('finds what the compiler refuses', async () => {
  expect(await findWith('export const a: number = 1;\n', typesCheck)).toEqual([]);
  expect(await findWith("export const a: number = 'b';\n", typesCheck)).toEqual([
    expect.stringContaining('engine/a.ts(1,14)'),
  ]);
});

it('finds what the compiler refuses in the pages, which know a browser', async () => {
  mkdirSync(join(folder, 'client-demo'));
  copyFileSync('client-demo/tsconfig.json', join(folder, 'client-demo/tsconfig.json'));
  const findIn = (source: string) => {
    writeFileSync(join(folder, 'client-demo/a.ts'), source);
    return findWith('export const a = 1;\n', typesCheck);
  };
  expect(await findIn('export const a: string = document.title;\n')).toEqual([]);
  expect(await findIn('export const a: number = document.title;\n')).toEqual([
    expect.stringContaining('client-demo/a.ts(1,14)'),
  ]);
});
