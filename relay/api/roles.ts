/** Security roles: what they give, and who has them. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { asId, newRecordId, type RoleId } from '../../engine/model/index.ts';
import type { Directory, Role, RoleHolder } from '../../engine/security/index.ts';
import { answers, jsonBody } from './answer.ts';
import { changeInTurn } from './change-in-turn.ts';
import { changed, organizationPath, putRole, roleHolder, roleSchema } from './entry-schemas.ts';
import { findOrganization, findRole, findTeam, findUser } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const list = createRoute({
  method: 'get',
  path: '/organizations/{organization}/roles',
  summary: 'All security roles',
  request: { params: organizationPath },
  responses: answers(z.object({ roles: z.array(roleSchema) }), 'The roles, by name.'),
});
const put = createRoute({
  method: 'put',
  path: '/organizations/{organization}/roles',
  summary: 'Adds a security role, or replaces the one with this id or else this name',
  request: { params: organizationPath, body: jsonBody(putRole) },
  responses: answers(roleSchema, 'The role.'),
});
const rolePath = organizationPath.extend({ role: z.string() });
const grant = createRoute({
  method: 'post',
  path: '/organizations/{organization}/roles/{role}/grant',
  summary: 'Gives a role to a user or an owner team',
  request: { params: rolePath, body: jsonBody(roleHolder) },
  responses: answers(changed, 'They have the role.'),
});
const revoke = createRoute({
  method: 'post',
  path: '/organizations/{organization}/roles/{role}/revoke',
  summary: 'Takes a role from a user or an owner team; live sessions feel it at once',
  request: { params: rolePath, body: jsonBody(roleHolder) },
  responses: answers(changed, 'They have the role no longer.'),
});

export function rolesApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });

  api.openapi(list, (context) => {
    const { directory } = findOrganization(host, context.req.valid('param').organization).directory;
    const roles = [...directory.roles.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
    return context.json({ roles: roles.map(shown) }, 200);
  });

  api.openapi(put, async (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const { id, ...facts } = context.req.valid('json');
    const { entry } = await changeInTurn(organization, (directory) => {
      const known = [...directory.roles.values()].find(({ name }) => name === facts.name);
      const role: Role = {
        id: asId<RoleId>(id ?? known?.id ?? newRecordId(host.seams)),
        ...withoutAbsent(facts),
      };
      return { change: { kind: 'put-role', role }, entry: role };
    });
    return context.json(shown(entry), 200);
  });

  api.openapi(grant, async (context) => {
    const params = context.req.valid('param');
    const organization = findOrganization(host, params.organization);
    const { sequence } = await changeInTurn(organization, (directory) => {
      const role = findRole(directory, params.role).id;
      const to = holderOf(directory, context.req.valid('json'));
      return { change: { kind: 'grant-role', role, to }, entry: undefined };
    });
    return context.json({ sequence }, 200);
  });

  api.openapi(revoke, async (context) => {
    const params = context.req.valid('param');
    const organization = findOrganization(host, params.organization);
    const { sequence } = await changeInTurn(organization, (directory) => {
      const role = findRole(directory, params.role).id;
      const from = holderOf(directory, context.req.valid('json'));
      return { change: { kind: 'revoke-role', role, from }, entry: undefined };
    });
    return context.json({ sequence }, 200);
  });

  return api;
}

function holderOf(directory: Directory, holder: z.infer<typeof roleHolder>): RoleHolder {
  return 'user' in holder
    ? { user: findUser(directory, holder.user).id }
    : { team: findTeam(directory, holder.team).id };
}

function shown(role: Role): z.infer<typeof roleSchema> {
  return { ...role, privileges: { ...role.privileges } };
}

/** The privileges without those that are explicitly undefined. */
function withoutAbsent({
  name,
  inheritance,
  privileges,
}: Omit<z.infer<typeof putRole>, 'id'>): Omit<Role, 'id'> {
  const given = Object.entries(privileges).map(([entity, levels]) => {
    const present = Object.entries(levels).filter(([, level]) => level !== undefined);
    return [entity, Object.fromEntries(present)] as const;
  });
  return { name, inheritance, privileges: Object.fromEntries(given) };
}
