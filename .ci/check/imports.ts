/**
 * What a source file imports, told from its text alone: imports, re-exports, `import()`.
 *
 * Type-only imports count: a type that comes from above is a dependence on what is above.
 */
import { posix } from 'node:path';
import { isSource, isTest, lineAt, type Tree } from './check.ts';
import { codeOnly } from './source-text.ts';

export interface Import {
  readonly specifier: string;
  /** What stands between `import` and `from`. */
  readonly clause: string;
  readonly isType: boolean;
  readonly line: number;
}

const statement =
  /\b(?:(?:import|export)\s+(?<clause>(?:type\s+)?[\w$*{},\s]*?)\bfrom\s*|import\s*\(?\s*)(?<quote>['"])(?<gap> *)\k<quote>/g;

/** Every import of the text, in order. */
export function importsOf(text: string): readonly Import[] {
  const imports: Import[] = [];
  for (const match of codeOnly(text).matchAll(statement)) {
    const clause = match.groups?.clause?.trim() ?? '';
    const end = match.index + match[0].length - 1;
    const start = end - (match.groups?.gap?.length ?? 0);
    const specifier = text.slice(start, end);
    imports.push({ specifier, clause, isType: /^type\b/.test(clause), line: lineAt(text, match.index) });
  }
  return imports;
}

/** The file of the project that a relative import names; undefined for a package. */
export function resolveImport(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}

/** Files of the project and the files that each imports, tests left out. */
export function importGraph(tree: Tree): ReadonlyMap<string, readonly string[]> {
  const graph = new Map<string, readonly string[]>();
  for (const file of tree.files.filter((path) => isSource(path) && !isTest(path))) {
    const targets = importsOf(tree.read(file)).map(({ specifier }) => resolveImport(file, specifier));
    graph.set(file, [...new Set(targets.filter((target) => target !== undefined))]);
  }
  return graph;
}
