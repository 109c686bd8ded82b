/**
 * The audit: who did what, when, what changed from what to what, or why it was refused.
 *
 * Invariant: for operators only. It shows secured values and what was refused.
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { asId, type RecordId, RejoinError } from '../../engine/model/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import type { AuditItem, AuditQuery } from '../store/index.ts';
import { answers } from './answer.ts';
import { auditLine, auditLineSchema } from './audit-line.ts';
import { logicalName, organizationPath, uuid } from './entry-schemas.ts';
import { findOrganization, findUser } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const place = /^(\d{1,15})\.(\d{1,9})$/;
const querySchema = z.object({
  user: z.string().max(200).optional().openapi({ description: 'Only what this user did.' }),
  entity: logicalName.optional().openapi({ description: 'With `id`: only what touched this record.' }),
  id: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  before: z
    .string()
    .regex(place)
    .optional()
    .openapi({ description: 'The `next` of the answer before, for what is older.' }),
  from: z.iso.datetime({ offset: true }).optional(),
  upTo: z.iso.datetime({ offset: true }).optional(),
});

const list = createRoute({
  method: 'get',
  path: '/organizations/{organization}/audit',
  summary: 'What was done, newest first',
  request: { params: organizationPath, query: querySchema },
  responses: answers(
    z.object({ entries: z.array(auditLineSchema), next: z.string().optional() }),
    'The entries, and from where the next are.',
  ),
});

export function auditApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });
  api.openapi(list, async (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const query = context.req.valid('query');
    const entries: z.infer<typeof auditLineSchema>[] = [];
    for await (const item of itemsOf(organization, query)) {
      entries.push(auditLine(item, organization.directory.directory));
      if (entries.length >= query.limit) break;
    }
    const last = entries.length < query.limit ? undefined : entries.at(-1);
    return context.json({ entries, ...(last !== undefined && { next: last.place }) }, 200);
  });
  return api;
}

function itemsOf(
  { store, directory }: OpenOrganization,
  query: z.infer<typeof querySchema>,
): AsyncIterable<AuditItem> {
  const bounds = boundsOf(query);
  if (query.entity !== undefined || query.id !== undefined) {
    if (query.entity === undefined || query.id === undefined || query.user !== undefined) {
      throw new RejoinError(
        'invalid-argument',
        'A record is named by entity and id together, without a user.',
      );
    }
    return store.auditOfRecord(query.entity, asId<RecordId>(query.id), bounds);
  }
  if (query.user === undefined) return store.audit(bounds);
  return store.auditOfUser(findUser(directory.directory, query.user).id, bounds);
}

function boundsOf({ limit, before, from, upTo }: z.infer<typeof querySchema>): AuditQuery {
  const [, batch, position] = place.exec(before ?? '') ?? [];
  return {
    limit,
    ...(batch !== undefined && { before: { batch: Number(batch), position: Number(position) } }),
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(upTo !== undefined && { upTo: Date.parse(upTo) }),
  };
}
