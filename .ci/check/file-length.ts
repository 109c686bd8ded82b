/** A file holds one idea and fits a few screens. */
import type { Check } from './check.ts';

const MAX_LINES = 300;

const isCode = (path: string): boolean => /\.([cm]?[jt]sx?|css|html|sh)$/.test(path);

export const fileLengthCheck: Check = {
  name: `no file over ${MAX_LINES} lines`,
  find(tree) {
    return tree.files.filter(isCode).flatMap((file) => {
      const lines = tree.read(file).replace(/\n$/, '').split('\n').length;
      return lines > MAX_LINES ? [`${file} has ${lines} lines; cut it where a second idea begins`] : [];
    });
  },
};
