/**
 * How a command gets at a relay: through the one that runs over the data folder, or by opening the folder
 * itself where none runs. Either way it is the same HTTP interface.
 *
 * Invariant: a folder is never opened beside a running relay, because the database is locked then.
 */
import type { z } from 'zod';
import { isCode, RejoinError } from '../../engine/model/index.ts';
import {
  type Configuration,
  openRelay,
  type RunningRelay,
  readOperatorKey,
  readRunning,
} from '../server/index.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RelayAccess {
  /** Asks under /api and returns what the schema makes of the answer. Throws the refusal. */
  ask<T>(schema: z.ZodType<T>, method: Method, path: string, body?: unknown): Promise<T>;
  /** Gives the answer line by line, each one JSON. */
  lines(path: string, body: object): AsyncIterable<unknown>;
  close(): Promise<void>;
}

/** Reaches the relay of the data folder, or opens the folder. */
export async function reachRelay(
  configuration: Configuration,
  ifMissing: 'create' | 'refuse' = 'refuse',
): Promise<RelayAccess> {
  const running = await reachRunning(configuration);
  if (running !== undefined) return running;
  const opened = await openRelay(configuration, { ifMissing, report: () => {} });
  return access('http://relay', opened.folder.operatorKey, opened.fetch, opened.stop);
}

/** The relay that runs over the data folder, if any does. */
export async function reachRunning({ data }: Configuration): Promise<RelayAccess | undefined> {
  const running = await readRunning(data);
  const key = await readOperatorKey(data);
  if (running === undefined || key === undefined || !(await isAlive(running))) return undefined;
  return access(running.url, key, fetchRunning, async () => {});
}

type Fetch = (request: Request) => Promise<Response>;

function access(base: string, operatorKey: string, send: Fetch, close: () => Promise<void>): RelayAccess {
  const authorization = `Bearer ${operatorKey}`;
  const requestOf = (method: Method, path: string, body: unknown): Request =>
    new Request(`${base}/api${path}`, { method, ...contentOf(body, authorization) });
  return {
    async ask(schema, method, path, body) {
      const response = await send(requestOf(method, path, body));
      const answer: unknown = await response.json().catch(() => undefined);
      if (!response.ok) throw refusalIn(answer);
      return schema.parse(answer);
    },
    async *lines(path, body) {
      const response = await send(requestOf('POST', path, body));
      if (!response.ok) throw refusalIn(await response.json().catch(() => undefined));
      if (response.body !== null) yield* jsonLines(response.body);
    },
    close,
  };
}

/** A text goes as it is, anything else as JSON. */
function contentOf(body: unknown, authorization: string): RequestInit {
  if (body === undefined) return { headers: { authorization } };
  const [type, content] =
    typeof body === 'string' ? ['text/plain', body] : ['application/json', JSON.stringify(body)];
  return { headers: { authorization, 'content-type': type }, body: content };
}

/** JSON values that stand one per line. */
async function* jsonLines(body: AsyncIterable<Uint8Array>): AsyncIterable<unknown> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line);
  }
  if (rest !== '') yield JSON.parse(rest);
}

/** The refusal that an answer holds, as an error to throw. */
export function refusalIn(answer: unknown): RejoinError {
  if (typeof answer === 'object' && answer !== null && 'code' in answer && isCode(answer.code)) {
    const reason = 'reason' in answer && typeof answer.reason === 'string' ? answer.reason : '';
    return new RejoinError(answer.code, reason);
  }
  return new RejoinError('relay-unreachable', 'What answers at the address of the relay is no relay.');
}

async function fetchRunning(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    throw new RejoinError('relay-unreachable', 'The connection to the running relay broke.', {
      cause: error,
    });
  }
}

const ALIVE_TIMEOUT_MS = 2_000;

/**
 * Whether the relay that wrote its address is there. One that was killed leaves its address behind, and the
 * operator key must not go to whoever took the port since.
 */
export async function isAlive({ url, pid }: RunningRelay): Promise<boolean> {
  if (!isProcess(pid)) return false;
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ALIVE_TIMEOUT_MS) });
    return response.ok;
  } catch {
    return false;
  }
}

function isProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
