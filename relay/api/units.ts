/** Business units of an organization: a tree with one root. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { asId, type BusinessUnitId, newRecordId } from '../../engine/model/index.ts';
import { answers, jsonBody } from './answer.ts';
import { changeInTurn } from './change-in-turn.ts';
import { newUnit, organizationPath, unitSchema } from './entry-schemas.ts';
import { findOrganization, findUnit, rootUnit } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const list = createRoute({
  method: 'get',
  path: '/organizations/{organization}/units',
  summary: 'All business units',
  request: { params: organizationPath },
  responses: answers(z.object({ units: z.array(unitSchema) }), 'The units, by name.'),
});
const put = createRoute({
  method: 'post',
  path: '/organizations/{organization}/units',
  summary: 'Adds a business unit, or renames or moves the one with this id',
  request: { params: organizationPath, body: jsonBody(newUnit) },
  responses: answers(unitSchema, 'The unit.'),
});

export function unitsApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });

  api.openapi(list, (context) => {
    const { directory } = findOrganization(host, context.req.valid('param').organization).directory;
    const units = [...directory.units.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
    return context.json({ units }, 200);
  });

  api.openapi(put, async (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const body = context.req.valid('json');
    const id = asId<BusinessUnitId>(body.id ?? newRecordId(host.seams));
    const { entry } = await changeInTurn(organization, (directory) => {
      const known = directory.units.get(id);
      const parent =
        body.parent !== undefined
          ? findUnit(directory, body.parent).id
          : known !== undefined
            ? known.parent
            : rootUnit(directory).id;
      const unit = { id, name: body.name, parent };
      return { change: { kind: 'put-unit', unit }, entry: unit };
    });
    return context.json(entry, 200);
  });

  return api;
}
