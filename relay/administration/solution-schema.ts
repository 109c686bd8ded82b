/**
 * The solution file: what an organization consists of, records apart, by names instead of ids.
 *
 * One schema is the definition. Every array is bounded, and an unknown key is a problem, because a
 * misspelt one would otherwise be passed over in silence.
 */
import { z } from 'zod';
import { accessLevels, privileges } from '../../engine/security/index.ts';

const name = z.string().trim().min(1).max(200);
const logicalName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, {
  message: 'a logical name has 1 to 63 of a-z, 0-9 and _, and begins with a letter',
});
const timeZone = z.string().refine(isTimeZone, { message: 'no time zone is known under this name' });
const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { message: 'a language is written as de or en-GB' });

const businessUnit = z.strictObject({
  name,
  /** The unit above; the root where it is absent. */
  parent: name.optional(),
});

const role = z.strictObject({
  name,
  inheritance: z.enum(['direct-user-and-team', 'team-only']).default('direct-user-and-team'),
  /** Entity → privilege → access level; what is absent is `none`. */
  privileges: z.record(logicalName, z.partialRecord(z.enum(privileges), z.enum(accessLevels))),
});

const team = z.strictObject({
  name,
  /** The root where it is absent and the team is new. */
  unit: name.optional(),
  kind: z.enum(['owner', 'access']).default('owner'),
  roles: z.array(name).max(100).default([]),
  members: z.array(name).max(2_000).default([]),
});

const user = z.strictObject({
  name,
  unit: name.optional(),
  roles: z.array(name).max(100).default([]),
  teams: z.array(name).max(100).default([]),
  language: language.optional(),
  timeZone: timeZone.optional(),
  disabled: z.boolean().optional(),
});

const columnProfile = z.strictObject({
  name,
  users: z.array(name).max(2_000).default([]),
  teams: z.array(name).max(2_000).default([]),
  columns: z
    .array(
      z.strictObject({
        entity: logicalName,
        attribute: logicalName,
        read: z.boolean().default(false),
        update: z.boolean().default(false),
        create: z.boolean().default(false),
      }),
    )
    .max(1_000),
});

export const solutionSchema = z.strictObject({
  /** Entities, option sets and relationships; checked by `parseMetadata` with what is published already. */
  metadata: z
    .strictObject({
      entities: z
        .array(z.looseObject({ name: logicalName }))
        .max(1_000)
        .default([]),
      optionSets: z
        .array(z.looseObject({ name: logicalName }))
        .max(2_000)
        .default([]),
      relationships: z
        .array(z.looseObject({ name: logicalName }))
        .max(10_000)
        .default([]),
    })
    .optional(),
  businessUnits: z.array(businessUnit).max(2_000).default([]),
  roles: z.array(role).max(500).default([]),
  teams: z.array(team).max(2_000).default([]),
  users: z.array(user).max(2_000).default([]),
  columnProfiles: z.array(columnProfile).max(500).default([]),
});

/** A solution file that follows the schema. */
export type Solution = Readonly<z.infer<typeof solutionSchema>>;
/** The same as it may be written, with what has a default left out. */
export type SolutionInput = z.input<typeof solutionSchema>;

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
