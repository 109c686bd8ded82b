/** `docs/errors.md` is produced from the one list of codes, and equal to it. */
import { type CodeClass, codes } from '../../engine/model/codes.ts';
import type { Check } from './check.ts';

const PAGE = 'docs/errors.md';

const classes: Readonly<Record<CodeClass, string>> = {
  transient: [
    'A device tries again by itself, but for a change that met `internal-error`, which becomes a draft; a command',
    'that fails with one is given again.',
  ].join('\n'),
  'needs-auth': 'Waits until the user has signed in again or the account is enabled; unsent work is kept.',
  final: [
    'Not tried again by itself. What that means depends on what was refused: a **change** becomes a draft of its',
    'author; a **connection** ends, and the device stops and keeps its outbox (`device-revoked` alone clears it); a',
    '**command**, a **file** or the **start** of a relay has failed, and somebody does what the last column says.',
  ].join('\n'),
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
