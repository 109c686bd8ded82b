/** The code blocks of a page, for tests that run them: what a reader copies is what is run. */
import { readFile } from 'node:fs/promises';

const repository = new URL('../../', import.meta.url);

/** The text of a page, by its path in the repository. */
export function pageOf(path: string): Promise<string> {
  return readFile(new URL(path, repository), 'utf8');
}

/** The blocks of that language under the heading, as they stand; throws where the heading is missing. */
export function codeBlocks(page: string, heading: string, language: string): readonly string[] {
  const blocks = sectionOf(page, heading).matchAll(/^```(?<language>\w+)\n(?<code>.*?)^```$/gms);
  return [...blocks].flatMap(({ groups }) => (groups?.language === language ? [groups.code ?? ''] : []));
}

/** The blocks under the heading that have a file's name in the line before them. */
export function namedBlocks(page: string, heading: string): ReadonlyMap<string, string> {
  const blocks = sectionOf(page, heading).matchAll(/^`(?<name>[\w./-]+)`\n\n```\w+\n(?<text>.*?)^```$/gms);
  return new Map([...blocks].map(({ groups }) => [groups?.name ?? '', groups?.text ?? '']));
}

function sectionOf(page: string, heading: string): string {
  const sections = page.split(/^(?=#{1,6} )/m);
  const section = sections.find((text) => text.split('\n')[0]?.replace(/^#+ /, '') === heading);
  if (section === undefined) throw new Error(`the page has no heading ${heading}`);
  return section;
}
