/**
 * Whether a mapping fits an organization: every name that it uses is known, every source fits its attribute.
 *
 * Pure; all problems at once, each with its place. What only the files can show (their columns) is checked
 * when they are opened.
 */
import {
  type Attribute,
  checkValue,
  type EntityIndex,
  type MetadataIndex,
} from '../../engine/model/index.ts';
import type { Directory } from '../../engine/security/index.ts';
import { isZone } from './cell-value.ts';
import {
  type AttributeSource,
  type EntityTable,
  type ImportMapping,
  nameOf,
  type OwnerEntry,
  type Table,
} from './import-mapping.ts';
import { compileFormat } from './local-time.ts';
import type { Problem } from './problem.ts';

/** Everything in which the mapping does not fit. */
export function checkMapping(
  mapping: ImportMapping,
  metadata: MetadataIndex,
  directory: Directory,
): readonly Problem[] {
  const tables = new Map<string, Table>();
  const problems: Problem[] = [];
  for (const [i, table] of mapping.tables.entries()) {
    const name = nameOf(table);
    if (tables.has(name)) problems.push({ path: `tables[${i}].name`, message: `${name} stands twice` });
    tables.set(name, table);
  }
  for (const [i, table] of mapping.tables.entries()) {
    if (!('entity' in table)) continue;
    const path = `tables[${i}]`;
    const index = metadata.entity(table.entity);
    if (index === undefined) {
      problems.push({ path: `${path}.entity`, message: `there is no entity ${table.entity}` });
      continue;
    }
    problems.push(...attributeProblems(table, index, tables, path));
    problems.push(...ownerProblems(table, index, tables, directory, path));
  }
  return problems;
}

function attributeProblems(
  table: EntityTable,
  index: EntityIndex,
  tables: ReadonlyMap<string, Table>,
  path: string,
): Problem[] {
  return Object.entries(table.attributes).flatMap(([name, source]) => {
    const attribute = index.attribute(name);
    const message =
      attribute === undefined
        ? `${table.entity} has no attribute ${name}`
        : sourceProblem(attribute, source, index, tables);
    return message === undefined ? [] : [{ path: `${path}.attributes.${name}`, message }];
  });
}

function sourceProblem(
  attribute: Attribute,
  source: AttributeSource,
  index: EntityIndex,
  tables: ReadonlyMap<string, Table>,
): string | undefined {
  if ('table' in source) {
    if (attribute.type !== 'lookup') return 'only a lookup is taken from a table';
    const target = tables.get(source.table);
    if (target === undefined) return `there is no table ${source.table}`;
    const entity = 'entity' in target ? target.entity : 'user';
    if (!attribute.targets.includes(entity)) return `${attribute.name} does not name ${entity}`;
    return keyProblem(target, source.columns);
  }
  if (attribute.type === 'lookup') return 'a lookup is taken from a table by its key';
  if ('value' in source) {
    const checked = checkValue(attribute, source.value, index);
    return checked.ok ? undefined : checked.refusal.reason;
  }
  if ('join' in source) {
    const isText = attribute.type === 'string' || attribute.type === 'memo';
    return isText ? undefined : 'only a text is joined of several columns';
  }
  if (source.zone !== undefined && !isZone(source.zone)) return 'no time zone is known under this name';
  if (source.format !== undefined && compileFormat(source.format) === undefined) {
    return 'a format has YYYY, M or MM, and D or DD, each part once';
  }
  if (attribute.type === 'datetime' && source.format !== undefined && source.zone === undefined) {
    return 'a format of a datetime needs a zone';
  }
  const isDate = attribute.type === 'date' || attribute.type === 'datetime';
  return source.format !== undefined && !isDate ? 'only dates have a format' : undefined;
}

function keyProblem(target: Table, columns: readonly string[]): string | undefined {
  if (columns.length === target.key.length) return undefined;
  return `the key of ${nameOf(target)} has ${target.key.length} columns`;
}

function ownerProblems(
  { owner, unit, attributes }: EntityTable,
  { entity, attribute }: EntityIndex,
  tables: ReadonlyMap<string, Table>,
  directory: Directory,
  path: string,
): Problem[] {
  const messages: (string | undefined)[] = [];
  const isOwned = entity.ownership === 'user-or-team';
  const hasUnit = entity.ownership === 'business';
  if (isOwned !== (owner !== undefined)) {
    messages.push(isOwned ? 'records of this entity need an owner' : 'records of this entity have no owner');
  }
  if (hasUnit !== (unit !== undefined)) {
    messages.push(hasUnit ? 'records of this entity need a unit' : 'the unit follows from the owner');
  }
  if (owner !== undefined && 'like' in owner) {
    const source = attributes[owner.like];
    const isLink = source !== undefined && 'table' in source && attribute(owner.like)?.type === 'lookup';
    const target = isLink ? tables.get(source.table) : undefined;
    if (target === undefined || !('entity' in target)) {
      messages.push(`${owner.like} must be a lookup that is taken from a table of records`);
    }
  } else if (owner !== undefined) {
    if ('table' in owner) {
      const target = tables.get(owner.table);
      if (target === undefined || 'entity' in target) messages.push(`${owner.table} is no table of users`);
      else messages.push(keyProblem(target, owner.columns));
    }
    const entries: readonly OwnerEntry[] =
      'user' in owner || 'team' in owner
        ? [owner]
        : [
            ...('owners' in owner ? Object.values(owner.owners) : []),
            ...(owner.otherwise === undefined ? [] : [owner.otherwise]),
          ];
    messages.push(...entries.map((entry) => entryProblem(entry, directory)));
  }
  const unitNames = unit === undefined ? [] : 'unit' in unit ? [unit.unit] : [unit.otherwise];
  for (const name of unitNames) {
    if (name !== undefined) messages.push(nameProblem(directory.units, name, 'business unit'));
  }
  return messages.flatMap((message) => (message === undefined ? [] : [{ path, message }]));
}

function entryProblem(entry: OwnerEntry, { users, teams }: Directory): string | undefined {
  return 'user' in entry ? nameProblem(users, entry.user, 'user') : nameProblem(teams, entry.team, 'team');
}

function nameProblem(
  entries: ReadonlyMap<string, { readonly name: string }>,
  name: string,
  kind: string,
): string | undefined {
  const found = [...entries.values()].filter((entry) => entry.name === name).length;
  if (found === 1) return undefined;
  return found === 0 ? `there is no ${kind} named ${name}` : `more than one ${kind} is named ${name}`;
}
