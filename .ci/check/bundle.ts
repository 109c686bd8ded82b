/**
 * What a browser loads: the engine's entry point bundled as an app would, within its byte budget, with
 * Yjs once and nothing of Node.
 */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { browserBuild } from './browser-bundle.ts';
import type { Check } from './check.ts';

/** Compressed bytes, Yjs and the storage included. */
const BUDGET_BYTES = 90_000;
const ENTRY = 'engine/index.ts';

export const bundleCheck: Check = {
  name: `the engine's bundle is within ${BUDGET_BYTES / 1000} kB and free of Node`,
  find: (tree) => bundleProblems(tree.folder, ENTRY, BUDGET_BYTES),
};

/** Bundles the entry and says what is wrong with the result. */
export async function bundleProblems(
  folder: string,
  entry: string,
  budgetBytes: number,
): Promise<readonly string[]> {
  const options = { minify: true, write: false, metafile: true, logLevel: 'silent', format: 'esm' } as const;
  const result = await build({
    ...browserBuild,
    ...options,
    entryPoints: [entry],
    absWorkingDir: folder,
  }).catch(
    (error: { errors?: { text: string; location: { file: string; line: number } | null }[] }) => error,
  );
  if (!('outputFiles' in result))
    return (result.errors ?? []).map(
      ({ text, location }) => `${location?.file ?? entry}:${location?.line ?? 1} ${text}`,
    );

  const bytes = gzipSync(result.outputFiles[0]?.contents ?? '').length;
  const inputs = Object.keys(result.metafile.inputs);
  const outside = Object.entries(result.metafile.inputs).flatMap(([path, { imports }]) =>
    imports.filter(({ external }) => external === true).map((imported) => [path, imported.path] as const),
  );
  const copies = new Set(inputs.flatMap((path) => /^.*node_modules\/yjs\//.exec(path) ?? []));
  const native = inputs.filter((path) => path.includes('node_modules/classic-level/'));
  return [
    ...(bytes > budgetBytes ? [`${entry} weighs ${bytes} bytes compressed, over ${budgetBytes}`] : []),
    ...(copies.size > 1 ? [`${entry} brings ${copies.size} copies of yjs`] : []),
    ...outside.map(([path, module]) => `${path} leaves ${module} to be found in the browser`),
    ...native.map((path) => `${entry} brings ${path}, which needs Node`),
  ];
}
