/** The solution file of an organization: applying one, and writing one from what is there. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { RejoinError } from '../../engine/model/index.ts';
import { applySolution, exportSolution, type Outcome, parseSolution } from '../administration/index.ts';
import { answers } from './answer.ts';
import { organizationPath } from './entry-schemas.ts';
import { findOrganization } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

/** The places of a wrong file that one answer names. */
const MAX_NAMED = 10;
const path = '/organizations/{organization}/solution';
const solutionBody = z.record(z.string(), z.unknown()).openapi('Solution', {
  description: 'Metadata, business units, roles, teams, users and column security profiles, by name.',
});
const get = createRoute({
  method: 'get',
  path,
  summary: 'The configuration as a solution file',
  request: { params: organizationPath },
  responses: answers(solutionBody, 'The solution file.'),
});
const apply = createRoute({
  method: 'post',
  path,
  summary: 'Applies a solution file: all of it or nothing; what it does not name stays',
  request: {
    params: organizationPath,
    body: { required: true, content: { 'text/plain': { schema: z.string() } } },
  },
  responses: answers(
    z.object({ changes: z.int(), published: z.int().nullable(), sequence: z.int() }),
    'How many entries of the directory were added or changed, and the version of metadata that was published.',
  ),
});

export function solutionApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });

  api.openapi(get, (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    return context.json(solutionBody.parse(exportSolution(organization)), 200);
  });

  api.openapi(apply, async (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const { solution } = parsed(parseSolution(await context.req.text()), 'invalid-metadata');
    const { applied } = parsed(await applySolution(organization, solution, null), 'invalid-metadata');
    return context.json({ ...applied }, 200);
  });

  return api;
}

/** The outcome, or the places that are wrong thrown under the code. */
export function parsed<T>(outcome: Outcome<T>, code: 'invalid-metadata' | 'invalid-file'): T {
  if (outcome.ok) return outcome;
  const { problems } = outcome;
  const named = problems
    .slice(0, MAX_NAMED)
    .map((problem) => (problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`));
  const rest = problems.length > MAX_NAMED ? [`${problems.length - MAX_NAMED} more`] : [];
  throw new RejoinError(code, [...named, ...rest].join('; '));
}
