/**
 * Trees: the project's own, read from disk, and small ones made of texts for tests.
 *
 * Walks the folder instead of asking git, because a fresh machine may have neither git nor history.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from './check.ts';

/** The tree in the folder, without what its `.gitignore` names (plain names and `*.ending` only). */
export function treeIn(folder: string): Tree {
  const ignored = readFileSync(join(folder, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
  const isIgnored = (name: string): boolean =>
    name === '.git' ||
    ignored.some((rule) => (rule.startsWith('*') ? name.endsWith(rule.slice(1)) : name === rule));
  const files: string[] = [];
  const walk = (path: string): void => {
    for (const item of readdirSync(join(folder, path), { withFileTypes: true })) {
      if (isIgnored(item.name)) continue;
      const inner = path === '' ? item.name : `${path}/${item.name}`;
      if (item.isDirectory()) walk(inner);
      else if (item.isFile()) files.push(inner);
    }
  };
  walk('');
  return { folder, files: files.sort(), read: (path) => readFileSync(join(folder, path), 'utf8') };
}

/** A tree made of texts, by path. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  return {
    folder: '',
    files: Object.keys(texts),
    read(path) {
      const text = texts[path];
      if (text === undefined) throw new Error(`no file ${path}`);
      return text;
    },
  };
}
