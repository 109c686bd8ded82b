/** The formatter, the linter and the compiler, run as they are. */
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import type { Check } from './check.ts';

/** One line per finding, for machines that annotate: `::error title=rule,file=…,line=1,…::message`. */
const annotation = /^::\w+ title=(?<rule>[^,]*),file=(?<file>[^,]*),line=(?<line>\d+).*?::(?<message>.*)$/;

export const formatAndLintCheck: Check = {
  name: 'format and lint',
  find(tree) {
    const options = ['--error-on-warnings', '--diagnostic-level=warn', '--max-diagnostics=none'];
    const args = ['check', ...options, '--reporter=github'];
    const lines = outputOf(tree.folder, '@biomejs/biome/bin/biome', args);
    const found = lines.flatMap((line) => {
      const { rule, file, line: at, message } = annotation.exec(line)?.groups ?? {};
      return file === undefined ? [] : [`${relative(tree.folder, file)}:${at} ${rule}: ${message}`];
    });
    return found.length === 0 ? lines : found;
  },
};

/** The whole, and the pages, which have a browser's types beside them. */
const projects = ['tsconfig.json', 'client-demo/tsconfig.json'];

export const typesCheck: Check = {
  name: 'types',
  find: (tree) =>
    projects
      .filter((project) => tree.files.includes(project))
      .flatMap((project) => {
        const args = ['--noEmit', '--pretty', 'false', '--project', project];
        return outputOf(tree.folder, 'typescript/bin/tsc', args);
      }),
};

/** What a tool that failed has said, line by line. */
function outputOf(folder: string, script: string, args: readonly string[]): readonly string[] {
  const file = join(folder, 'node_modules', script);
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [file, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return [];
  const lines = `${error?.message ?? ''}\n${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.length === 0 ? [`${script} ended with ${status}`] : lines;
}
