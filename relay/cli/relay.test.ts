/** `rejoin relay` on a folder or a port that it can not have. */
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandLine } from './command-line.fixture.ts';

let line: CommandLine;

beforeEach(async () => {
  line = await CommandLine.make();
});
afterEach(() => line.remove());

/** Starts a relay that is to refuse; what it says, in text and in JSON. */
async function refusal(words: readonly string[] = ['--port', '0']) {
  const text = await line.rejoin(['relay', ...words]);
  const json = await line.rejoin(['relay', ...words, '--json']);
  expect(text).toMatchObject({ exit: 1, out: '' });
  expect(text.error).toMatch(/^rejoin: [a-z-]+: .+\n$/);
  expect(text.error).toContain(`rejoin: ${String(json.last.code)}: ${String(json.last.reason)}`);
  expect(json.exit).toBe(1);
  return json.last;
}

// Who is root may write wherever the rights of a file forbid it: these are places where nobody can.
describe('a folder that can not be written', () => {
  it('is refused where a file stands in its place, which stays as it is', async () => {
    await writeFile(line.data, 'a letter');
    expect(await refusal()).toMatchObject({
      code: 'data-folder-read-only',
      reason: expect.stringContaining(`${line.data} can not be written`),
    });
    expect(await readFile(line.data, 'utf8')).toBe('a letter');
    expect(await readdir(line.root)).toEqual(['relay']);
  });

  it.each(['/proc', '/sys'])('is refused where the system keeps it for itself (%s)', async (place) => {
    await symlink(place, line.data);
    expect(await refusal()).toMatchObject({
      code: 'data-folder-read-only',
      reason: expect.stringContaining(`${line.data} can not be written`),
    });
    expect(await line.rejoin(['org', 'create', 'harbour'])).toMatchObject({ exit: 1 });
  });

  it('is refused where only the database in it is, and serves nothing', async () => {
    await mkdir(line.data);
    await symlink('/sys', join(line.data, 'db'));
    expect(await refusal()).toMatchObject({ code: 'data-folder-read-only' });
    expect(await readdir(line.data)).not.toContain('relay.json');
  });
});

it('leaves a folder of a newer version as it is', async () => {
  await mkdir(line.data);
  await writeFile(join(line.data, 'format.json'), '{"format":99}');
  expect(await refusal()).toMatchObject({
    code: 'data-folder-newer',
    reason: expect.stringContaining('format 99'),
  });
  expect(await readdir(line.data)).toEqual(['format.json']);
  expect(await readFile(join(line.data, 'format.json'), 'utf8')).toBe('{"format":99}');
});

it('names the port that is taken, and lets the folder go', async () => {
  await line.anOrganization();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await refusal(['--port', String(port), '--log-level', 'silent'])).toMatchObject({
    code: 'address-in-use',
    reason: expect.stringContaining(String(port)),
  });
  other.close();
  expect(await readdir(line.data)).not.toContain('relay.json');
  expect(await line.rejoin(['user', 'list', '--json'])).toMatchObject({
    exit: 0,
    last: { users: [{ name: 'Ada' }] },
  });
});
