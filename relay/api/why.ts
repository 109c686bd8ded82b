/** Why a user may do something with a record, or may not. For operators: the answer names what exists. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { asId, type OwnerId, type RecordId, RejoinError } from '../../engine/model/index.ts';
import { type Directory, privileges } from '../../engine/security/index.ts';
import { type Action, why } from '../administration/index.ts';
import { answers, orThrow } from './answer.ts';
import { logicalName, organizationPath, uuid } from './entry-schemas.ts';
import { findOrganization, findTeam, findUser } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const operations = ['update', 'activate', 'deactivate'] as const;
const querySchema = z.object({
  user: z.string().min(1).max(200),
  entity: logicalName,
  id: uuid,
  may: z
    .enum([...privileges, ...operations])
    .default('read')
    .openapi({ description: 'A privilege; or update, activate or deactivate as they would be judged.' }),
  attributes: z
    .string()
    .max(10_000)
    .default('')
    .openapi({ description: 'With `may=update`: what it would touch, separated by commas.' }),
  to: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'With `may=assign`: the new owner, a user or team by name or id.' }),
});
const explain = createRoute({
  method: 'get',
  path: '/organizations/{organization}/why',
  summary: 'Why a user may do something with a record, or may not',
  request: { params: organizationPath, query: querySchema },
  responses: answers(
    z
      .object({
        allowed: z.boolean(),
        verdict: z.string(),
        code: z.string().nullable(),
        steps: z.array(z.string()),
      })
      .openapi('Explanation'),
    'The verdict, and the rules that led to it.',
  ),
});

export function whyApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });
  api.openapi(explain, (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const query = context.req.valid('query');
    const { directory } = organization.directory;
    const { steps, ...said } = orThrow(
      why(organization, {
        user: findUser(directory, query.user).id,
        entity: query.entity,
        id: asId<RecordId>(query.id),
        action: actionOf(query, directory),
      }),
    );
    return context.json({ ...said, steps: [...steps] }, 200);
  });
  return api;
}

function actionOf({ may, attributes, to }: z.infer<typeof querySchema>, directory: Directory): Action {
  switch (may) {
    case 'update':
      return { operation: 'update', attributes: attributes.split(',').filter((name) => name !== '') };
    case 'delete':
    case 'activate':
    case 'deactivate':
      return { operation: may };
    case 'assign':
      return to === undefined ? { privilege: may } : { operation: 'assign', to: ownerNamed(to, directory) };
    default:
      return { privilege: may };
  }
}

/** A user, or else a team. */
function ownerNamed(text: string, directory: Directory): OwnerId {
  try {
    return findUser(directory, text).id;
  } catch (error) {
    if (!(error instanceof RejoinError) || error.code !== 'not-found') throw error;
    return findTeam(directory, text).id;
  }
}
