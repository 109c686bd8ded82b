/** The page on operating: its first commands run, and it lists every command that there is. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CommandLine } from '../../relay/cli/command-line.fixture.ts';
import { wordsOf } from '../../relay/cli/device-line.ts';
import { codeBlocks, namedBlocks, pageOf } from './code-block.ts';

let line: CommandLine;
beforeEach(async () => {
  line = await CommandLine.make();
});
afterEach(() => line.remove());

it('begins with commands that work in their order, on the solution file of the page on importing', async () => {
  const importing = namedBlocks(await pageOf('docs/importing.md'), 'An organization in five minutes');
  await writeFile(join(line.root, 'solution.json'), importing.get('solution.json') ?? '');
  const [commands = ''] = codeBlocks(await pageOf('docs/operating.md'), 'Operating a relay', 'sh');
  const [relay = '', ...others] = commands.trimEnd().split('\n');

  expect(relay).toContain('rejoin relay --data ./data/relay ');
  for (const command of others) {
    const [, , ...words] = wordsOf(command.replace(/ #.*/, ''));
    const ran = await line.rejoin(words.map((word) => word.replace(/^\.\//, `${line.root}/`)));
    expect(ran, command).toMatchObject({ exit: 0, error: '' });
  }
});

it('lists every command', async () => {
  const page = await pageOf('docs/operating.md');
  const commands = await subcommands([]);
  expect(commands.length).toBeGreaterThan(10);
  for (const command of commands) {
    const below = await subcommands([command]);
    const names = below.length === 0 ? [command] : below.map((name) => `${command} ${name}`);
    // A device without a subcommand runs.
    for (const name of names) {
      const written = name === 'device run' ? '`device [' : `\`${name}`;
      expect(page.includes(written), name).toBe(true);
    }
  }
});

/** What the help of a command lists. */
async function subcommands(words: readonly string[]): Promise<readonly string[]> {
  const { out } = await line.rejoin([...words, '--help']);
  const [, list = ''] = out.split(/^Commands:\n/m);
  const names = [...list.matchAll(/^ {2}(?<name>[a-z-]+)/gm)].flatMap(({ groups }) => groups?.name ?? []);
  return names.filter((name) => name !== 'help');
}
