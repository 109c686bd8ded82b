/** A file is named by what it holds, in kebab case; a name that fits anything says nothing. */
import { type Check, isSource } from './check.ts';

const emptyWords: ReadonlySet<string> = new Set(
  'util utils helper helpers common types manager managers misc'.split(' '),
);

export const fileNamesCheck: Check = {
  name: 'file names say what the file holds',
  find(tree) {
    const findings: string[] = [];
    for (const file of tree.files) {
      const words = file.toLowerCase().split(/[/.\-_]/);
      const empty = words.find((word) => emptyWords.has(word));
      if (empty !== undefined) findings.push(`${file} is called "${empty}"; name it by what it holds`);
      if (isSource(file) && !/^\.?[a-z0-9]+([-./][a-z0-9]+)*$/.test(file))
        findings.push(`${file} is not in kebab case`);
    }
    return findings;
  },
};
