import { describe, expect, it } from 'vitest';
import { layersCheck } from './layers.ts';
import { treeOf } from './tree.ts';

const findIn = (file: string, source: string) => layersCheck.find(treeOf({ [file]: source }));

describe('layers', () => {
  it.each([
    ['engine/model/a.ts', "import { b } from '../record/index.ts';", 'upwards'],
    ['engine/record/a.ts', "import type { B } from '../device/index.ts';", 'upwards'],
    ['engine/record/a.ts', "export * from '../model/ids.ts';", 'go through engine/model/index.ts'],
    ['engine/record/a.ts', "import { b } from '../index.ts';", 'stands above'],
    ['engine/record/a.test.ts', "import { b } from '../../relay/store/index.ts';", 'knows nothing of relay'],
    ['engine/model/a.ts', "const b = await import('../../test/world/b.ts');", 'knows nothing of test'],
    ['relay/store/a.ts', "import { b } from '../commit/index.ts';", 'upwards'],
    ['relay/commit/a.ts', "import { b } from '../routing/touched.ts';", 'go through relay/routing/index.ts'],
    ['relay/commit/a.ts', "import { b } from '../../engine/index.ts';", 'name the folder'],
    ['relay/api/a.ts', "import { b } from '../../engine/device/index.ts';", 'only the device command'],
    ['relay/session/a.ts', "import { b } from '../../engine/react/index.ts';", 'never imports react'],
    ['client-demo/tablet/a.ts', "import { b } from '../../relay/index.ts';", 'knows nothing of relay'],
    ['client-demo/tablet/a.ts', "import { b } from '../../engine/react/a.ts';", 'go through'],
    ['client-demo/tablet/a.ts', "import { b } from '../../engine/device/index.ts';", 'as its users have'],
    ['engine/strange/a.ts', '', 'has no layer'],
  ])('finds what is wrong in %s with %s', (file, source, problem) => {
    expect(findIn(file, source)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['engine/record/a.ts', "import { b } from './b.ts';\nimport { c } from '../model/index.ts';"],
    ['engine/filter/a.ts', "import { b } from '../record/index.ts';"],
    ['engine/record/a.test.ts', "import { b } from '../../test/world/b.ts';"],
    ['engine/index.ts', "export { b } from './device/index.ts';"],
    ['client-demo/tablet/a.tsx', "import { b } from '../../engine/index.ts';"],
    ['client-demo/tablet/a.tsx', "import { b } from '../../engine/react/index.ts';"],
    ['client-demo/tablet/a.tsx', "import { b } from '../words/en.ts';"],
    ['relay/cli/device.ts', "import { b } from '../../engine/device/index.ts';"],
    ['relay/administration/a.ts', "import { b } from '../../engine/model/parse-metadata.ts';"],
    ['test/simulation/a.ts', "import { b } from '../../relay/commit/commit.ts';"],
    [
      'engine/model/a.ts',
      "const text = \"import { b } from '../device/index.ts'\"; // from '../device/b.ts'",
    ],
  ])('leaves %s alone with %s', (file, source) => {
    expect(findIn(file, source)).toEqual([]);
  });
});
