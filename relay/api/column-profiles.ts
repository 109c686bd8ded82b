/** Column security profiles: who may read, update and create secured columns. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { newRecordId } from '../../engine/model/index.ts';
import type { ColumnProfile } from '../../engine/security/index.ts';
import { answers, jsonBody } from './answer.ts';
import { changeInTurn } from './change-in-turn.ts';
import { changed, columnProfileSchema, organizationPath, putColumnProfile } from './entry-schemas.ts';
import { findColumnProfile, findOrganization, findTeam, findUser } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const path = '/organizations/{organization}/column-profiles';
const list = createRoute({
  method: 'get',
  path,
  summary: 'All column security profiles',
  request: { params: organizationPath },
  responses: answers(z.object({ columnProfiles: z.array(columnProfileSchema) }), 'The profiles, by name.'),
});
const put = createRoute({
  method: 'put',
  path,
  summary: 'Adds a column security profile, or replaces the one with this id or else this name',
  request: { params: organizationPath, body: jsonBody(putColumnProfile) },
  responses: answers(columnProfileSchema, 'The profile.'),
});
const remove = createRoute({
  method: 'delete',
  path: `${path}/{profile}` as const,
  summary: 'Removes a column security profile',
  request: { params: organizationPath.extend({ profile: z.string() }) },
  responses: answers(changed, 'It is removed.'),
});

export function columnProfilesApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });

  api.openapi(list, (context) => {
    const { directory } = findOrganization(host, context.req.valid('param').organization).directory;
    const profiles = [...directory.columnProfiles.values()].sort((a, b) =>
      a.name.localeCompare(b.name, 'en'),
    );
    return context.json({ columnProfiles: profiles.map(shown) }, 200);
  });

  api.openapi(put, async (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const body = context.req.valid('json');
    const { entry } = await changeInTurn(organization, (directory) => {
      const known = [...directory.columnProfiles.values()].find(({ name }) => name === body.name);
      const profile: ColumnProfile = {
        id: body.id ?? known?.id ?? newRecordId(host.seams),
        name: body.name,
        users: body.users.map((user) => findUser(directory, user).id),
        teams: body.teams.map((team) => findTeam(directory, team).id),
        columns: body.columns,
      };
      return { change: { kind: 'put-column-profile', profile }, entry: profile };
    });
    return context.json(shown(entry), 200);
  });

  api.openapi(remove, async (context) => {
    const params = context.req.valid('param');
    const organization = findOrganization(host, params.organization);
    const { sequence } = await changeInTurn(organization, (directory) => {
      const { id } = findColumnProfile(directory, params.profile);
      return { change: { kind: 'remove-column-profile', id }, entry: undefined };
    });
    return context.json({ sequence }, 200);
  });

  return api;
}

function shown(profile: ColumnProfile) {
  return {
    ...profile,
    users: [...profile.users],
    teams: [...profile.teams],
    columns: [...profile.columns],
  };
}
