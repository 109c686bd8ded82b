/**
 * Bundles the processes of a crash run out of today's sources, so that a test never kills a build of
 * yesterday.
 *
 * Invariant: packages stay outside of the bundle, so what is killed runs the same LevelDB and Yjs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Programs {
  readonly relay: string;
  readonly device: string;
  remove(): Promise<void>;
}

/** Inside of the repository, where packages are found. */
const PARENT = fileURLToPath(new URL('../../node_modules/', import.meta.url));

export async function buildPrograms(): Promise<Programs> {
  const outdir = await mkdtemp(join(PARENT, '.rejoin-crash-'));
  const source = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  await build({
    entryPoints: [source('relay-process'), source('device-process')],
    ...{ outdir, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
  });
  return {
    relay: join(outdir, 'relay-process.js'),
    device: join(outdir, 'device-process.js'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  };
}
