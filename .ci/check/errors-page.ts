/** `docs/errors.md` is produced from the one list of codes, and equal to it. */
import { type CodeClass, codes } from '../../engine/model/codes.ts';
import type { Check } from './check.ts';

const PAGE = 'docs/errors.md';

const classes: Readonly<Record<CodeClass, string>> = {
  transient: 'Tried again by itself.',
  'needs-auth': 'Waits until the user has signed in again or the account is enabled; unsent work is kept.',
  final: 'Not tried again. A change refused with one of these becomes a draft of its author.',
};

export const errorsPageCheck: Check = {
  name: `${PAGE} is what the codes say`,
  find: (tree) =>
    tree.files.includes(PAGE) && tree.read(PAGE) === errorsPage()
      ? []
      : [`${PAGE} differs from engine/model/codes.ts`],
  produce: () => ({ path: PAGE, text: errorsPage() }),
};

/** The page: one table for each class of codes. */
export function errorsPage(): string {
  const sections = Object.entries(classes).map(([name, behaviour]) => {
    const rows = Object.entries(codes)
      .filter(([, entry]) => entry.class === name)
      .map(([code, { meaning, remedy }]) => `| \`${code}\` | ${meaning} | ${remedy} |`);
    const head = ['| code | what it means | what to do |', '| --- | --- | --- |'];
    return [`## ${name}`, '', behaviour, '', ...head, ...rows, ''].join('\n');
  });
  return [
    '# Codes\n',
    'Every refusal and every failure carries one code of this closed list, and a reason in words. The code is',
    'stable; the reason is for people. The class says how a device acts.\n',
    'This page is produced from `engine/model/codes.ts`: `npm run check -- --rewrite` writes it.\n',
    ...sections,
  ].join('\n');
}
