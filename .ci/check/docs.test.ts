/** The checks of what the docs say: promises, links, codes. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codes } from '../../engine/model/codes.ts';
import { errorsPage, errorsPageCheck } from './errors-page.ts';
import { linksCheck } from './links.ts';
import { promisesCheck } from './promises.ts';
import { treeOf } from './tree.ts';

const promises = (state: (number: number) => string): string =>
  Array.from({ length: 10 }, (_, at) => `| P${at + 1} | promise | ${state(at + 1)} |`).join('\n');

it('finds a promise that claims a test and has none', () => {
  const page = promises((number) => (number === 3 ? 'tested' : 'not yet'));
  const findWith = (name: string) =>
    promisesCheck.find(treeOf({ 'docs/promises.md': page, 'test/a.test.ts': `it('${name} x', run);` }));
  for (const name of ['[P3]', '[P2] [P3] [P4]']) expect(findWith(name)).toEqual([]);
  expect(findWith('[P4]')).toEqual([expect.stringContaining('claims that P3 is tested')]);
});

it('finds a promise that the page leaves out or a test invents', () => {
  const page = promises(() => 'not yet').replace(/\| P7 .*\n/, '');
  expect(promisesCheck.find(treeOf({ 'docs/promises.md': page }))).toEqual([expect.stringContaining('P7')]);
  const tree = treeOf({ 'docs/promises.md': promises(() => 'not yet'), 'a.test.ts': "it('[P11] x', run);" });
  expect(promisesCheck.find(tree)).toEqual([expect.stringContaining('[P11]')]);
});

it('takes no comment for a test of a promise', () => {
  const page = promises(() => 'tested');
  const tree = treeOf({ 'docs/promises.md': page, 'a.test.ts': "// it('[P1] x')" });
  expect(promisesCheck.find(tree)).toHaveLength(10);
});

it.each(['[a](b.md)', '![a](../b.png)', '[a](a.md#nowhere)', '[a](#nowhere)', '[a]: b.md'])(
  'finds a link to nowhere: %s',
  (link) => {
    expect(linksCheck.find(treeOf({ 'docs/a.md': `# Head\n\n${link}\n` }))).toHaveLength(1);
  },
);

it.each(['[a](../README.md#the-head-1)', '[a](#a-b)', '[a](https://x.org/y)', '[a](../docs)', '`[a](b.md)`'])(
  'follows a link that leads somewhere: %s',
  (link) => {
    const tree = treeOf({ 'docs/a.md': `# A *b*\n\n${link}\n`, 'README.md': '## The head\n## The head!\n' });
    expect(linksCheck.find(tree)).toEqual([]);
  },
);

it('produces the page of codes that is committed, with every code once', () => {
  const page = readFileSync('docs/errors.md', 'utf8');
  expect(page).toBe(errorsPage());
  for (const code of Object.keys(codes)) expect(page.split(`\n| \`${code}\` |`)).toHaveLength(2);
});

it('finds a page of codes that differs', () => {
  expect(errorsPageCheck.find(treeOf({ 'docs/errors.md': errorsPage() }))).toEqual([]);
  expect(errorsPageCheck.find(treeOf({ 'docs/errors.md': `${errorsPage()}more` }))).toHaveLength(1);
  expect(errorsPageCheck.find(treeOf({}))).toHaveLength(1);
});
