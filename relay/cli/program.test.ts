import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRelay, readConfiguration } from '../server/index.ts';
import { runProgram } from './program.ts';

let root: string;
const endings: (() => void)[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rejoin-cli-'));
});
afterEach(async () => {
  for (const end of endings.splice(0)) end();
  await rm(root, { recursive: true, maxRetries: 3 });
});

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly error: string;
  /** The last line, which is JSON where `--json` was given. */
  readonly last: Record<string, unknown>;
}

/** Runs the command on the test's data folder. */
async function rejoin(
  words: readonly string[],
  input = '',
  environment: Record<string, string> = {},
): Promise<Ran> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const exit = await runProgram([...words, '--data', join(root, 'relay')], {
    stdin: Readable.from([input]),
    stdout,
    stderr,
    environment,
    isTerminal: false,
    untilStopped: () => new Promise((resolve) => void endings.push(resolve)),
  });
  const out = String(stdout.read() ?? '');
  const last = out.trimEnd().split('\n').at(-1) ?? '';
  return {
    exit,
    out,
    error: String(stderr.read() ?? ''),
    last: last.startsWith('{') ? JSON.parse(last) : {},
  };
}

async function anOrganization(): Promise<void> {
  await rejoin(['org', 'create', 'harbour']);
  await rejoin(['user', 'add', 'Ada']);
}

/** A relay that runs over the test's data folder, with an account that sellers may have. */
async function aRunningRelay() {
  const file = { data: join(root, 'relay'), port: 0, stopTimeoutMs: 200 };
  const relay = await openRelay(readConfiguration({ file }), { ifMissing: 'create', report: () => {} });
  const { url } = await relay.listen();
  const metadata = {
    entities: [
      {
        name: 'account',
        primaryName: 'name',
        attributes: [
          { name: 'name', type: 'string', required: true },
          { name: 'notes', type: 'memo' },
        ],
      },
    ],
  };
  const publish = () =>
    fetch(`${url}/api/organizations/harbour/metadata`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${relay.folder.operatorKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(metadata),
    });
  return { relay, url, publish };
}

describe('the command line', () => {
  it('opens the folder itself where no relay runs', async () => {
    const created = await rejoin(['org', 'create', 'harbour', '--json']);
    const added = await rejoin(['user', 'add', 'Ada', '--json']);
    const listed = await rejoin(['user', 'list']);
    expect(created).toMatchObject({ exit: 0, last: { id: 'harbour' } });
    expect(added).toMatchObject({ exit: 0, last: { name: 'Ada' } });
    expect(listed.out).toMatch(/^name +id +unit +roles\nAda +/);
  });

  it('uses the running relay, which has the folder open', async () => {
    await anOrganization();
    const { relay } = await aRunningRelay();
    const listed = await rejoin(['user', 'list', '--json']);
    const token = await rejoin(['token', '--user', 'Ada', '--json']);
    expect(listed.last.users).toMatchObject([{ name: 'Ada' }]);
    expect(await relay.relay.verifyToken(String(token.last.token))).toMatchObject({
      organization: 'harbour',
    });
    await relay.stop();
  });

  it('is not misled by the address of a relay that was killed', async () => {
    await anOrganization();
    const running = { url: 'http://127.0.0.1:9', host: '127.0.0.1', port: 9, pid: 1 };
    await writeFile(join(root, 'relay', 'relay.json'), JSON.stringify(running));
    expect(await rejoin(['user', 'list'])).toMatchObject({ exit: 0 });
  });

  it('says when something else has the folder open', async () => {
    await anOrganization();
    const file = { data: join(root, 'relay') };
    const other = await openRelay(readConfiguration({ file }), { ifMissing: 'refuse', report: () => {} });
    const refused = await rejoin(['user', 'list', '--json']);
    expect(refused).toMatchObject({ exit: 1, last: { code: 'data-folder-locked' } });
    await other.stop();
  });

  it('runs a relay until it is told to stop', async () => {
    const running = rejoin(['relay', '--port', '0', '--json', '--log-level', 'silent']);
    await expect.poll(() => endings.length, { timeout: 5_000 }).toBe(1);
    endings.pop()?.();
    expect(await running).toMatchObject({ exit: 0, last: { organizations: [], port: expect.any(Number) } });
    expect((await rejoin(['org', 'list'])).exit).toBe(0);
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
    ['a device without a user', ['device'], 2, 'invalid-argument'],
  ])('refuses %s in one line with a code', async (_, words, exit, code) => {
    await anOrganization();
    const text = await rejoin(words);
    const json = await rejoin([...words, '--json']);
    expect(text).toMatchObject({ exit, out: '' });
    expect(text.error).toMatch(new RegExp(`^rejoin: ${code}: .+\\n$`));
    expect(json).toMatchObject({ exit, last: { code } });
  });

  it('refuses a setting of the environment that it does not know', async () => {
    const refused = await rejoin(['org', 'list'], '', { REJOIN_PROT: '1' });
    expect(refused).toMatchObject({ exit: 1, error: expect.stringContaining('REJOIN_PROT is no setting') });
  });

  it('makes no data folder by asking', async () => {
    expect(await rejoin(['user', 'list'])).toMatchObject({
      exit: 1,
      error: expect.stringContaining('not-found'),
    });
    expect(await rejoin(['user', 'list'])).toMatchObject({ exit: 1 });
  });

  it('shows its help, and asks for a command where there is none', async () => {
    expect(await rejoin(['--help'])).toMatchObject({ exit: 0, out: expect.stringContaining('relay') });
    expect(await rejoin([])).toMatchObject({ exit: 2, error: expect.stringContaining('Usage') });
  });
});

describe('the terminal client', () => {
  it('edits a record that another device then has', async () => {
    await anOrganization();
    const { relay, publish } = await aRunningRelay();
    await publish();
    const role = join(root, 'role.json');
    const privileges = { account: { create: 'organization', read: 'organization', write: 'organization' } };
    await writeFile(role, JSON.stringify({ name: 'Seller', privileges }));
    await rejoin(['role', 'put', role]);
    await rejoin(['role', 'grant', 'Seller', '--user', 'Ada']);

    const first = await rejoin(
      ['device', join(root, 'first'), '--user', 'Ada', '--json'],
      'sync\ncreate account name="Harbour Supplies"\nsync\nquit\n',
    );
    const second = await rejoin(
      ['device', join(root, 'second'), '--user', 'Ada', '--json'],
      'sync\nlist account\nquit\n',
    );
    const listed = second.out.split('\n').find((line) => line.includes('"do":"list"')) ?? '{}';

    expect(first).toMatchObject({ exit: 0, last: { event: 'closed', failed: 0 } });
    expect(JSON.parse(listed)).toMatchObject({
      ok: true,
      records: [{ values: { name: 'Harbour Supplies' } }],
    });
    await relay.stop();
  });

  it('goes on after a command that it does not understand, and says so in the end', async () => {
    await anOrganization();
    const { relay } = await aRunningRelay();
    const ran = await rejoin(
      ['device', join(root, 'first'), '--user', 'Ada', '--sync', 'manual'],
      'fly\nstatus\n',
    );
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('invalid-argument: Not understood');
    expect(ran.out).toContain('0 pending');
    await relay.stop();
  });
});
