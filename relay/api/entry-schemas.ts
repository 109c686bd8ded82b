/** The entries of a directory as the interface takes and gives them. */
import { z } from '@hono/zod-openapi';
import { isLogicalName, isOrganizationId, isUuid } from '../../engine/model/index.ts';
import { accessLevels, privileges } from '../../engine/security/index.ts';

const name = z.string().trim().min(1).max(200);
/** A name, or an id. */
const reference = z.string().min(1).max(200).openapi({ description: 'A name or an id.' });
export const uuid = z.string().refine(isUuid, { message: 'an id is a UUID in lower case' });
export const logicalName = z.string().refine(isLogicalName, {
  message: 'a logical name has 1 to 63 of a-z, 0-9 and _, and begins with a letter',
});

export const organizationId = z
  .string()
  .refine(isOrganizationId, { message: 'an organization has 1 to 63 of a-z, 0-9 and -' })
  .openapi({ example: 'northwind' });
export const organizationPath = z.object({ organization: z.string().max(63) });

export const unitSchema = z.object({ id: uuid, name, parent: uuid.nullable() }).openapi('BusinessUnit');
export const newUnit = z.strictObject({ id: uuid.optional(), name, parent: reference.optional() });

export const userSchema = z
  .object({
    id: uuid,
    name,
    unit: uuid,
    disabled: z.boolean(),
    language: z.string(),
    timeZone: z.string(),
    roles: z.array(uuid),
  })
  .openapi('User');
const language = z.string().regex(/^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,4}$/);
const timeZone = z.string().regex(/^[A-Za-z0-9_+/-]{1,64}$/);
export const newUser = z.strictObject({
  id: uuid.optional(),
  name,
  unit: reference.optional().openapi({ description: 'The root where it is absent.' }),
  language: language.default('en'),
  timeZone: timeZone.default('UTC'),
});
export const changedUser = z.strictObject({
  name: name.optional(),
  unit: reference.optional(),
  disabled: z.boolean().optional(),
  language: language.optional(),
  timeZone: timeZone.optional(),
});

const teamKind = z.enum(['owner', 'access']);
export const teamSchema = z
  .object({
    id: uuid,
    name,
    unit: uuid,
    kind: teamKind,
    isDefault: z.boolean(),
    members: z.array(uuid),
    roles: z.array(uuid),
  })
  .openapi('Team');
export const newTeam = z.strictObject({
  id: uuid.optional(),
  name,
  unit: reference.optional(),
  kind: teamKind.default('owner'),
});

const roleFacts = {
  name,
  inheritance: z.enum(['direct-user-and-team', 'team-only']).default('direct-user-and-team'),
  privileges: z.record(logicalName, z.partialRecord(z.enum(privileges), z.enum(accessLevels))),
};
export const roleSchema = z.object({ id: uuid, ...roleFacts }).openapi('SecurityRole');
export const putRole = z.strictObject({ id: uuid.optional(), ...roleFacts });
export const roleHolder = z.union([z.strictObject({ user: reference }), z.strictObject({ team: reference })]);

const columns = z
  .array(
    z.object({
      entity: logicalName,
      attribute: logicalName,
      read: z.boolean(),
      update: z.boolean().default(false),
      create: z.boolean().default(false),
    }),
  )
  .max(5_000);
export const columnProfileSchema = z
  .object({ id: z.string(), name, users: z.array(uuid), teams: z.array(uuid), columns })
  .openapi('ColumnSecurityProfile');
export const putColumnProfile = z.strictObject({
  id: uuid.optional(),
  name,
  users: z.array(reference).max(100_000).default([]),
  teams: z.array(reference).max(100_000).default([]),
  columns,
});
/** The sequence number that a change of the directory took. */
export const changed = z.object({ sequence: z.int() }).openapi('Changed');
