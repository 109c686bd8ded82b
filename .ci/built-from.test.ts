/** What `npm start` builds: only what changed, by content. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('built-from.mjs', import.meta.url));
const built = { stamp: 'dist/.stamp', output: 'dist/out.js', roots: ['engine', 'lock.json', 'missing.json'] };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rejoin-built-'));
  for (const name of ['engine/deep', 'dist']) await mkdir(join(folder, name), { recursive: true });
  await write('engine/a.ts', 'a');
  await write('engine/deep/b.ts', 'b');
  await write('lock.json', '{}');
});
afterEach(() => rm(folder, { recursive: true }));

const write = (path: string, text: string): Promise<void> => writeFile(join(folder, path), text);

/** Asks as a build does, in the folder. */
function run(what: 'isBuilt' | 'noteBuilt'): string {
  const script = `import * as from from ${JSON.stringify(MODULE)};
    const built = ${JSON.stringify(built)};
    console.log(from.${what}(built, from.sourcesOf(built)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trim();
}

async function build(): Promise<void> {
  await write('dist/out.js', 'out');
  run('noteBuilt');
}

it('is built once it was, until a source changes, comes, goes or is renamed', async () => {
  expect(run('isBuilt')).toBe('false');
  await build();
  expect(run('isBuilt')).toBe('true');

  for (const [change, back] of [
    [() => write('engine/deep/b.ts', 'c'), () => write('engine/deep/b.ts', 'b')],
    [() => write('engine/c.ts', ''), () => rm(join(folder, 'engine/c.ts'))],
    [() => rm(join(folder, 'lock.json')), () => write('lock.json', '{}')],
    [() => write('missing.json', 'x'), () => rm(join(folder, 'missing.json'))],
  ] as const) {
    await change();
    expect(run('isBuilt')).toBe('false');
    await back();
    expect(run('isBuilt')).toBe('true');
  }
});

it('is not built again because of a time', async () => {
  await build();
  await utimes(join(folder, 'engine/a.ts'), new Date(), new Date());
  expect(run('isBuilt')).toBe('true');
});

it('is built again where the output is gone', async () => {
  await build();
  await rm(join(folder, 'dist/out.js'));
  expect(run('isBuilt')).toBe('false');
});
