import { expect, it } from 'vitest';
import { observersCheck } from './observers.ts';
import { treeOf } from './tree.ts';

it('finds an observer that reaches the product through a third file', () => {
  const tree = treeOf({
    'test/world/observer.ts': "import { read } from './read-folder.ts';",
    'test/world/read-folder.ts': "import { keys } from '../../relay/store/index.ts';",
    'relay/store/index.ts': '',
  });
  expect(observersCheck.find(tree)).toEqual([
    'test/world/observer.ts reaches relay/store/index.ts through test/world/read-folder.ts',
  ]);
});

it('finds an oracle that imports the product, and leaves its test alone', () => {
  const source = "import { decodeUpdate } from '../../engine/record/index.ts';";
  const tree = treeOf({ 'test/fuzz/oracle-update.ts': source, 'test/fuzz/oracle-update.test.ts': source });
  expect(observersCheck.find(tree)).toHaveLength(1);
});

it.each([
  'test/simulation/checks.ts',
  'test/simulation/ledger.ts',
  'test/simulation/frame-watch.ts',
  'test/simulation/rest-probes.ts',
  'test/crash/check-rest.ts',
])('finds %s reading with the product, and lets it name types that are gone when it runs', (path) => {
  const world = "import { createDevice } from '../../engine/device/index.ts'; export class World {}";
  const naming =
    "import type { World } from './world.ts'; import type { Device } from '../../engine/index.ts';";
  const reading = "import { decodeRelayMessage } from '../../engine/protocol/index.ts';";
  const half = "import { type Id, asId } from '../../engine/model/index.ts';";
  const others = { 'test/simulation/world.ts': world, 'test/crash/world.ts': world };
  const findings = (source: string) => observersCheck.find(treeOf({ ...others, [path]: source }));
  expect(findings(naming)).toEqual([]);
  expect(findings(reading)).toEqual([`${path} reaches engine/protocol/index.ts through ${path}`]);
  expect(findings(half)).toHaveLength(1);
  expect(findings("import { World } from './world.ts';")).toHaveLength(1);
});

it('leaves what acts in a world alone', () => {
  const source = "import { asId } from '../../engine/model/index.ts';";
  expect(observersCheck.find(treeOf({ 'test/simulation/user-steps.ts': source }))).toEqual([]);
});
