/** How an app on the engine is bundled for browsers: one way, for its budget and for the tests in a real one. */
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const ROOT = process.cwd();

/** What every such bundle has in common; `docs/build-an-app.md` tells apps the same. */
export const browserBuild = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  alias: { buffer: join(ROOT, 'engine/without-buffer.ts') },
} as const satisfies BuildOptions;

/** The bundle of an entry file as one script that a page runs. */
export async function bundleForBrowser(entry: string): Promise<string> {
  const { outputFiles } = await build({
    ...browserBuild,
    format: 'iife',
    entryPoints: [entry],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
