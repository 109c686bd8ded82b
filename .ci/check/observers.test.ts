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
