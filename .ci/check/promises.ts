/**
 * The promises that `docs/promises.md` claims are proved: each has a test that names it, `[P3] …`.
 *
 * The page's table gives each promise a number and whether it is `tested` or `not yet`.
 */
import { type Check, isTest, type Tree } from './check.ts';
import { withoutComments } from './source-text.ts';

const PAGE = 'docs/promises.md';
const NUMBERS = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10'] as const;

export const promisesCheck: Check = {
  name: 'every promise claimed as tested has a test that names it',
  find(tree) {
    const claims = claimsOf(tree);
    const named = namedIn(tree);
    const missing = NUMBERS.filter((number) => !claims.has(number));
    const unproved = [...claims].filter(([number, state]) => state === 'tested' && !named.has(number));
    const unknown = [...named.keys()].filter((number) => !claims.has(number));
    return [
      ...missing.map((number) => `${PAGE} does not list ${number} as tested or not yet`),
      ...unproved.map(
        ([number]) => `${PAGE} claims that ${number} is tested; no test is named [${number}] …`,
      ),
      ...unknown.map((number) => `${named.get(number)} names [${number}], which ${PAGE} does not list`),
    ];
  },
  note(tree) {
    const open = [...claimsOf(tree)].filter(([, state]) => state === 'not yet').map(([number]) => number);
    return open.length === 0 ? '' : `not yet claimed: ${open.join(', ')}`;
  },
};

/** The rows of the table: `| P1 | … | tested |`. */
function claimsOf(tree: Tree): ReadonlyMap<string, string> {
  const page = tree.files.includes(PAGE) ? tree.read(PAGE) : '';
  const rows = page.matchAll(/^\|\s*(P\d+)\s*\|.*\|\s*(tested|not yet)\s*\|$/gm);
  return new Map([...rows].map(([, number = '', state = '']) => [number, state]));
}

/** The numbers that tests name, each with the first file that does. */
function namedIn(tree: Tree): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const file of tree.files.filter((path) => isTest(path) && !path.startsWith('.ci/')))
    for (const [names] of withoutComments(tree.read(file)).matchAll(/['"`](?:\[P\d+\] )+/g))
      for (const [, number = ''] of names.matchAll(/\[(P\d+)\]/g))
        if (!named.has(number)) named.set(number, file);
  return named;
}
