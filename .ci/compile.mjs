/**
 * Compiles engine, relay and what proves them into `dist`, and gives the built command the right to run, so that
 * `npx rejoin` works from a clone: npm sets that only for packages that it installs. With `--if-changed` it compiles
 * nothing that was built from what is here.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { compiled, isBuilt, noteBuilt, sourcesOf } from './built-from.mjs';

const sources = sourcesOf(compiled);
if (!process.argv.includes('--if-changed') || !isBuilt(compiled, sources)) {
  const words = ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.json'];
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const file of Object.values(bin)) if (existsSync(file)) chmodSync(file, 0o755);
  noteBuilt(compiled, sources);
}
