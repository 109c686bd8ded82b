/**
 * The mapping file of an import: which file holds which entity, and which column which attribute.
 *
 * Each attribute has one source, so nothing is written twice; what is not declared (a format, a zone, a
 * comma, a null word) does not hold. A table is one reading of one file: the same file can be read as two
 * (a customer and its contact), and two files can hold one entity.
 */
import { z } from 'zod';
import { scanJson } from './json-scan.ts';
import { schemaProblems } from './parse-solution.ts';
import { failed, type Outcome } from './problem.ts';

const columnName = z.string().min(1).max(300);
const columnList = z.union([columnName.transform((name) => [name]), z.array(columnName).min(1).max(20)]);
const logicalName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, { message: 'a logical name is expected' });
const entryName = z.string().min(1).max(200);

/** Where a cell becomes a value of the attribute's type. */
const cell = z.strictObject({
  column: columnName,
  /** For dates: `DD.MM.YYYY HH:mm`. ISO 8601 where it is absent. */
  format: z.string().min(1).max(60).optional(),
  /** For datetimes without an offset: the zone in which they were written. */
  zone: z.string().optional(),
  /** Which moment a time is that the end of summer time makes twice. */
  ambiguous: z.enum(['refuse', 'earlier', 'later']).default('refuse'),
  /** The mark in decimals; the table's where it is absent. */
  decimal: z.enum(['point', 'comma']).optional(),
  /** Words for true and false; `true` and `false` where they are absent. */
  true: z.array(z.string()).max(20).default(['true']),
  false: z.array(z.string()).max(20).default(['false']),
  /** How a choice is written: by its label, its number, or by words of the file. */
  options: z.union([z.enum(['label', 'number']), z.record(z.string(), z.int())]).default('label'),
  /** Leave out spaces around the text. */
  trim: z.boolean().default(false),
});
const joined = z.strictObject({ columns: z.array(columnName).min(1).max(20), join: z.string().max(20) });
const constant = z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]) });
/** A lookup: the record of another table by the key that the columns hold. */
const link = z.strictObject({ table: logicalName, columns: columnList });
const attributeSource = z.union([
  columnName.transform((column) => cell.parse({ column })),
  cell,
  joined,
  constant,
  link,
]);

const user = z.strictObject({ user: entryName });
const team = z.strictObject({ team: entryName });
const ownerEntry = z.union([user, team]);
const ownerSource = z.union([
  user,
  team,
  /** By the key of a user table. */
  link.extend({ otherwise: ownerEntry.optional() }),
  /** By what a column holds. */
  z.strictObject({
    column: columnName,
    owners: z.record(z.string(), ownerEntry),
    otherwise: ownerEntry.optional(),
  }),
  /** The owner of the record that this lookup names. */
  z.strictObject({ like: logicalName }),
]);
const unitSource = z.union([
  z.strictObject({ unit: entryName }),
  /** By the unit's name; where the cell is empty, or named by no unit, `otherwise`. */
  z.strictObject({ column: columnName, otherwise: entryName.optional() }),
]);

const fileFacts = {
  file: z.string().min(1).max(200),
  /** `,` `;` a tab or `|`. Where it is absent, the one under which the mapped columns stand in the header. */
  separator: z.enum([',', ';', '\t', '|']).optional(),
  /** What a separator before a space is, outside quotes. */
  beforeSpace: z.enum(['separator', 'text']).default('separator'),
  /** Texts that mean no value, as an empty cell does. */
  null: columnList.or(z.array(z.string()).max(0)).default([]),
  key: columnList,
};
const entityTable = z.strictObject({
  ...fileFacts,
  /** How lookups call it; the entity's name where it is absent. */
  name: logicalName.optional(),
  entity: logicalName,
  decimal: z.enum(['point', 'comma']).default('point'),
  attributes: z.record(logicalName, attributeSource),
  owner: ownerSource.optional(),
  unit: unitSource.optional(),
});
/** Rows that stand for users of the directory, found by their names; nothing is created from them. */
const userTable = z.strictObject({
  ...fileFacts,
  name: logicalName,
  user: z.union([columnName.transform((column) => ({ columns: [column], join: '' })), joined]),
});

export const mappingSchema = z.strictObject({
  tables: z
    .array(z.union([userTable, entityTable]))
    .min(1)
    .max(500),
});

export type CellSource = Readonly<z.infer<typeof cell>>;
export type LinkSource = Readonly<z.infer<typeof link>>;
export type AttributeSource = Readonly<z.infer<typeof attributeSource>>;
export type OwnerSource = Readonly<z.infer<typeof ownerSource>>;
export type OwnerEntry = Readonly<z.infer<typeof ownerEntry>>;
export type UnitSource = Readonly<z.infer<typeof unitSource>>;
export type EntityTable = Readonly<z.infer<typeof entityTable>>;
export type UserTable = Readonly<z.infer<typeof userTable>>;
export type Table = EntityTable | UserTable;
export type ImportMapping = Readonly<z.infer<typeof mappingSchema>>;
/** A mapping as it may be written. */
export type MappingInput = z.input<typeof mappingSchema>;

/** The longest mapping file that is looked at, in characters. */
const MAX_MAPPING_LENGTH = 4 * 2 ** 20;

/** Parses the text of a mapping file; whether it fits the organization is `checkMapping`'s to say. */
export function parseMapping(text: string): Outcome<{ readonly mapping: ImportMapping }> {
  if (text.length > MAX_MAPPING_LENGTH) return failed([{ path: '', message: 'the file is too long' }]);
  const scanned = scanJson(text.startsWith('\ufeff') ? text.slice(1) : text);
  if (!('value' in scanned)) return failed([scanned]);
  const parsed = mappingSchema.safeParse(scanned.value);
  return parsed.success ? { ok: true, mapping: parsed.data } : failed(schemaProblems(parsed.error));
}

/** How lookups call the table. */
export function nameOf(table: Table): string {
  return table.name ?? ('entity' in table ? table.entity : '');
}
