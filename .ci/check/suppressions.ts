/** Formatter, linter and compiler have no exceptions in code, and no work is left marked for later. */
import { type Check, isSource, lineAt } from './check.ts';
import { withoutComments } from './source-text.ts';

const inComments =
  /@ts-(?:ignore|nocheck|expect-error)|biome-ignore|eslint-disable|\b(?:TODO|FIXME|XXX|HACK)\b/g;

export const suppressionsCheck: Check = {
  name: 'no check is switched off, no work left marked',
  find(tree) {
    return tree.files.filter(isSource).flatMap((file) => {
      const text = tree.read(file);
      const uncommented = withoutComments(text);
      return [...text.matchAll(inComments)]
        .filter(({ index }) => uncommented[index] === ' ')
        .map((match) => `${file}:${lineAt(text, match.index)} ${match[0]}`);
    });
  },
};
