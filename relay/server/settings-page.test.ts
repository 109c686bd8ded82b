/** `docs/operating.md` lists every setting as the schema has it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configurationSchema, type SettingName, variableOf } from './config.ts';

const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');

/** The row that the page has for a setting. */
function rowOf(name: SettingName): string {
  const setting = configurationSchema.shape[name];
  const parsed = setting.safeParse(undefined);
  const preset = parsed.success && parsed.data !== undefined ? `\`${JSON.stringify(parsed.data)}\`` : '';
  return `| \`${name}\` | \`${variableOf(name)}\` | ${preset} | ${setting.description ?? ''} |`;
}

const names = Object.keys(configurationSchema.shape) as SettingName[];

it.each(names)('the page of settings says what %s is', (name) => {
  expect(page.split('\n')).toContain(rowOf(name));
});

it('the page of settings names none that does not exist', () => {
  const named = page.split('\n').flatMap((line) => /^\| `(\w+)` \| `REJOIN_/.exec(line)?.[1] ?? []);
  expect(named).toEqual(names);
});
