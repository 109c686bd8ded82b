/** No circles, neither of files nor of folders: each can be read after what it needs. */
import type { Check } from './check.ts';
import { importGraph } from './imports.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

export const cyclesCheck: Check = {
  name: 'no import cycles',
  find(tree) {
    const files = importGraph(tree);
    return [...cyclesOf(files), ...cyclesOf(foldersOf(files))].map((cycle) => cycle.join(' → '));
  },
};

/** Second-level folders (`engine/record`) and those that their files import. */
function foldersOf(files: Graph): Graph {
  const folderOf = (path: string): string => path.split('/').slice(0, 2).join('/');
  const folders = new Map<string, string[]>();
  for (const [file, targets] of files) {
    const folder = folderOf(file);
    const others = targets.map(folderOf).filter((other) => other !== folder);
    folders.set(folder, [...(folders.get(folder) ?? []), ...others]);
  }
  return folders;
}

/** One cycle for each edge that closes one, as a path that ends where it began. */
function cyclesOf(graph: Graph): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): void => {
    if (path.includes(node)) cycles.push([...path.slice(path.indexOf(node)), node]);
    if (done.has(node) || path.includes(node)) return;
    path.push(node);
    for (const next of new Set(graph.get(node))) visit(next);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return cycles;
}
