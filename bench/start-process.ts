/**
 * Starts a process to be measured, and asks it questions one at a time.
 *
 * Invariant: its data folder is fresh and on a disk, and is gone when it has stopped.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UserId } from '../engine/model/index.ts';
import type { RelayReplies, RelayRequest } from './relay-process.ts';
import type { Usage } from './usage.ts';

/** A process under measurement. */
export interface Measured {
  /** `http://host:port` */
  readonly url: string;
  token(userId: UserId): Promise<string>;
  usage(options?: { readonly collect: boolean }): Promise<Usage>;
  stop(): Promise<void>;
}

/** Where `node` writes the CPU profiles of measured processes, where the environment names a folder. */
const PROFILES = process.env.REJOIN_BENCH_PROFILES;

/** Starts a program beside this file; resolves when it listens. */
export async function startProcess(program: 'relay-process' | 'plain-relay'): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'rejoin-bench-'));
  const path = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
  const profiling = PROFILES === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`];
  const child = fork(path, [folder], { execArgv: ['--expose-gc', ...profiling] });
  let last: Promise<unknown> = Promise.resolve();
  const ask = <K extends RelayRequest['kind']>(request: RelayRequest & { kind: K }) => {
    const reply = last.then(() => {
      child.send(request);
      return replyOf<RelayReplies[K]>(child);
    });
    last = reply.catch(() => undefined);
    return reply;
  };
  const { url } = await replyOf<RelayReplies['started']>(child);
  return {
    url,
    token: async (userId) => (await ask({ kind: 'token', userId })).token,
    usage: ({ collect } = { collect: false }) => ask({ kind: 'usage', collect }),
    async stop() {
      const ended = once(child, 'exit');
      await ask({ kind: 'stop' });
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function replyOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) => reject(new Error(`the measured process ended with ${code}`));
    child.once('exit', failed);
    child.once('message', (reply) => {
      child.off('exit', failed);
      resolve(reply as T);
    });
  });
}
