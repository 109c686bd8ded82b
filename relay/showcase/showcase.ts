/**
 * The pages of `npm start` and what they ask, as one function from request to response.
 *
 * Invariant: only pages of this address, opened on this machine, learn or change anything here; what is not the
 * showcase's is left to the relay.
 */
import { z } from 'zod';
import { asId, type Refusal, RejoinError, type UserId } from '../../engine/model/index.ts';
import { statusOf } from '../api/index.ts';
import type { TokenDesk } from '../server/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import { answerPage, commonHeaders } from './answer-page.ts';
import { AuditFeed } from './audit-feed.ts';
import { jsonOf, refuseHost, refuseStranger } from './check-request.ts';
import { giveRight, grantSchema } from './grant.ts';
import type { Pages } from './read-pages.ts';
import { type Stage, setupOf } from './setup.ts';

export interface ShowcaseOptions {
  readonly organization: OpenOrganization;
  readonly pages: Pages;
  readonly stage: Stage;
  /** Where devices connect. */
  readonly syncPath: string;
  readonly signToken: TokenDesk['signToken'];
}

export interface Showcase {
  /** The answer, or undefined for what is the relay's to answer. Throws a refusal as a RejoinError. */
  answer(request: Request): Promise<Response | undefined>;
  /** Ends the feeds, which else would never end. */
  end(): void;
}

const APP = 'tablet';
const TOKEN_MS = 12 * 3_600_000;
/** Feeds at a time. */
const MAX_FEEDS = 32;
const tokenSchema = z.strictObject({ user: z.uuid() });

type Answer = (request: Request) => Response | Promise<Response>;

export function showcaseOf(options: ShowcaseOptions): Showcase {
  const { organization, pages, stage, syncPath, signToken } = options;
  const feeds = new Set<AuditFeed>();

  const endpoints: Readonly<Record<string, Answer>> = {
    'GET /showcase/setup': () => json(setupOf(organization, { app: APP, syncPath, stage })),

    'POST /showcase/token': async (request) => {
      const { user } = parsed(tokenSchema, await jsonOf(request));
      const known = organization.directory.directory.users.get(asId<UserId>(user));
      if (known === undefined) throw new RejoinError('not-found', 'There is no such user.');
      const { organization: id } = organization.store;
      const { token } = await signToken({ userId: known.id, organization: id, lifetimeMs: TOKEN_MS });
      return json({ token });
    },

    'POST /showcase/grant': async (request) =>
      json(await giveRight(organization, parsed(grantSchema, await jsonOf(request)))),

    'GET /showcase/feed': (request) => {
      if (feeds.size >= MAX_FEEDS) throw new RejoinError('unavailable', 'Too many pages follow the relay.');
      const feed = new AuditFeed(organization, request.headers.get('last-event-id'), () =>
        feeds.delete(feed),
      );
      feeds.add(feed);
      const headers = { ...commonHeaders, 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
      return new Response(feed.stream(), { headers });
    },
  };

  return {
    async answer(request) {
      const { pathname } = new URL(request.url);
      const page = answerPage(pages, pathname, request);
      if (page !== undefined) return refusal(refuseHost(request)) ?? page;
      if (!pathname.startsWith('/showcase/')) return undefined;
      const refused = refusal(refuseHost(request) ?? refuseStranger(request));
      if (refused !== undefined) return refused;
      return endpoints[`${request.method} ${pathname}`]?.(request);
    },
    end() {
      for (const feed of [...feeds]) feed.end();
    },
  };
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const places = result.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  throw new RejoinError('invalid-argument', places.slice(0, 5).join('; '));
}

function json(body: object, status = 200): Response {
  return Response.json(body, { status, headers: { ...commonHeaders, 'cache-control': 'no-store' } });
}

function refusal(refused: Pick<Refusal, 'code' | 'reason'> | undefined): Response | undefined {
  if (refused === undefined) return undefined;
  const { code, reason } = refused;
  return json({ code, reason }, statusOf(code));
}
