/**
 * The names that each entry point of the package exports, against the committed list: an export is a
 * promise to users, so adding or losing one is a change that a reviewer sees.
 */
import type { Check, Tree } from './check.ts';
import { exportsOf } from './exports.ts';

const LIST = '.ci/public-names.json';

export const publicNamesCheck: Check = {
  name: 'public names are those of the committed list',
  find(tree) {
    const { text } = produce(tree);
    const now = JSON.parse(text) as Listed;
    const listed = (tree.files.includes(LIST) ? JSON.parse(tree.read(LIST)) : {}) as Listed;
    const added = namesOf(now).filter((name) => !namesOf(listed).includes(name));
    const lost = namesOf(listed).filter((name) => !namesOf(now).includes(name));
    const missing = entriesOf(tree).filter(([, file]) => !tree.files.includes(file));
    return [
      ...missing.map(([entry, file]) => `${entry}: its source ${file} does not exist`),
      ...added.map((name) => `${name} is exported and not listed`),
      ...lost.map((name) => `${name} is listed and not exported`),
    ];
  },
  produce,
};

type Listed = Readonly<Record<string, Readonly<Record<string, string>>>>;

const namesOf = (list: Listed): readonly string[] =>
  Object.entries(list).flatMap(([entry, names]) =>
    Object.entries(names).map(([name, kind]) => `${entry}: ${kind} ${name}`),
  );

/** Entry points by their import name, with the source file, as package.json's `exports` gives them. */
export function entriesOf(tree: Tree): readonly (readonly [entry: string, file: string])[] {
  const { name, exports } = JSON.parse(tree.read('package.json')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, { readonly default: string }>>;
  };
  return Object.entries(exports).map(([path, target]) => [
    name + path.slice(1),
    target.default.replace(/^\.\/dist\//, '').replace(/\.js$/, '.ts'),
  ]);
}

function produce(tree: Tree): { readonly path: string; readonly text: string } {
  const list = entriesOf(tree).map(([entry, file]) => {
    const names = tree.files.includes(file) ? [...exportsOf(tree, file)] : [];
    return [entry, Object.fromEntries(names.sort(([a], [b]) => (a < b ? -1 : 1)))];
  });
  return { path: LIST, text: `${JSON.stringify(Object.fromEntries(list), null, 2)}\n` };
}
