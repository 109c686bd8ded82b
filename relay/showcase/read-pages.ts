/**
 * The built pages, read once: nothing but what was read can be asked for.
 *
 * This file is a rim: it reads disks.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** One file as it is served. */
export interface Page {
  readonly bytes: Uint8Array;
  /** The media type. */
  readonly type: string;
  /** Changes with the content. */
  readonly tag: string;
  /** Its name changes with its content, so it never changes under its name. */
  readonly isHashed: boolean;
}

/** Files by the path of their address, such as `/assets/index-4f2a91c0.js`. */
export type Pages = ReadonlyMap<string, Page>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/** The files below the folder, those of a name with a dot before it left out; none where there is no such folder. */
export async function readPages(folder: string): Promise<Pages> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const pages = new Map<string, Page>();
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    const type = types[extname(file)];
    if (!entry.isFile() || type === undefined || path.includes('/.')) continue;
    const bytes = await readFile(file);
    const tag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
    pages.set(path, { bytes, type, tag, isHashed: HASHED.test(path) });
  }
  return pages;
}
