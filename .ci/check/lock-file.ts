/** Lock files: one copy of what may exist once, and no address of a registry, which users may not reach. */
import type { Check, Tree } from './check.ts';

/** Two copies of one of these do not recognise each other's documents. */
const singles: readonly string[] = ['yjs', 'lib0', 'y-protocols'];

interface Lock {
  readonly packages?: Readonly<Record<string, { readonly resolved?: string }>>;
}

const locksOf = (tree: Tree): readonly (readonly [string, Lock])[] =>
  tree.files
    .filter((path) => path.endsWith('package-lock.json'))
    .map((path) => [path, JSON.parse(tree.read(path)) as Lock]);

export const oneCopyCheck: Check = {
  name: `one copy of ${singles.join(', ')}`,
  find: (tree) =>
    locksOf(tree).flatMap(([path, { packages = {} }]) =>
      singles.flatMap((name) => {
        const copies = Object.keys(packages).filter((place) => place.endsWith(`node_modules/${name}`));
        return copies.length > 1 ? [`${path} installs ${name} at ${copies.join(' and ')}`] : [];
      }),
    ),
};

export const addressesCheck: Check = {
  name: 'no registry addresses in lock files',
  find: (tree) =>
    locksOf(tree).flatMap(([path, { packages = {} }]) =>
      Object.entries(packages)
        .filter(([, { resolved }]) => resolved?.includes('://'))
        .map(([place, { resolved }]) => `${path}: ${place} names ${resolved}`),
    ),
};
