/**
 * Builds the pages of client-demo, unless those that stand in `dist/client-demo` were built from what is here:
 * starting again is quick, and an installation, which needs no pages, never waits for them.
 */
import { isBuilt, noteBuilt, pages, sourcesOf } from './built-from.mjs';

const sources = sourcesOf(pages);
if (!isBuilt(pages, sources)) {
  console.error('Building the pages …');
  // The bundler takes longer to load than all else here.
  const { build } = await import('vite');
  await build({ configFile: 'client-demo/vite.config.ts', logLevel: 'warn' });
  noteBuilt(pages, sources);
}
