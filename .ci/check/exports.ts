/** The names that a file exports, `export *` followed, told from the text alone. */
import type { Tree } from './check.ts';
import { importsOf, resolveImport } from './imports.ts';
import { codeOnly } from './source-text.ts';

export type ExportKind = 'type' | 'value';

const declaration =
  /^export\s+(?:declare\s+|abstract\s+|async\s+)*(?<word>const|let|class|interface|type|function\*?)\s+(?<name>[\w$]+)/gm;
const list = /^export\s+(?<isType>type\s+)?\{(?<names>[^}]*)\}/gm;

/** Exported names with what each is. */
export function exportsOf(tree: Tree, file: string): ReadonlyMap<string, ExportKind> {
  const names = new Map<string, ExportKind>();
  const text = tree.read(file);
  const code = codeOnly(text);
  for (const { groups } of code.matchAll(declaration))
    names.set(groups?.name ?? '', /interface|type/.test(groups?.word ?? '') ? 'type' : 'value');
  for (const { groups } of code.matchAll(list))
    for (const item of (groups?.names ?? '').split(',').map((part) => part.trim()))
      if (item !== '') names.set(...listed(item, groups?.isType !== undefined));
  if (/^export\s+default\b/m.test(code)) names.set('default', 'value');
  for (const { specifier, clause } of importsOf(text)) {
    const target = resolveImport(file, specifier);
    const namespace = /^\*\s+as\s+(\w+)$/.exec(clause)?.[1];
    if (namespace !== undefined && new RegExp(`export\\s+\\*\\s+as\\s+${namespace}\\b`).test(code))
      names.set(namespace, 'value');
    if (clause === '*' && target !== undefined && tree.files.includes(target))
      for (const [name, kind] of exportsOf(tree, target)) names.set(name, kind);
  }
  return names;
}

function listed(item: string, isTypeList: boolean): [string, ExportKind] {
  const isType = isTypeList || /^type\s/.test(item);
  const name = item.split(/\s+/).at(-1) ?? item;
  return [name, isType ? 'type' : 'value'];
}
