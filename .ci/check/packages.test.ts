/** The checks of the package file and the lock file. */
import { expect, it } from 'vitest';
import { dependenciesCheck } from './dependencies.ts';
import { addressesCheck, oneCopyCheck } from './lock-file.ts';
import { treeOf } from './tree.ts';

const lock = (packages: Readonly<Record<string, object>>) =>
  treeOf({ 'package-lock.json': JSON.stringify({ packages }) });

it('finds a second copy of yjs', () => {
  const two = lock({ 'node_modules/yjs': {}, 'node_modules/editor/node_modules/yjs': {} });
  expect(oneCopyCheck.find(two)).toHaveLength(1);
  expect(oneCopyCheck.find(lock({ 'node_modules/yjs': {}, 'node_modules/not-yjs': {} }))).toEqual([]);
});

it('finds the address of a registry', () => {
  const addressed = lock({ 'node_modules/yjs': { resolved: 'https://registry.example/yjs.tgz' } });
  expect(addressesCheck.find(addressed)).toHaveLength(1);
  expect(addressesCheck.find(lock({ 'node_modules/yjs': { version: '1.0.0' } }))).toEqual([]);
});

it('finds an import of a package that is not listed, or listed for tests only', () => {
  const tree = treeOf({
    'package.json': JSON.stringify({
      dependencies: { yjs: '1', '@a/b': '1' },
      devDependencies: { vitest: '4' },
    }),
    'engine/a.ts': "import 'yjs';\nimport '@a/b/c';\nimport 'vitest';\nimport 'node:path';\nimport './b.ts';",
    'engine/a.test.ts': "import 'vitest';\nimport 'unlisted/part';",
  });
  expect(dependenciesCheck.find(tree)).toEqual([
    expect.stringMatching(/^engine\/a\.ts:3 imports vitest/),
    expect.stringMatching(/^engine\/a\.test\.ts:2 imports unlisted/),
  ]);
});

it('lets only the part for apps of that kind import what an app brings itself', () => {
  const tree = treeOf({
    'package.json': JSON.stringify({ peerDependencies: { react: '19' } }),
    'engine/react/a.ts': "import 'react';",
    'engine/device/a.ts': "import 'react';",
  });
  expect(dependenciesCheck.find(tree)).toEqual([
    expect.stringMatching(/^engine\/device\/a\.ts:1 imports react/),
  ]);
});
