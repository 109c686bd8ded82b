/** Tokens of users, signed with the relay's shared secret. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { answers, jsonBody } from './answer.ts';
import { organizationPath } from './entry-schemas.ts';
import { findOrganization, findUser } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const HOUR_MS = 3_600_000;

const sign = createRoute({
  method: 'post',
  path: '/organizations/{organization}/tokens',
  summary: 'A token with which devices of a user connect',
  request: {
    params: organizationPath,
    body: jsonBody(
      z.strictObject({
        user: z.string().min(1).max(200),
        hours: z.number().positive().max(8_760).default(12),
      }),
    ),
  },
  responses: answers(
    z.object({ token: z.string(), user: z.string(), endsAt: z.iso.datetime() }),
    'The token, whom it is for and when it ends.',
  ),
});

export function tokensApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });
  api.openapi(sign, async (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const { user, hours } = context.req.valid('json');
    const { id } = findUser(organization.directory.directory, user);
    const request = {
      userId: id,
      organization: organization.store.organization,
      lifetimeMs: hours * HOUR_MS,
    };
    const { token, endsAt } = await host.signToken(request);
    return context.json({ token, user: id, endsAt: new Date(endsAt).toISOString() }, 200);
  });
  return api;
}
