import { expect, it } from 'vitest';
import { cyclesCheck } from './cycles.ts';
import { treeOf } from './tree.ts';

it('finds a circle of files, of types too, and names its path', () => {
  const tree = treeOf({
    'engine/model/a.ts': "import { b } from './b.ts';",
    'engine/model/b.ts': "import type { C } from './c.ts';",
    'engine/model/c.ts': "export { a } from './a.ts';",
  });
  expect(cyclesCheck.find(tree)).toEqual([
    'engine/model/a.ts → engine/model/b.ts → engine/model/c.ts → engine/model/a.ts',
  ]);
});

it('finds a circle of folders whose files form none', () => {
  const tree = treeOf({
    'engine/filter/a.ts': "import { b } from '../record/index.ts';",
    'engine/record/index.ts': '',
    'engine/record/c.ts': "import { d } from '../filter/index.ts';",
    'engine/filter/index.ts': '',
  });
  expect(cyclesCheck.find(tree)).toEqual(['engine/filter → engine/record → engine/filter']);
});

it('lets two files need a third', () => {
  const tree = treeOf({
    'engine/model/a.ts': "import { b } from './b.ts';\nimport { c } from './c.ts';",
    'engine/model/b.ts': "import { c } from './c.ts';",
    'engine/model/c.ts': '',
  });
  expect(cyclesCheck.find(tree)).toEqual([]);
});
