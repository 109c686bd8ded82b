/**
 * Runs an example of the docs as a program of its own, as a reader would: by Node, in an empty folder.
 *
 * Invariant: `rejoin` is today's sources, not the last build; all other packages are the installed ones.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Inside of the repository, where packages are found. */
const PARENT = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const ENGINE = fileURLToPath(new URL('../../engine/index.ts', import.meta.url));

export interface ExampleRun {
  readonly exit: number | null;
  readonly out: string;
  readonly error: string;
}

/** An example in its folder; what it stores there stays until `remove`. */
export interface PreparedExample {
  /** @param flags of Node */
  run(...flags: readonly string[]): Promise<ExampleRun>;
  remove(): Promise<void>;
}

/** @param given what the page leaves to its reader, as statements before the example */
export async function prepareExample(code: string, given: string): Promise<PreparedExample> {
  const folder = await mkdtemp(join(PARENT, '.rejoin-docs-'));
  const program = join(folder, 'example.js');
  await build({
    stdin: { contents: `${given}\n${code}`, resolveDir: folder, loader: 'js' },
    alias: { rejoin: ENGINE },
    ...{ outfile: program, bundle: true, platform: 'node', format: 'esm', packages: 'external' },
    logLevel: 'error',
  });
  return {
    async run(...flags) {
      const child = spawn(process.execPath, [...flags, program], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      let error = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
      const [exit] = (await once(child, 'close')) as [number | null];
      return { exit, out, error };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
