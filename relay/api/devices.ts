/** Devices that have enrolled: whose they are, and revoking them. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { isDeviceNumber, RejoinError } from '../../engine/model/index.ts';
import { answers, orThrow } from './answer.ts';
import { changed, organizationPath, uuid } from './entry-schemas.ts';
import { findOrganization } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

const deviceSchema = z
  .object({ number: z.int(), deviceId: uuid, user: uuid, userName: z.string(), revoked: z.boolean() })
  .openapi('Device');
const list = createRoute({
  method: 'get',
  path: '/organizations/{organization}/devices',
  summary: 'All devices, in the order in which they enrolled',
  request: { params: organizationPath },
  responses: answers(z.object({ devices: z.array(deviceSchema) }), 'The devices.'),
});
const revoke = createRoute({
  method: 'post',
  path: '/organizations/{organization}/devices/{number}/revoke',
  summary: 'Revokes a device for ever; it wipes itself at its next contact',
  request: { params: organizationPath.extend({ number: z.string() }) },
  responses: answers(changed, 'It is revoked.'),
});

export function devicesApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });

  api.openapi(list, async (context) => {
    const { store, directory } = findOrganization(host, context.req.valid('param').organization);
    const devices: z.infer<typeof deviceSchema>[] = [];
    for await (const { number, deviceId, userId, revoked } of store.devices()) {
      const userName = directory.directory.users.get(userId)?.name ?? '';
      devices.push({ number, deviceId, user: userId, userName, revoked });
    }
    return context.json({ devices }, 200);
  });

  api.openapi(revoke, async (context) => {
    const params = context.req.valid('param');
    const organization = findOrganization(host, params.organization);
    const number = Number(params.number);
    if (!isDeviceNumber(number)) throw new RejoinError('not-found', 'No device has this number.');
    return context.json({ sequence: orThrow(await organization.revokeDevice(number)) }, 200);
  });

  return api;
}
