/**
 * No test is left out. A test that needs what a machine may lack is not declared there at all, by a
 * plain `if` around it.
 */
import { type Check, isTest, lineAt } from './check.ts';
import { codeOnly } from './source-text.ts';

const leftOut = /\b(?:it|test|describe|suite)(?:\.\w+)*?\.(?:skip|only|todo|skipIf|runIf|fails)\b/g;

export const skippedTestsCheck: Check = {
  name: 'no test is skipped, singled out or left for later',
  find: (tree) =>
    tree.files.filter(isTest).flatMap((file) => {
      const code = codeOnly(tree.read(file));
      return [...code.matchAll(leftOut)].map((match) => `${file}:${lineAt(code, match.index)} ${match[0]}`);
    }),
};
