/** The page on importing: its files and commands give what it says, and it knows every key there is. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { attributeSchema } from '../../engine/model/attribute.ts';
import { entitySchema, optionSetSchema } from '../../engine/model/entity.ts';
import { relationshipSchema } from '../../engine/model/relationship.ts';
import { mappingSchema } from '../../relay/administration/import-mapping.ts';
import { solutionSchema } from '../../relay/administration/solution-schema.ts';
import { CommandLine } from '../../relay/cli/command-line.fixture.ts';
import { wordsOf } from '../../relay/cli/device-line.ts';
import { codeBlocks, namedBlocks, pageOf } from './code-block.ts';

const HEADING = 'An organization in five minutes';

let line: CommandLine;
beforeEach(async () => {
  line = await CommandLine.make();
});
afterEach(() => line.remove());

it('imports the example with the commands of the page, and answers as the page says', async () => {
  const page = await pageOf('docs/importing.md');
  for (const [name, text] of namedBlocks(page, HEADING)) {
    await mkdir(dirname(join(line.root, name)), { recursive: true });
    await writeFile(join(line.root, name), text);
  }
  const [commands = ''] = codeBlocks(page, HEADING, 'sh');
  const [answer = ''] = codeBlocks(page, HEADING, 'text');

  const runs = [];
  for (const command of commands.trimEnd().split('\n')) {
    const [, , ...words] = wordsOf(command);
    runs.push(await line.rejoin(words.map((word) => word.replace(/^\.\//, `${line.root}/`))));
  }

  const [created, imported] = runs;
  expect(created).toMatchObject({ exit: 0 });
  expect(imported?.exit).toBe(1);
  expect(imported?.out.replaceAll(`${line.root}/`, './')).toBe(answer);
});

it('knows every key of solution file and mapping', async () => {
  const page = await pageOf('docs/importing.md');
  const schemas = [solutionSchema, mappingSchema, entitySchema, attributeSchema, optionSetSchema];
  for (const schema of [...schemas, relationshipSchema]) {
    const names = keysOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
    expect(names.size).toBeGreaterThan(1);
    for (const name of names) expect(page).toMatch(new RegExp(`[\`"]${name}\\b`));
  }
});

/** The names of properties, at any depth. */
function keysOf(schema: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, inner] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(inner)) found.add(name);
    keysOf(inner, found);
  }
  return found;
}
