/**
 * The attributes of an entity: what types there are, and what each type can say about its values.
 *
 * The zod schemas are the definition; the types come from them. Every option has its default here,
 * so that code behind the schema never meets a missing one.
 */
import { z } from 'zod';
import { MAX_MEMO_LENGTH, MAX_PRECISION, MAX_STRING_LENGTH } from './attribute-limits.ts';
import { isLogicalName } from './ids.ts';

export const logicalName = z.string().refine(isLogicalName, {
  message: 'a logical name has 1 to 63 of a-z, 0-9 and _, and begins with a letter',
});

const common = {
  name: logicalName,
  /** What people see; the logical name where it is empty. */
  label: z.string().max(200).default(''),
  required: z.boolean().default(false),
  /** A secured column: a part of its own, sent only to those whose column rights let them read it. */
  secured: z.boolean().default(false),
};

const stringAttribute = z.strictObject({
  ...common,
  type: z.literal('string'),
  maxLength: z.int().min(1).max(MAX_STRING_LENGTH).default(100),
});
const integerAttribute = z.strictObject({
  ...common,
  type: z.literal('integer'),
  min: z.int().default(-2_147_483_648),
  max: z.int().default(2_147_483_647),
});
const numberBounds = {
  /** Digits behind the point; values are rounded half away from zero to it. */
  precision: z.int().min(0).max(MAX_PRECISION).default(2),
  /** Inclusive bounds as canonical decimal strings. */
  min: z.string().default('-100000000000'),
  max: z.string().default('100000000000'),
};
const decimalAttribute = z.strictObject({ ...common, type: z.literal('decimal'), ...numberBounds });
const moneyAttribute = z.strictObject({ ...common, type: z.literal('money'), ...numberBounds });
const booleanAttribute = z.strictObject({ ...common, type: z.literal('boolean') });
const datetimeAttribute = z.strictObject({ ...common, type: z.literal('datetime') });
const dateAttribute = z.strictObject({ ...common, type: z.literal('date') });
const choiceAttribute = z.strictObject({
  ...common,
  type: z.literal('choice'),
  /** The name of an option set of the metadata. */
  optionSet: logicalName,
});
const lookupAttribute = z.strictObject({
  ...common,
  type: z.literal('lookup'),
  /** The entities that the lookup may name. `user`, `team` and `businessunit` name the directory's. */
  targets: z.array(logicalName).min(1).max(20),
});
const uuidAttribute = z.strictObject({ ...common, type: z.literal('uuid') });
const memoAttribute = z.strictObject({
  ...common,
  type: z.literal('memo'),
  maxLength: z.int().min(1).max(MAX_MEMO_LENGTH).default(100_000),
});

export const attributeSchema = z.discriminatedUnion('type', [
  stringAttribute,
  integerAttribute,
  decimalAttribute,
  moneyAttribute,
  booleanAttribute,
  datetimeAttribute,
  dateAttribute,
  choiceAttribute,
  lookupAttribute,
  uuidAttribute,
  memoAttribute,
]);

/** One attribute of an entity. */
export type Attribute = Readonly<z.infer<typeof attributeSchema>>;
export type AttributeType = Attribute['type'];
