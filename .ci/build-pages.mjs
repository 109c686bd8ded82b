/**
 * Builds the pages of client-demo, unless those that stand in `dist/client-demo` were built from what is here:
 * starting again is quick, and an installation, which needs no pages, never waits for them.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const stamp = 'dist/client-demo/.built-from';

const digest = createHash('sha256');
for (const root of ['client-demo', 'engine', 'package-lock.json', 'tsconfig.json']) {
  for (const file of filesIn(root)) digest.update(`${file}\0`).update(readFileSync(file));
}
const sources = digest.digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) {
  await build({ configFile: 'client-demo/vite.config.ts', logLevel: 'warn' });
  writeFileSync(stamp, sources);
}

/** The file itself, or those below the folder, in an order that stays. */
function filesIn(path) {
  if (!existsSync(path)) return [];
  if (/\.(json|ts|tsx|html|css|svg|png|webmanifest)$/.test(path)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
