/** Teams of an organization, and who is in them. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { asId, newRecordId, type TeamId } from '../../engine/model/index.ts';
import type { Team } from '../../engine/security/index.ts';
import { answers, jsonBody, orThrow } from './answer.ts';
import { changeInTurn } from './change-in-turn.ts';
import { changed, newTeam, organizationPath, teamSchema } from './entry-schemas.ts';
import { findOrganization, findTeam, findUnit, findUser, rootUnit } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const list = createRoute({
  method: 'get',
  path: '/organizations/{organization}/teams',
  summary: 'All teams, default teams of units included',
  request: { params: organizationPath },
  responses: answers(z.object({ teams: z.array(teamSchema) }), 'The teams, by name.'),
});
const add = createRoute({
  method: 'post',
  path: '/organizations/{organization}/teams',
  summary: 'Adds a team',
  request: { params: organizationPath, body: jsonBody(newTeam) },
  responses: answers(teamSchema, 'The team.'),
});
const memberPath = organizationPath.extend({ team: z.string(), user: z.string() });
const addMember = createRoute({
  method: 'put',
  path: '/organizations/{organization}/teams/{team}/members/{user}',
  summary: 'Makes a user a member',
  request: { params: memberPath },
  responses: answers(changed, 'The user is a member.'),
});
const removeMember = createRoute({
  method: 'delete',
  path: '/organizations/{organization}/teams/{team}/members/{user}',
  summary: 'Makes a user a member no longer',
  request: { params: memberPath },
  responses: answers(changed, 'The user is no member.'),
});

export function teamsApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });

  api.openapi(list, (context) => {
    const { directory } = findOrganization(host, context.req.valid('param').organization).directory;
    const teams = [...directory.teams.values()].map(shown);
    return context.json({ teams: teams.sort((a, b) => a.name.localeCompare(b.name, 'en')) }, 200);
  });

  api.openapi(add, async (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const { id, name, unit, kind } = context.req.valid('json');
    const { entry } = await changeInTurn(organization, (directory) => {
      const team = {
        id: asId<TeamId>(id ?? newRecordId(host.seams)),
        name,
        unit: (unit === undefined ? rootUnit(directory) : findUnit(directory, unit)).id,
        kind,
      };
      if (directory.teams.has(team.id)) {
        orThrow({ code: 'already-exists', reason: `There is a team ${team.id} already.` } as const);
      }
      return { change: { kind: 'put-team', team }, entry: team };
    });
    return context.json(shown({ ...entry, isDefault: false, members: new Set(), roles: [] }), 200);
  });

  const setMember = async (params: z.infer<typeof memberPath>, member: boolean) => {
    const organization = findOrganization(host, params.organization);
    const { sequence } = await changeInTurn(organization, (directory) => {
      const team = findTeam(directory, params.team).id;
      const user = findUser(directory, params.user).id;
      return { change: { kind: 'set-member', team, user, member }, entry: undefined };
    });
    return { sequence };
  };
  api.openapi(addMember, async (context) =>
    context.json(await setMember(context.req.valid('param'), true), 200),
  );
  api.openapi(removeMember, async (context) =>
    context.json(await setMember(context.req.valid('param'), false), 200),
  );

  return api;
}

function shown(team: Team) {
  return { ...team, members: [...team.members], roles: [...team.roles] };
}
