/**
 * The package has what its entry points need and nothing that only tests use: that is named `*.fixture.ts`
 * where it stands beside its tests, and left out of the package.
 */
import { type Check, isSource, isTest } from './check.ts';
import { importGraph } from './imports.ts';

/** What a user of the package runs or imports, and what `npm start` runs. */
const entries = [
  'engine/index.ts',
  'engine/react/index.ts',
  'engine/without-buffer.ts',
  'relay/index.ts',
  'relay/cli/main.ts',
  'relay/cli/start.ts',
];

const isShipped = (path: string): boolean =>
  /^(engine|relay)\//.test(path) && isSource(path) && !isTest(path) && !path.includes('.fixture.');

export const shippedFilesCheck: Check = {
  name: 'everything that is shipped is used by what is shipped',
  find(tree) {
    const graph = importGraph(tree);
    const used = new Set(entries);
    for (const file of used) for (const target of graph.get(file) ?? []) used.add(target);
    const unused = tree.files.filter((file) => isShipped(file) && !used.has(file));
    const { files = [] } = JSON.parse(tree.read('package.json')) as { readonly files?: readonly string[] };
    const leftOut = ['!dist/**/*.test.*', '!dist/**/*.fixture.*'].filter((rule) => !files.includes(rule));
    return [
      ...unused.map((file) => `${file} is reached from no entry point; is it a fixture of tests?`),
      ...[...used]
        .filter((file) => file.includes('.fixture.'))
        .map((file) => `${file} is used by the product`),
      ...leftOut.map((rule) => `package.json files lacks ${rule}`),
    ];
  },
};
