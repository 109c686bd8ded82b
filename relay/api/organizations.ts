/** Organizations of the relay: list and create. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { asId, type BusinessUnitId, newRecordId, type OrganizationId } from '../../engine/model/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import { answers, jsonBody, orThrow } from './answer.ts';
import { organizationId, organizationPath } from './entry-schemas.ts';
import { findOrganization } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const organizationSchema = z
  .object({
    id: z.string(),
    incarnation: z.string(),
    ready: z.boolean(),
    sequence: z.int().openapi({ description: 'The last sequence number given.' }),
    metadataVersion: z.int().openapi({ description: '0 before any is published.' }),
    units: z.int(),
    users: z.int(),
    teams: z.int(),
    roles: z.int(),
  })
  .openapi('Organization');
const list = createRoute({
  method: 'get',
  path: '/organizations',
  summary: 'All organizations of this relay',
  responses: answers(z.object({ organizations: z.array(organizationSchema) }), 'The organizations, by id.'),
});
const get = createRoute({
  method: 'get',
  path: '/organizations/{organization}',
  summary: 'One organization',
  request: { params: organizationPath },
  responses: answers(organizationSchema, 'The organization.'),
});
const create = createRoute({
  method: 'post',
  path: '/organizations',
  summary: 'Creates an organization with one business unit',
  request: {
    body: jsonBody(
      z.strictObject({
        id: organizationId,
        rootUnit: z.string().trim().min(1).max(200).optional().openapi({ description: 'Its name.' }),
      }),
    ),
  },
  responses: answers(organizationSchema, 'The organization.'),
});

export function organizationsApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });

  api.openapi(list, (context) => {
    const open = host.organizations.flatMap((id) => host.organization(id) ?? []);
    return context.json({ organizations: open.map(shown) }, 200);
  });

  api.openapi(get, (context) =>
    context.json(shown(findOrganization(host, context.req.valid('param').organization)), 200),
  );

  api.openapi(create, async (context) => {
    const { id, rootUnit } = context.req.valid('json');
    const created = await host.createOrganization(asId<OrganizationId>(id), {
      incarnation: newRecordId(host.seams),
      rootUnit: { id: asId<BusinessUnitId>(newRecordId(host.seams)), name: rootUnit ?? id },
    });
    return context.json(shown(orThrow(created)), 200);
  });

  return api;
}

function shown(organization: OpenOrganization): z.infer<typeof organizationSchema> {
  const { store, metadata, isReady } = organization;
  const { units, users, teams, roles } = organization.directory.directory;
  return {
    id: store.organization,
    // A store that is opened again can't be read.
    incarnation: (isReady ? store.durable.state()?.incarnation : undefined) ?? '',
    ready: isReady,
    sequence: store.lastSequence,
    metadataVersion: metadata?.metadata.version ?? 0,
    units: units.size,
    users: users.size,
    teams: teams.size,
    roles: roles.size,
  };
}
