/**
 * Whether what was built was built from what is here: by content, so that neither a copy nor a checkout, which
 * change times, builds anything again, and so that a change that was taken back does.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a build read, in files that it may have written into. */
const SOURCE = /\.(json|ts|tsx|mjs|html|css|svg|png|webmanifest)$/;

/** What the compiler makes `dist/relay` and `dist/engine` of, and where it is noted. */
export const compiled = {
  stamp: 'dist/.compiled-from',
  output: 'dist/relay/cli/start.js',
  roots: ['engine', 'relay', 'package-lock.json', 'tsconfig.json'],
};

/** What the bundler makes the pages of. */
export const pages = {
  stamp: 'dist/client-demo/.built-from',
  output: 'dist/client-demo/index.html',
  roots: ['client-demo', 'engine', 'package-lock.json', 'tsconfig.json'],
};

/** What the sources are, as one word. Take it before building, and note it behind that. */
export function sourcesOf({ roots }) {
  const digest = createHash('sha256');
  for (const root of roots)
    for (const file of filesIn(root)) digest.update(`${file}\0`).update(readFileSync(file));
  return digest.digest('hex');
}

/** Whether the output is there, built from these sources. */
export function isBuilt({ stamp, output }, sources) {
  return existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;
}

/** Notes that the output was built from these sources. */
export function noteBuilt({ stamp }, sources) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

/** The file itself, or those below the folder, in an order that stays. */
function filesIn(path) {
  if (!existsSync(path)) return [];
  if (SOURCE.test(path)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
