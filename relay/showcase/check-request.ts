/**
 * Who may ask: pages of this very address, opened on this machine.
 *
 * The endpoints hand out tokens for everyone of the sample and show the audit, so a page of somebody else must
 * not get at them. Three ways are closed: another name that leads here (`Host`), a page of another origin that
 * writes (`Origin`), and one that lets the browser fetch without reading (`Sec-Fetch-Site`, which a browser
 * sets and no page can).
 */
import { type Refusal, RejoinError } from '../../engine/model/index.ts';

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/;
const OWN_SITE: ReadonlySet<string> = new Set(['same-origin', 'none']);
const JSON_TYPE = /^application\/json\s*(;|$)/i;
/** Whoever writes sends an id and a word or two. */
const MAX_BODY_BYTES = 4_096;

/** Why the request is not answered at all; undefined where it may be. */
export function refuseHost(request: Request): Refusal | undefined {
  if (LOOPBACK.test(hostOf(request))) return undefined;
  return { code: 'not-authorized', reason: 'The pages are for this machine: open them as 127.0.0.1.' };
}

/** Why the request gets nothing of what the relay knows; undefined where it does. */
export function refuseStranger(request: Request): Refusal | undefined {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  // What writes always has an origin, so one that has none is no page.
  const isOwn = origin === null ? request.method !== 'POST' : origin === `http://${hostOf(request)}`;
  if (isOwn && (site === null || OWN_SITE.has(site))) return undefined;
  return { code: 'not-authorized', reason: 'Only the pages of this address may ask for that.' };
}

/**
 * The JSON of a request that writes. Throws `invalid-argument`: a form of another page can send any text, but
 * not with this type.
 */
export async function jsonOf(request: Request): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) throw unreadable();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.body ?? []) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES)
      throw new RejoinError('too-large', 'The body of the request is larger than the limit.');
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString());
  } catch {
    throw unreadable();
  }
}

function unreadable(): RejoinError {
  return new RejoinError('invalid-argument', 'The request can not be read.');
}

function hostOf(request: Request): string {
  return (request.headers.get('host') ?? '').toLowerCase();
}
