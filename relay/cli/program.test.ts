import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRelay, readConfiguration } from '../server/index.ts';
import { CommandLine } from './command-line.fixture.ts';

let line: CommandLine;

beforeEach(async () => {
  line = await CommandLine.make();
});
afterEach(() => line.remove());

describe('the command line', () => {
  it('opens the folder itself where no relay runs', async () => {
    const created = await line.rejoin(['org', 'create', 'harbour', '--json']);
    const added = await line.rejoin(['user', 'add', 'Ada', '--json']);
    const listed = await line.rejoin(['user', 'list']);
    expect(created).toMatchObject({ exit: 0, last: { id: 'harbour' } });
    expect(added).toMatchObject({ exit: 0, last: { name: 'Ada' } });
    expect(listed.out).toMatch(/^name +id +unit +roles\nAda +/);
  });

  it('uses the running relay, which has the folder open', async () => {
    await line.anOrganization();
    const relay = await line.aRunningRelay();
    const listed = await line.rejoin(['user', 'list', '--json']);
    const token = await line.rejoin(['token', '--user', 'Ada', '--json']);
    expect(listed.last.users).toMatchObject([{ name: 'Ada' }]);
    expect(await relay.relay.verifyToken(String(token.last.token))).toMatchObject({
      organization: 'harbour',
    });
    await relay.stop();
  });

  it('is not misled by the address of a relay that was killed', async () => {
    await line.anOrganization();
    const running = { url: 'http://127.0.0.1:9', host: '127.0.0.1', port: 9, pid: 1 };
    await writeFile(join(line.root, 'relay', 'relay.json'), JSON.stringify(running));
    expect(await line.rejoin(['user', 'list'])).toMatchObject({ exit: 0 });
  });

  it('says when something else has the folder open', async () => {
    await line.anOrganization();
    const file = { data: join(line.root, 'relay') };
    const other = await openRelay(readConfiguration({ file }), { ifMissing: 'refuse', report: () => {} });
    const refused = await line.rejoin(['user', 'list', '--json']);
    expect(refused).toMatchObject({ exit: 1, last: { code: 'data-folder-locked' } });
    await other.stop();
  });

  it('runs a relay until it is told to stop', async () => {
    const running = line.rejoin(['relay', '--port', '0', '--json', '--log-level', 'silent']);
    await expect.poll(() => line.waiting, { timeout: 5_000 }).toBe(1);
    line.stop();
    expect(await running).toMatchObject({ exit: 0, last: { organizations: [], port: expect.any(Number) } });
    expect((await line.rejoin(['org', 'list'])).exit).toBe(0);
  });

  it.each([
    ['an unknown command', ['fly'], 2, 'invalid-argument'],
    ['an unknown subcommand', ['user', 'fly'], 2, 'invalid-argument'],
    ['an unknown option', ['user', 'list', '--fly'], 2, 'invalid-argument'],
    ['a missing argument', ['user', 'add'], 2, 'invalid-argument'],
    ['a missing option', ['token'], 2, 'invalid-argument'],
    ['one argument too many', ['user', 'add', 'a', 'b'], 2, 'invalid-argument'],
    ['two holders of a role', ['role', 'grant', 'r', '--user', 'a', '--team', 'b'], 2, 'invalid-argument'],
    ['an unfit option', ['token', '--user', 'Ada', '--hours', 'x'], 2, 'invalid-argument'],
    ['an unfit organization', ['org', 'create', 'A/B'], 2, 'invalid-argument'],
    ['an unknown user', ['user', 'disable', 'Bo'], 1, 'not-found'],
    ['an unknown organization', ['user', 'list', '--org', 'other'], 1, 'not-found'],
    ['an organization that exists', ['org', 'create', 'harbour'], 1, 'already-exists'],
    ['a file that is not there', ['role', 'put', '/nowhere.json'], 2, 'invalid-argument'],
    ['an unknown setting', ['relay', '--set', 'prot=1'], 1, 'invalid-configuration'],
    ['a port that is none', ['relay', '--port', 'http'], 1, 'invalid-configuration'],
    ['half of an import', ['import', '--csv', '/tmp'], 2, 'invalid-argument'],
    ['a record that is named wrongly', ['why', '--user', 'Ada', '--record', 'x'], 2, 'invalid-argument'],
    ['a device without a user', ['device'], 2, 'invalid-argument'],
  ])('refuses %s in one line with a code', async (_, words, exit, code) => {
    await line.anOrganization();
    const text = await line.rejoin(words);
    const json = await line.rejoin([...words, '--json']);
    expect(text).toMatchObject({ exit, out: '' });
    expect(text.error).toMatch(new RegExp(`^rejoin: ${code}: .+\\n$`));
    expect(json).toMatchObject({ exit, last: { code } });
  });

  it('refuses a setting of the environment that it does not know', async () => {
    const refused = await line.rejoin(['org', 'list'], { environment: { REJOIN_PROT: '1' } });
    expect(refused).toMatchObject({ exit: 1, error: expect.stringContaining('REJOIN_PROT is no setting') });
  });

  it('makes no data folder by asking', async () => {
    expect(await line.rejoin(['user', 'list'])).toMatchObject({
      exit: 1,
      error: expect.stringContaining('not-found'),
    });
    expect(await line.rejoin(['user', 'list'])).toMatchObject({ exit: 1 });
  });

  it('shows its help, and asks for a command where there is none', async () => {
    expect(await line.rejoin(['--help'])).toMatchObject({ exit: 0, out: expect.stringContaining('relay') });
    expect(await line.rejoin([])).toMatchObject({ exit: 2, error: expect.stringContaining('Usage') });
  });
});
