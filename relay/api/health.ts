/** Whether the process lives, and whether it does its work. Open to everyone; says no names. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';

const healthSchema = z.object({ status: z.literal('ok') });
const readySchema = z.object({
  status: z.enum(['ready', 'unavailable', 'stopping']),
  organizations: z.int(),
  unavailable: z.int(),
});
const health = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The process lives',
  responses: { 200: { description: 'It does.', content: { 'application/json': { schema: healthSchema } } } },
});
const readyBody = { 'application/json': { schema: readySchema } };
const ready = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Every organization takes changes',
  responses: {
    200: { description: 'All do.', content: readyBody },
    503: { description: 'A store failed or is being opened again, or the relay stops.', content: readyBody },
  },
});

export function healthApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono();
  api.openapi(health, (context) => context.json({ status: 'ok' as const }, 200));
  api.openapi(ready, (context) => {
    const unready = host.unready();
    const organizations = host.organizations.length;
    if (unready === undefined) {
      return context.json({ status: 'stopping' as const, organizations, unavailable: organizations }, 503);
    }
    const unavailable = unready.length;
    if (unavailable > 0)
      return context.json({ status: 'unavailable' as const, organizations, unavailable }, 503);
    return context.json({ status: 'ready' as const, organizations, unavailable }, 200);
  });
  return api;
}
