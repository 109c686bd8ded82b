/** Users of an organization: list, add, change, disable and enable. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { asId, newRecordId, type UserId } from '../../engine/model/index.ts';
import type { User } from '../../engine/security/index.ts';
import { answers, jsonBody, orThrow } from './answer.ts';
import { changeInTurn } from './change-in-turn.ts';
import { changedUser, newUser, organizationPath, userSchema } from './entry-schemas.ts';
import { findOrganization, findUnit, findUser, rootUnit } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const list = createRoute({
  method: 'get',
  path: '/organizations/{organization}/users',
  summary: 'All users',
  request: { params: organizationPath },
  responses: answers(z.object({ users: z.array(userSchema) }), 'The users, by name.'),
});
const add = createRoute({
  method: 'post',
  path: '/organizations/{organization}/users',
  summary: 'Adds a user',
  request: { params: organizationPath, body: jsonBody(newUser) },
  responses: answers(userSchema, 'The user.'),
});
const change = createRoute({
  method: 'patch',
  path: '/organizations/{organization}/users/{user}',
  summary: 'Changes facts of a user; disabling ends their sessions at once',
  request: { params: organizationPath.extend({ user: z.string() }), body: jsonBody(changedUser) },
  responses: answers(userSchema, 'The user as it is now.'),
});

export function usersApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });

  api.openapi(list, (context) => {
    const { directory } = findOrganization(host, context.req.valid('param').organization).directory;
    const users = [...directory.users.values()].map(shown);
    return context.json({ users: users.sort((a, b) => a.name.localeCompare(b.name, 'en')) }, 200);
  });

  api.openapi(add, async (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const { id, name, unit, language, timeZone } = context.req.valid('json');
    const { entry } = await changeInTurn(organization, (directory) => {
      const user = {
        id: asId<UserId>(id ?? newRecordId(host.seams)),
        name,
        unit: (unit === undefined ? rootUnit(directory) : findUnit(directory, unit)).id,
        disabled: false,
        language,
        timeZone,
      };
      if (directory.users.has(user.id)) {
        orThrow({ code: 'already-exists', reason: `There is a user ${user.id} already.` } as const);
      }
      return { change: { kind: 'put-user', user }, entry: { ...user, roles: [] } };
    });
    return context.json(shown(entry), 200);
  });

  api.openapi(change, async (context) => {
    const params = context.req.valid('param');
    const organization = findOrganization(host, params.organization);
    const { unit, name, disabled, language, timeZone } = context.req.valid('json');
    const { entry } = await changeInTurn(organization, (directory) => {
      const { roles, ...known } = findUser(directory, params.user);
      const user = {
        id: known.id,
        name: name ?? known.name,
        unit: unit === undefined ? known.unit : findUnit(directory, unit).id,
        disabled: disabled ?? known.disabled,
        language: language ?? known.language,
        timeZone: timeZone ?? known.timeZone,
      };
      return { change: { kind: 'put-user', user }, entry: { ...user, roles } };
    });
    return context.json(shown(entry), 200);
  });

  return api;
}

function shown(user: User) {
  return { ...user, roles: [...user.roles] };
}
