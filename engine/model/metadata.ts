/**
 * Published metadata of an organization: entities, option sets and relationships, in one schema.
 *
 * Invariant: what `parseMetadata` accepts is consistent by itself — every name that is used is
 * defined, no name stands twice, and the rules that the schema can't say hold.
 */
import { z } from 'zod';
import { entitySchema, optionSetSchema } from './entity.ts';
import { relationshipSchema } from './relationship.ts';

export const metadataSchema = z.strictObject({
  /** Grows with every publish. */
  version: z.int().min(1),
  entities: z.array(entitySchema).max(1_000),
  optionSets: z.array(optionSetSchema).max(2_000).default([]),
  relationships: z.array(relationshipSchema).max(10_000).default([]),
});

/** Everything about an organization's records that both ends must agree on. */
export type Metadata = Readonly<z.infer<typeof metadataSchema>>;
