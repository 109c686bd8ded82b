/**
 * A built page as an answer: its type, how long a browser may keep it, and what it may do.
 *
 * Invariant: a page runs scripts of this address only, talks to this address only, and is framed by this
 * address only. Styles may stand in the page, because the components make them while it runs.
 */
import type { Page, Pages } from './read-pages.ts';

/** Addresses of pages that are not called like their file. */
const named: Readonly<Record<string, string>> = { '/': '/index.html', '/tablet': '/tablet.html' };

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What every answer says of itself. */
export const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

const FOR_EVER = 'public, max-age=31536000, immutable';
/** A browser asks each time whether it changed. */
const ASK = 'no-cache';

/** The page of the path; undefined where there is none. */
export function answerPage(pages: Pages, path: string, request: Request): Response | undefined {
  const page = pages.get(named[path] ?? path);
  if (page === undefined) return named[path] === undefined ? undefined : notBuilt();
  const headers = headersOf(page);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { ...commonHeaders, allow: 'GET, HEAD' } });
  }
  if (request.headers.get('if-none-match') === page.tag) return new Response(null, { status: 304, headers });
  return new Response(request.method === 'HEAD' ? null : page.bytes.slice(), { headers });
}

function headersOf({ type, tag, isHashed }: Page): Record<string, string> {
  const headers = {
    ...commonHeaders,
    'content-type': type,
    etag: tag,
    'cache-control': isHashed ? FOR_EVER : ASK,
  };
  const isDocument = type.startsWith('text/html') || type.startsWith('text/javascript');
  return isDocument ? { ...headers, 'content-security-policy': POLICY } : headers;
}

function notBuilt(): Response {
  const headers = { ...commonHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': ASK };
  return new Response('The pages are not built. `npm start` builds them.\n', { status: 503, headers });
}
