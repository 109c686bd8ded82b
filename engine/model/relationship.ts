/**
 * A 1:N relationship: a lookup of one entity (the child) to another (the parent), and what deleting
 * the parent does.
 */
import { z } from 'zod';
import { logicalName } from './attribute.ts';

export const relationshipSchema = z.strictObject({
  name: logicalName,
  /** The entity that the lookup names: the "one". */
  parent: logicalName,
  /** The entity that has the lookup: the "many". */
  child: logicalName,
  /** The lookup attribute of the child. */
  attribute: logicalName,
  /** What happens to children when the parent is deleted. */
  onDelete: z.enum(['restrict']).default('restrict'),
});

export type Relationship = Readonly<z.infer<typeof relationshipSchema>>;
