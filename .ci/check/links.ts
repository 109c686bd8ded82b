/** Every link between the docs leads somewhere: the file exists, and so does the heading. */
import { posix } from 'node:path';
import { type Check, lineAt, type Tree } from './check.ts';

const link = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)/gm;

export const linksCheck: Check = {
  name: 'links in the docs resolve',
  find: (tree) =>
    tree.files
      .filter((path) => path.endsWith('.md'))
      .flatMap((page) => {
        const text = withoutCode(tree.read(page));
        return [...text.matchAll(link)].flatMap((match) => {
          const target = match[1] ?? match[2] ?? '';
          const problem = /^[a-z]+:/.test(target) ? undefined : problemOf(tree, page, target);
          return problem === undefined ? [] : [`${page}:${lineAt(text, match.index)} ${problem}`];
        });
      }),
};

function problemOf(tree: Tree, page: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : posix.join(posix.dirname(page), decodeURIComponent(path));
  const folder = `${file.replace(/\/$/, '')}/`;
  if (!tree.files.includes(file))
    return tree.files.some((other) => other.startsWith(folder)) ? undefined : `${file} does not exist`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  return anchorsOf(tree.read(file)).has(anchor) ? undefined : `${file} has no heading #${anchor}`;
}

/** Code blocks and spans become spaces, line breaks stay. */
function withoutCode(text: string): string {
  return text.replace(/^(```|~~~)[\s\S]*?^\1|`[^`\n]+`/gm, (code) => code.replace(/[^\n]/g, ' '));
}

/** The anchors of a page's headings, formed as code hosts form them. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Map<string, number>();
  const headings = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#+\s+(.+)$/gm);
  const all = new Set<string>();
  for (const [, heading = ''] of headings) {
    const slug = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    const count = anchors.get(slug) ?? 0;
    anchors.set(slug, count + 1);
    all.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return all;
}
