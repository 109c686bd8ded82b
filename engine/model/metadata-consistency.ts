/**
 * The rules of metadata that look at more than one place: names that must be unique, defined or free.
 *
 * Pure: well-formed metadata in, problems with their places out, in the order of the metadata.
 */
import type { Attribute } from './attribute.ts';
import { isDirectoryEntity, MAIN_PART, systemColumnNames } from './attribute-limits.ts';
import { compareDecimals, isCanonicalDecimal, MAX_DECIMAL_BOUND } from './decimal.ts';
import type { Entity } from './entity.ts';
import type { Metadata } from './metadata.ts';
import type { Relationship } from './relationship.ts';

interface Problem {
  readonly path: string;
  readonly message: string;
}

interface Names {
  readonly entities: ReadonlyMap<string, Entity>;
  readonly optionSets: ReadonlySet<string>;
}

const reservedNames: ReadonlySet<string> = new Set([MAIN_PART, ...systemColumnNames]);

/** Everything that is inconsistent in metadata which follows the schema. */
export function consistencyProblems(metadata: Metadata): Problem[] {
  const names: Names = {
    entities: new Map(metadata.entities.map((entity) => [entity.name, entity])),
    optionSets: new Set(metadata.optionSets.map((set) => set.name)),
  };
  return [
    ...duplicates(metadata.entities, 'entities'),
    ...metadata.entities.flatMap((entity, i) => entityProblems(entity, `entities[${i}]`, names)),
    ...duplicates(metadata.optionSets, 'optionSets'),
    ...metadata.optionSets.flatMap((set, i) => optionProblems(set.options, `optionSets[${i}].options`)),
    ...duplicates(metadata.relationships, 'relationships'),
    ...metadata.relationships.flatMap((relationship, i) =>
      relationshipProblems(relationship, `relationships[${i}]`, names),
    ),
  ];
}

function duplicates(named: readonly { readonly name: string }[], path: string): Problem[] {
  const seen = new Set<string>();
  return named.flatMap(({ name }, i) => {
    if (seen.has(name)) return [{ path: `${path}[${i}].name`, message: `${name} stands twice` }];
    seen.add(name);
    return [];
  });
}

function optionProblems(options: readonly { readonly value: number }[], path: string): Problem[] {
  const seen = new Set<number>();
  return options.flatMap(({ value }, i) => {
    if (seen.has(value)) return [{ path: `${path}[${i}].value`, message: `${value} stands twice` }];
    seen.add(value);
    return [];
  });
}

function entityProblems(entity: Entity, path: string, names: Names): Problem[] {
  const problems: Problem[] = [];
  if (isDirectoryEntity(entity.name)) {
    problems.push({ path: `${path}.name`, message: `${entity.name} is the directory's` });
  }
  if (entity.mobileOffline && !entity.mobile) {
    problems.push({
      path: `${path}.mobileOffline`,
      message: `${entity.name} can be mobile offline only where mobile is on`,
    });
  }
  const primary = entity.attributes.find((attribute) => attribute.name === entity.primaryName);
  if (primary?.type !== 'string' || primary.secured) {
    problems.push({
      path: `${path}.primaryName`,
      message: `${entity.name} needs an unsecured string attribute as primary name; ${entity.primaryName} is none`,
    });
  }
  return [
    ...problems,
    ...duplicates(entity.attributes, `${path}.attributes`),
    ...entity.attributes.flatMap((attribute, i) =>
      attributeProblems(attribute, `${path}.attributes[${i}]`, names),
    ),
  ];
}

function attributeProblems(attribute: Attribute, path: string, names: Names): Problem[] {
  const problems: Problem[] = [];
  if (reservedNames.has(attribute.name)) {
    problems.push({ path: `${path}.name`, message: `${attribute.name} is reserved` });
  }
  switch (attribute.type) {
    case 'integer':
      if (attribute.min > attribute.max) problems.push(turnedRound(path));
      break;
    case 'decimal':
    case 'money':
      problems.push(...boundProblems(attribute, path));
      break;
    case 'choice':
      if (!names.optionSets.has(attribute.optionSet)) {
        problems.push({
          path: `${path}.optionSet`,
          message: `there is no option set ${attribute.optionSet}`,
        });
      }
      break;
    case 'lookup':
      for (const [i, target] of attribute.targets.entries()) {
        if (names.entities.has(target) || isDirectoryEntity(target)) continue;
        problems.push({ path: `${path}.targets[${i}]`, message: `there is no entity ${target}` });
      }
      break;
    default:
      break;
  }
  return problems;
}

function boundProblems(bounds: { readonly min: string; readonly max: string }, path: string): Problem[] {
  const unfit = (['min', 'max'] as const).filter(
    (end) => bounds[end].length > MAX_DECIMAL_BOUND || !isCanonicalDecimal(bounds[end]),
  );
  if (unfit.length > 0) {
    return unfit.map((end) => ({
      path: `${path}.${end}`,
      message: `a bound is a decimal in its shortest plain form (10.5, -3, 0) of at most ${MAX_DECIMAL_BOUND} characters`,
    }));
  }
  return compareDecimals(bounds.min, bounds.max) > 0 ? [turnedRound(path)] : [];
}

function turnedRound(path: string): Problem {
  return { path: `${path}.min`, message: 'min is greater than max' };
}

function relationshipProblems(relationship: Relationship, path: string, names: Names): Problem[] {
  const { parent, child, attribute: lookup } = relationship;
  const problems = (['parent', 'child'] as const)
    .filter((end) => !names.entities.has(relationship[end]))
    .map((end) => ({ path: `${path}.${end}`, message: `there is no entity ${relationship[end]}` }));
  const childEntity = names.entities.get(child);
  if (childEntity === undefined) return problems;
  const attribute = childEntity.attributes.find(({ name }) => name === lookup);
  if (attribute?.type !== 'lookup') {
    problems.push({ path: `${path}.attribute`, message: `${child} has no lookup ${lookup}` });
  } else if (!attribute.targets.includes(parent)) {
    problems.push({ path: `${path}.attribute`, message: `${lookup} of ${child} does not name ${parent}` });
  }
  return problems;
}
