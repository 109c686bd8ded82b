/**
 * The observer and the oracles share no code with what they judge, not even through a third file:
 * else one defect could blind both.
 */
import { type Check, isTest } from './check.ts';
import { importGraph } from './imports.ts';

const isObserver = (path: string): boolean =>
  !isTest(path) && path.split('/').some((part) => /^(observer|oracle)/.test(part));

const isProduct = (path: string): boolean => /^(engine|relay)\//.test(path);

export const observersCheck: Check = {
  name: 'observers and oracles share no code with the product',
  find(tree) {
    const graph = importGraph(tree);
    const findings: string[] = [];
    for (const observer of [...graph.keys()].filter(isObserver)) {
      const seen = new Set([observer]);
      for (const file of seen) {
        if (isProduct(file)) continue;
        for (const target of graph.get(file) ?? []) {
          if (isProduct(target)) findings.push(`${observer} reaches ${target} through ${file}`);
          seen.add(target);
        }
      }
    }
    return findings;
  },
};
