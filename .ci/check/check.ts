/**
 * What a check is: a name and a function of the tree that gives its findings, none when all is well.
 *
 * Invariant: a check reads only the tree that it is handed, so its test can hand it a small bad one.
 * (The four that run a tool, `biome`, `tsc` and the bundler, work in the tree's folder.)
 */

/** The files of the project, ignored ones left out. Paths are relative, with `/`. */
export interface Tree {
  /** Where it stands on disk; empty for a tree made of texts. */
  readonly folder: string;
  readonly files: readonly string[];
  /** The text of a file of the tree; throws for any other. */
  read(path: string): string;
}

export interface Check {
  readonly name: string;
  /** One line per finding, beginning with the place: `path:line what is wrong`. */
  find(tree: Tree): readonly string[] | Promise<readonly string[]>;
  /** Something worth saying that is no failure. */
  note?(tree: Tree): string;
  /** For a check of a produced file: the file as it should be. */
  produce?(tree: Tree): { readonly path: string; readonly text: string };
}

/** Whether the file is TypeScript source. */
export const isSource = (path: string): boolean => /\.tsx?$/.test(path) && !path.endsWith('.d.ts');

/** Whether the file is a unit test or a proof that the test runner runs. */
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

/** The number of the line that the offset lies in, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
