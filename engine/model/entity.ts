/** An entity: a kind of record, how its records are owned, and whether tablets may hold them. */
import { z } from 'zod';
import { attributeSchema, logicalName } from './attribute.ts';
import { ownershipTypes } from './ownership.ts';

export const entitySchema = z.strictObject({
  name: logicalName,
  label: z.string().max(200).default(''),
  ownership: z.enum(ownershipTypes).default('user-or-team'),
  /** The string attribute that names a record to people. Never secured. */
  primaryName: logicalName,
  /** May appear in mobile apps at all. */
  mobile: z.boolean().default(true),
  /** May be held by tablets; only where `mobile` is on. */
  mobileOffline: z.boolean().default(true),
  attributes: z.array(attributeSchema).min(1).max(500),
});

export type Entity = Readonly<z.infer<typeof entitySchema>>;

/** A list of numbered options that choice attributes draw from. */
export const optionSetSchema = z.strictObject({
  name: logicalName,
  options: z
    .array(z.strictObject({ value: z.int().min(0).max(2_147_483_647), label: z.string().min(1).max(200) }))
    .min(1)
    .max(2_000),
});

export type OptionSet = Readonly<z.infer<typeof optionSetSchema>>;
