import { expect, it } from 'vitest';
import { shippedFilesCheck } from './shipped-files.ts';
import { treeOf } from './tree.ts';

const files = {
  'package.json': JSON.stringify({ files: ['dist/engine', '!dist/**/*.test.*', '!dist/**/*.fixture.*'] }),
  'engine/index.ts': "export * from './model/index.ts';",
  'engine/model/index.ts': '',
  'engine/model/a.test.ts': "import './world.fixture.ts';",
  'engine/model/world.fixture.ts': '',
};

it('is content with fixtures beside tests', () => {
  expect(shippedFilesCheck.find(treeOf(files))).toEqual([]);
});

it.each<[string, Record<string, string>, string]>([
  ['code that only tests use', { 'engine/model/world.ts': '' }, 'engine/model/world.ts is reached from no'],
  [
    'a fixture in the product',
    { 'engine/model/index.ts': "import './world.fixture.ts';" },
    'world.fixture.ts is used by the product',
  ],
  ['fixtures in the package', { 'package.json': '{"files":["!dist/**/*.test.*"]}' }, '*.fixture.*'],
])('finds %s', (_, more, finding) => {
  const findings = shippedFilesCheck.find(treeOf({ ...files, ...more }));
  expect(findings).toEqual([expect.stringContaining(finding)]);
});
