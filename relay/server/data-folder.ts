/**
 * The data folder of a relay, its database apart: which version wrote it, the key that serves the same
 * machine, the secret of tokens, and where the relay that has it open listens.
 *
 * Invariant: a folder of a newer version, and one that can't be written, is refused before anything in it
 * is touched. Secrets are files that only their owner can read.
 */
import { constants } from 'node:fs';
import { access, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RejoinError } from '../../engine/model/index.ts';

/** The version of the folder's layout that this program writes. */
export const FOLDER_FORMAT = 1;
const SECRET_BYTES = 32;

const formatSchema = z.object({ format: z.int().min(1) });
const runningSchema = z.object({
  url: z.url(),
  host: z.string(),
  port: z.int(),
  pid: z.int(),
});

/** Where a running relay listens. */
export type RunningRelay = Readonly<z.infer<typeof runningSchema>>;

export interface DataFolder {
  readonly path: string;
  readonly databasePath: string;
  /** The bearer of /api for whoever can read the folder. */
  readonly operatorKey: string;
  readonly tokenSecret: string;
}

export interface OpenFolderOptions {
  /** What to do where there is no data folder yet. */
  readonly ifMissing: 'create' | 'refuse';
  randomBytes(length: number): Uint8Array;
}

/** Checks the folder and reads its keys; makes both where they are missing and may be made. */
export async function openDataFolder(path: string, options: OpenFolderOptions): Promise<DataFolder> {
  const format = await readFormat(path);
  if (format !== undefined && format > FOLDER_FORMAT) {
    const what = `${path} has format ${format}; this program writes ${FOLDER_FORMAT} and leaves it alone.`;
    throw new RejoinError('data-folder-newer', what);
  }
  if (format === undefined && options.ifMissing === 'refuse') throw missing(path);
  return writing(path, async () => {
    await mkdir(path, { recursive: true, mode: 0o750 });
    await access(path, constants.W_OK);
    const operatorKey = await secretOf(join(path, 'operator-key'), options);
    const tokenSecret = await secretOf(join(path, 'token-secret'), options);
    if (format === undefined) {
      await replaceFile(join(path, 'format.json'), `${JSON.stringify({ format: FOLDER_FORMAT })}\n`);
    }
    return { path, databasePath: join(path, 'db'), operatorKey, tokenSecret };
  });
}

/** The key of a folder whose relay runs; undefined where it can't be read. */
export async function readOperatorKey(path: string): Promise<string | undefined> {
  return (await readOptional(join(path, 'operator-key')))?.trim();
}

/** What the folder says of the relay that has it open; it may have been killed since. */
export async function readRunning(path: string): Promise<RunningRelay | undefined> {
  const text = await readOptional(join(path, 'relay.json'));
  if (text === undefined) return undefined;
  const parsed = runningSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

export async function writeRunning({ path }: DataFolder, running: RunningRelay): Promise<void> {
  await writing(path, () => replaceFile(join(path, 'relay.json'), `${JSON.stringify(running)}\n`));
}

export async function removeRunning({ path }: DataFolder): Promise<void> {
  await rm(join(path, 'relay.json'), { force: true });
}

async function readFormat(path: string): Promise<number | undefined> {
  const text = await readOptional(join(path, 'format.json'));
  if (text === undefined) return undefined;
  const parsed = formatSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.format;
  throw new RejoinError(
    'data-folder-damaged',
    `${join(path, 'format.json')} does not say which version wrote it.`,
  );
}

async function secretOf(file: string, options: OpenFolderOptions): Promise<string> {
  const known = (await readOptional(file))?.trim();
  if (known !== undefined && known.length >= SECRET_BYTES) return known;
  if (known !== undefined)
    throw new RejoinError('data-folder-damaged', `${file} is too short to be a secret.`);
  const secret = Buffer.from(options.randomBytes(SECRET_BYTES)).toString('base64url');
  const whole = `${file}.${process.pid}`;
  await writeFile(whole, `${secret}\n`, { mode: 0o600, flush: true });
  try {
    await link(whole, file);
    return secret;
  } catch (error) {
    // Another process made it in the same moment.
    if (codeOf(error) === 'EEXIST') return secretOf(file, options);
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
}

/** Readers see the old content or the new, never half of it. */
async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    throw new RejoinError('data-folder-read-only', `${file} can not be read (${code}).`, { cause: error });
  }
}

const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT']);

async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof RejoinError || code === undefined) throw error;
    if (unwritable.has(code)) {
      throw new RejoinError('data-folder-read-only', `${path} can not be written (${code}).`, {
        cause: error,
      });
    }
    throw new RejoinError('storage-failed', `${path} can not be written (${code}).`, { cause: error });
  }
}

function missing(path: string): RejoinError {
  return new RejoinError('not-found', `There is no data folder of a relay at ${path}.`);
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
