import { expect, it } from 'vitest';
import { pictureCheck, withPicture } from './picture.ts';
import { treeOf } from './tree.ts';

const page = (arrows: string, rows: string): string =>
  `# A\n\n\`\`\`mermaid\nflowchart TD\n${arrows}\`\`\`\n\n| folder | imports |\n| --- | --- |\n${rows}\nEnd.\n`;
const files = {
  'engine/index.ts': "export * from './record/index.ts';",
  'engine/model/index.ts': '',
  'engine/record/index.ts': "import '../model/index.ts';",
  'engine/record/a.test.ts': "import '../odd/index.ts';",
  'engine/record/a.fixture.ts': "import '../odd/index.ts';",
  'relay/store/index.ts': "import '../../engine/record/index.ts'; import '../../engine/model/index.ts';",
};
const right = page(
  [
    ...['  subgraph relay', '    store', '  end', '  subgraph engine', '    model', '    record', '  end'],
    ...['  record --> model', '  store --> record', ''],
  ].join('\n'),
  '| `engine/model` |  |\n| `engine/record` | `engine/model` |\n| `relay/store` | `engine/model` `engine/record` |\n',
);

it('draws every folder, and only arrows that no others stand for', () => {
  expect(withPicture(page('', ''), treeOf(files))).toBe(right);
  expect(pictureCheck.find(treeOf({ ...files, 'docs/architecture.md': right }))).toEqual([]);
});

it.each([
  ['lacks an arrow', right.replace('  store --> record\n', '')],
  [
    'has an arrow that is no import',
    right.replace('  record --> model\n', '  record --> model\n  model --> record\n'),
  ],
  ['leaves a folder out', right.replace('    store\n', '')],
  ['has another table', right.replace('| `relay/store` | `engine/model` ', '| `relay/store` | ')],
  ['has no picture', '# A\n'],
])('finds a picture that %s', (_, text) => {
  expect(pictureCheck.find(treeOf({ ...files, 'docs/architecture.md': text }))).toHaveLength(1);
});
