import { expect, it } from 'vitest';
import { publicNamesCheck } from './public-names.ts';
import { treeOf } from './tree.ts';

const files = {
  'package.json': JSON.stringify({
    name: 'rejoin',
    exports: { '.': { default: './dist/engine/index.js' } },
  }),
  'engine/index.ts': [
    "export * from './more.ts';",
    "export { a, type B, c as d } from './model/index.ts';",
    "export type { E } from './model/index.ts';",
    'export const f = 1;',
    'export abstract class G {}',
  ].join('\n'),
  'engine/more.ts': 'export async function h(): Promise<void> {}\nexport interface I {}\nconst hidden = 1;',
};

const names = { B: 'type', E: 'type', G: 'value', I: 'type', a: 'value', d: 'value', f: 'value', h: 'value' };

it('reads every way to export a name', () => {
  const produced = publicNamesCheck.produce?.(treeOf(files));
  expect(JSON.parse(produced?.text ?? '')).toEqual({ rejoin: names });
});

it('passes with the list that it produces, and finds a name added, lost or changed in kind', () => {
  const list = publicNamesCheck.produce?.(treeOf(files)).text ?? '';
  const findWith = (index: string) =>
    publicNamesCheck.find(treeOf({ ...files, '.ci/public-names.json': list, 'engine/index.ts': index }));
  const index = files['engine/index.ts'];
  expect(findWith(index)).toEqual([]);
  expect(findWith(`${index}\nexport const added = 1;`)).toEqual([
    'rejoin: value added is exported and not listed',
  ]);
  expect(findWith(index.replace('export const f = 1;', ''))).toEqual([
    'rejoin: value f is listed and not exported',
  ]);
  expect(findWith(index.replace('type B', 'B'))).toHaveLength(2);
});

it('finds an entry point without a source', () => {
  const tree = treeOf({ 'package.json': files['package.json'] });
  expect(publicNamesCheck.find(tree)).toEqual(['rejoin: its source engine/index.ts does not exist']);
});
