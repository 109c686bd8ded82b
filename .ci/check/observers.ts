/**
 * The observer, the oracles and whatever judges a world share no code with what they judge, not even
 * through a third file: else one defect could blind both.
 *
 * An observer or an oracle names no type of the product either. What judges a simulated or a crashed world
 * (its checks, watches, probes and ledger) has to name the devices that it looks at, so it may import types
 * (`import type`), which are gone when it runs.
 */
import { type Check, isSource, isTest, type Tree } from './check.ts';
import { importsOf, resolveImport } from './imports.ts';

const isObserver = (path: string): boolean =>
  !isTest(path) && path.split('/').some((part) => /^(observer|oracle)/.test(part));

const isJudge = (path: string): boolean =>
  /^test\/(simulation|crash)\/(checks|check-.*|ledger|.*-(watch|probes))\.ts$/.test(path);

const isProduct = (path: string): boolean => /^(engine|relay)\//.test(path);

export const observersCheck: Check = {
  name: 'observers, oracles and judges share no code with the product',
  find(tree) {
    const sources = tree.files.filter((path) => isSource(path) && !isTest(path));
    return sources.flatMap((path) => {
      if (isObserver(path)) return reached(tree, path, () => true);
      return isJudge(path) ? reached(tree, path, ({ isType }) => !isType) : [];
    });
  },
};

/** Each file of the product that the file reaches through the imports that count. */
function reached(tree: Tree, from: string, counts: (one: { readonly isType: boolean }) => boolean): string[] {
  const findings: string[] = [];
  const seen = new Set([from]);
  for (const file of seen) {
    if (isProduct(file) || !tree.files.includes(file)) continue;
    const targets = importsOf(tree.read(file))
      .filter(counts)
      .map(({ specifier }) => resolveImport(file, specifier));
    for (const target of new Set(targets)) {
      if (target === undefined) continue;
      if (isProduct(target)) findings.push(`${from} reaches ${target} through ${file}`);
      seen.add(target);
    }
  }
  return findings;
}
