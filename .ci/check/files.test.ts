/** The checks of single files: names, lengths, suppressions, skipped tests. */
import { expect, it } from 'vitest';
import { fileLengthCheck } from './file-length.ts';
import { fileNamesCheck } from './file-names.ts';
import { skippedTestsCheck } from './skipped-tests.ts';
import { suppressionsCheck } from './suppressions.ts';
import { treeOf } from './tree.ts';

it.each([
  'engine/model/utils.ts',
  'relay/helpers/a.ts',
  'engine/device/tab-manager.ts',
  'test/common.test.ts',
  'engine/record/types.ts',
  'engine/record/readRow.ts',
])('finds the name of %s', (file) => {
  expect(fileNamesCheck.find(treeOf({ [file]: '' }))).toHaveLength(1);
});

it.each(['engine/record/read-row.test.ts', '.ci/check/main.ts', 'engine/model/attribute-type.ts'])(
  'accepts the name of %s',
  (file) => {
    expect(fileNamesCheck.find(treeOf({ [file]: '' }))).toEqual([]);
  },
);

it('finds a file of 301 lines and accepts one of 300', () => {
  const tree = treeOf({ 'a.ts': 'x;\n'.repeat(301), 'b.ts': 'x;\n'.repeat(300), 'c.md': '\n'.repeat(900) });
  expect(fileLengthCheck.find(tree)).toEqual([expect.stringContaining('a.ts has 301 lines')]);
});

it.each(['// @ts-ignore', '/* biome-ignore lint: x */', ' * @ts-expect-error', 'x; // TODO later'])(
  'finds what is switched off or left: %s',
  (line) => {
    const source = line.startsWith(' *') ? `/**\n${line}\n */` : line;
    expect(suppressionsCheck.find(treeOf({ 'a.ts': source }))).toHaveLength(1);
  },
);

it('takes no string for a suppression', () => {
  expect(suppressionsCheck.find(treeOf({ 'a.ts': "const text = 'TODO';" }))).toEqual([]);
});

it.each(['it.skip', 'test.only', 'describe.todo', 'it.concurrent.only', 'it.skipIf(true)', 'it.fails'])(
  'finds a test that is left out: %s',
  (call) => {
    expect(skippedTestsCheck.find(treeOf({ 'a.test.ts': `${call}('x', run);` }))).toHaveLength(1);
    expect(skippedTestsCheck.find(treeOf({ 'a.test.ts': "it.each([1])('it.skip %s', run);" }))).toEqual([]);
  },
);
