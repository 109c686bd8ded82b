/**
 * The picture of `docs/architecture.md` is drawn from the real imports, and so is the table behind it.
 *
 * Invariant: every folder of engine and relay is in the picture. An arrow of the picture is an import that no
 * path over other arrows stands for; the table has them all. Tests and fixtures are left out.
 */
import { type Check, isSource, isTest, type Tree } from './check.ts';
import { importGraph } from './imports.ts';

const PAGE = 'docs/architecture.md';
const AREAS = ['relay', 'engine'] as const;

type Folders = ReadonlyMap<string, ReadonlySet<string>>;

export const pictureCheck: Check = {
  name: `the picture of ${PAGE} shows the real imports`,
  find(tree) {
    if (!tree.files.includes(PAGE)) return [`${PAGE} is missing`];
    const page = tree.read(PAGE);
    const drawn = withPicture(page, tree);
    if (drawn === undefined) return [`${PAGE} has no place for the picture or the table`];
    return drawn === page ? [] : [`${PAGE} differs from the imports; npm run check -- --rewrite draws it`];
  },
  produce(tree) {
    const page = tree.read(PAGE);
    return { path: PAGE, text: withPicture(page, tree) ?? page };
  },
};

/** The page with picture and table as they should be; undefined where it has no place for them. */
export function withPicture(page: string, tree: Tree): string | undefined {
  const picture = /(?<=^```mermaid\nflowchart TD\n).*?(?=^```$)/ms;
  const table = /(?<=^\| folder \| imports \|\n\| --- \| --- \|\n)(?:\|.*\n)*/m;
  if (!picture.test(page) || !table.test(page)) return undefined;
  const folders = foldersOf(tree);
  return page.replace(picture, () => pictureOf(folders)).replace(table, () => tableOf(folders));
}

/** Folders (`engine/record`) and the folders that their files import, both sorted. */
function foldersOf(tree: Tree): Folders {
  const folderOf = (path: string): string | undefined => {
    const [area, folder, ...rest] = path.split('/');
    const isInside = rest.length > 0 && AREAS.some((name) => name === area);
    return isInside ? `${area}/${folder}` : undefined;
  };
  const isProduct = (path: string): boolean => isSource(path) && !isTest(path) && !path.includes('.fixture.');
  const graph = importGraph(tree);
  const files = [...graph.keys()].filter((path) => isProduct(path) && folderOf(path) !== undefined).sort();
  const folders = new Map<string, Set<string>>();
  for (const file of files) {
    const folder = folderOf(file) ?? '';
    const known = folders.get(folder) ?? new Set();
    folders.set(folder, known);
    for (const target of graph.get(file) ?? []) {
      const other = folderOf(target);
      if (other !== undefined && other !== folder) known.add(other);
    }
  }
  return new Map([...folders].map(([folder, others]) => [folder, new Set([...others].sort())]));
}

function pictureOf(folders: Folders): string {
  const arrows = [...folders].flatMap(([from, others]) =>
    [...others].filter((to) => !isReachedBeside(from, to, folders)).map((to) => ({ from, to })),
  );
  const name = (folder: string): string => folder.slice(folder.indexOf('/') + 1);
  const inside = (area: string) =>
    [...folders.keys()]
      .filter((folder) => folder.startsWith(`${area}/`))
      .map((folder) => `    ${name(folder)}`);
  const boxes = AREAS.flatMap((area) => [`  subgraph ${area}`, ...inside(area), '  end']);
  const drawn = arrows.map(({ from, to }) => `  ${name(from)} --> ${name(to)}`);
  return [...boxes, ...drawn, ''].join('\n');
}

/** Whether `to` is reached from `from` over a third folder. */
function isReachedBeside(from: string, to: string, folders: Folders): boolean {
  const seen = new Set([...(folders.get(from) ?? [])].filter((folder) => folder !== to));
  for (const folder of seen) {
    if (folder === to) return true;
    for (const next of folders.get(folder) ?? []) seen.add(next);
  }
  return false;
}

function tableOf(folders: Folders): string {
  return [...folders]
    .map(
      ([folder, others]) => `| \`${folder}\` | ${[...others].map((other) => `\`${other}\``).join(' ')} |\n`,
    )
    .join('');
}
