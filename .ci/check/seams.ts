/** Effects stand at the rim: nowhere else a clock, a random number, a timer, a socket or a disk. */
import { builtinModules } from 'node:module';
import { type Check, isSource, isTest, lineAt } from './check.ts';
import { type Import, importsOf } from './imports.ts';
import { isInner } from './rim-files.ts';
import { codeOnly } from './source-text.ts';

const word = (name: string): RegExp => new RegExp(`(?<![\\w$.#])(?:globalThis\\.)?${name}`, 'g');

const words: readonly (readonly [RegExp, string])[] = [
  [word('Date\\.now\\b'), 'reads the clock'],
  [/(?<![\w$.]|\bnew\s+)Date\(\s*\)/g, 'reads the clock'],
  [/\bnew Date\b(?!\s*\(\s*[^\s)])/g, 'reads the clock'],
  [word('performance\\.(?:now|timeOrigin)\\b'), 'reads the clock'],
  [word('process\\.(?:hrtime|uptime)\\b'), 'reads the clock'],
  [word('Math\\.random\\b'), 'draws a random number'],
  [word('crypto\\.(?:randomUUID|getRandomValues)\\b'), 'draws a random number'],
  [word('(?:setTimeout|setInterval|setImmediate)\\b'), 'sets a timer'],
  [word('AbortSignal\\.timeout\\b'), 'sets a timer'],
  [/\bnew (?:WebSocket|WebSocketServer|BroadcastChannel)\b/g, 'opens a socket'],
  [word('(?:indexedDB|localStorage|sessionStorage)\\b'), 'touches a disk'],
];

const effectModules: ReadonlySet<string> = new Set(
  'fs net tls http https http2 dgram dns child_process cluster worker_threads os timers perf_hooks readline'.split(
    ' ',
  ),
);

const effectPackages: ReadonlySet<string> = new Set([
  'ws',
  'level',
  'classic-level',
  'browser-level',
  '@hono/node-server',
]);

export const seamsCheck: Check = {
  name: 'effects stand at the rim',
  find(tree) {
    const findings: string[] = [];
    for (const file of tree.files.filter((path) => isSource(path) && !isTest(path))) {
      const text = tree.read(file);
      for (const found of importsOf(text)) {
        const problem = importProblem(file, found);
        if (problem !== undefined) findings.push(`${file}:${found.line} ${problem}`);
      }
      if (!isInner(file)) continue;
      const code = codeOnly(text);
      for (const [pattern, effect] of words)
        for (const match of code.matchAll(pattern))
          findings.push(`${file}:${lineAt(code, match.index)} ${match[0]} ${effect}; have it handed in`);
    }
    return findings;
  },
};

function importProblem(file: string, { specifier, clause, isType }: Import): string | undefined {
  const module = specifier.replace(/^node:/, '');
  const isBuiltin = specifier.startsWith('node:') || builtinModules.includes(specifier);
  if (isBuiltin && file.startsWith('engine/')) return `imports ${specifier}; the engine runs in browsers`;
  if (!isInner(file) || isType) return undefined;
  const isEffect = isBuiltin ? effectModules.has(module.split('/')[0] ?? '') : effectPackages.has(specifier);
  if (isEffect) return `imports ${specifier}; only the rim does`;
  if (isBuiltin && module === 'crypto' && /random|getRandomValues|webcrypto/i.test(clause))
    return `takes random numbers from ${specifier}; have them handed in`;
  return undefined;
}
