/** Every package that code imports is listed: for shipped code among what an install brings. */
import { builtinModules } from 'node:module';
import { type Check, isSource, isTest } from './check.ts';
import { importsOf } from './imports.ts';

const isShipped = (path: string): boolean => /^(engine|relay)\//.test(path) && !isTest(path);

/** The peers of the benchmarks have a package file of their own. */
const isElsewhere = (path: string): boolean => path.startsWith('bench/peers/');

export const dependenciesCheck: Check = {
  name: 'every imported package is a listed dependency',
  find(tree) {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(tree.read('package.json')) as {
      readonly dependencies?: Readonly<Record<string, string>>;
      readonly devDependencies?: Readonly<Record<string, string>>;
    };
    const findings: string[] = [];
    for (const file of tree.files.filter((path) => isSource(path) && !isElsewhere(path))) {
      for (const { specifier, line } of importsOf(tree.read(file))) {
        if (/^(\.|node:)/.test(specifier) || builtinModules.includes(specifier)) continue;
        const name = specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
        const isListed = name in dependencies || (!isShipped(file) && name in devDependencies);
        if (!isListed)
          findings.push(`${file}:${line} imports ${name}, which package.json does not list for it`);
      }
    }
    return findings;
  },
};
