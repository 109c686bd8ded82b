/**
 * The HTTP interface as one function from request to response: /api for operators, described by an OpenAPI
 * document, and the two questions of whoever watches the process.
 *
 * Invariant: nothing under /api answers without the operator key, but its description; every body is
 * bounded before it is read; a defect answers `internal-error` and nothing about itself.
 */
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { RejoinError } from '../../engine/model/index.ts';
import { statusOf } from './answer.ts';
import { auditApi } from './audit.ts';
import { operatorsOnly } from './bearer.ts';
import { columnProfilesApi } from './column-profiles.ts';
import { devicesApi } from './devices.ts';
import { healthApi } from './health.ts';
import type { ApiHost } from './host.ts';
import { importApi } from './import.ts';
import { metadataApi } from './metadata.ts';
import { organizationsApi } from './organizations.ts';
import { rolesApi } from './roles.ts';
import { solutionApi } from './solution.ts';
import { teamsApi } from './teams.ts';
import { tokensApi } from './tokens.ts';
import { unitsApi } from './units.ts';
import { usersApi } from './users.ts';
import { whyApi } from './why.ts';

const resources = [
  organizationsApi,
  usersApi,
  teamsApi,
  unitsApi,
  rolesApi,
  columnProfilesApi,
  tokensApi,
  devicesApi,
  metadataApi,
  solutionApi,
  importApi,
  whyApi,
  auditApi,
];
const DESCRIPTION = '/api/openapi.json';
const SOLUTION = /^\/api\/organizations\/[^/]+\/solution$/;

/** All that the relay answers over HTTP. */
export function createApi(host: ApiHost): (request: Request) => Promise<Response> {
  const app = new OpenAPIHono();
  app.use(async (context, next) => {
    await next();
    const { method, path } = context.req;
    host.onRequest({ method, path, status: context.res.status });
  });
  app.use(async (context, next) => (await host.site?.(context.req.raw)) ?? next());
  app.route('/', healthApi(host));
  app.openAPIRegistry.registerComponent('securitySchemes', 'operatorKey', { type: 'http', scheme: 'bearer' });
  app.doc(DESCRIPTION, {
    openapi: '3.0.3',
    security: [{ operatorKey: [] }],
    info: {
      title: 'Rejoin relay',
      version: '1',
      description: 'Operating a relay. Send the operator key as bearer.',
    },
  });

  const small = bodyLimit({ maxSize: host.maxBodyBytes, onError: tooLarge });
  const large = bodyLimit({ maxSize: host.maxSolutionBytes, onError: tooLarge });
  app.use('/api/*', operatorsOnly(host.operatorKey));
  app.use('/api/*', (context, next) => (SOLUTION.test(context.req.path) ? large : small)(context, next));
  for (const resource of resources) app.route('/api', resource(host));

  app.notFound((context) => context.json({ code: 'not-found', reason: 'There is nothing here.' }, 404));
  app.onError((error, context) => {
    if (error instanceof RejoinError && error.code !== 'internal-error') {
      return context.json({ code: error.code, reason: error.message }, statusOf(error.code));
    }
    if (error instanceof HTTPException) {
      const reason = 'The request can not be read.';
      return context.json({ code: 'invalid-argument', reason }, 400);
    }
    host.onFailure({ method: context.req.method, path: context.req.path, error });
    return context.json({ code: 'internal-error', reason: 'The relay has a defect; see its log.' }, 500);
  });
  return async (request) => app.fetch(request);
}

function tooLarge(): never {
  throw new RejoinError('too-large', 'The body of the request is larger than the limit.');
}
