/**
 * Every package that code imports is listed: for shipped code among what an install brings. What an app brings
 * itself, a peer, is imported only by the part of the engine that is for such apps.
 */
import { builtinModules } from 'node:module';
import { type Check, isSource, isTest } from './check.ts';
import { importsOf } from './imports.ts';

const isShipped = (path: string): boolean => /^(engine|relay)\//.test(path) && !isTest(path);

/** What only apps of that kind import. */
const isForApps = (path: string): boolean => path.startsWith('engine/react/');

/** The peers of the benchmarks have a package file of their own. */
const isElsewhere = (path: string): boolean => path.startsWith('bench/peers/');

export const dependenciesCheck: Check = {
  name: 'every imported package is a listed dependency',
  find(tree) {
    type Packages = Readonly<Record<string, string>>;
    const {
      dependencies = {},
      devDependencies = {},
      peerDependencies = {},
    } = JSON.parse(tree.read('package.json')) as Readonly<Record<string, Packages | undefined>>;
    const findings: string[] = [];
    for (const file of tree.files.filter((path) => isSource(path) && !isElsewhere(path))) {
      for (const { specifier, line } of importsOf(tree.read(file))) {
        if (/^(\.|node:)/.test(specifier) || builtinModules.includes(specifier)) continue;
        const name = specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
        const isListed =
          name in dependencies ||
          (isForApps(file) && name in peerDependencies) ||
          (!isShipped(file) && name in devDependencies);
        if (!isListed)
          findings.push(`${file}:${line} imports ${name}, which package.json does not list for it`);
      }
    }
    return findings;
  },
};
