/**
 * Compiles a filter against an entity, so that a condition that can't mean anything is refused once,
 * with the clause named, instead of silently matching nothing for ever.
 *
 * Invariants: a positive operator never matches null and every negative one does; what compiles on
 * the relay compiles on the device and matches the same rows, since this is the only evaluation.
 */
import {
  type Attribute,
  checkValue,
  compareValues,
  type EntityIndex,
  type Refusal,
  type Value,
} from '../model/index.ts';
import {
  type Condition,
  type Filter,
  type Group,
  MAX_CONDITIONS,
  MAX_GROUP_DEPTH,
  operators,
} from './filter.ts';
import { type FilterRow, readerOf, systemAttribute } from './filter-row.ts';
import { compareFolded, foldText } from './fold-text.ts';
import { matchesPattern, parsePattern } from './pattern.ts';

/** Whether a row passes. Pure, and cheap enough to run over every row of an entity. */
export type Matcher = (row: FilterRow) => boolean;
type Compiled =
  | { readonly ok: true; readonly matches: Matcher }
  | { readonly ok: false; readonly refusal: Refusal };
type ValueTest = (value: Exclude<Value, null>) => boolean;

const refuse = (clause: string, problem: string): Compiled => ({
  ok: false,
  refusal: { code: 'invalid-filter', reason: `clause ${clause} ${problem}` },
});

/**
 * Compiles `filter` for the entity. The refusal (`invalid-filter`) names the clause by its place,
 * for example `and[1].or[0]`; the root is `filter`.
 */
export function compileFilter(filter: Filter, entity: EntityIndex): Compiled {
  let conditions = 0;
  const compile = (node: Filter, clause: string, depth: number): Compiled => {
    if (!isGroup(node)) {
      if (++conditions > MAX_CONDITIONS)
        return refuse(clause, `is beyond the limit of ${MAX_CONDITIONS} clauses`);
      return compileCondition(node, clause, entity);
    }
    if (depth > MAX_GROUP_DEPTH) return refuse(clause, `nests groups deeper than ${MAX_GROUP_DEPTH} levels`);
    const [join, parts] = 'and' in node ? (['and', node.and] as const) : (['or', node.or] as const);
    if (!Array.isArray(parts)) return refuse(clause, `needs a list under ${join}`);
    if (parts.length === 0) return refuse(clause, 'is an empty list');
    const matchers: Matcher[] = [];
    for (const [at, part] of parts.entries()) {
      const compiled = compile(part, `${clause === 'filter' ? '' : `${clause}.`}${join}[${at}]`, depth + 1);
      if (!compiled.ok) return compiled;
      matchers.push(compiled.matches);
    }
    const matches: Matcher =
      join === 'and'
        ? (row) => matchers.every((matcher) => matcher(row))
        : (row) => matchers.some((matcher) => matcher(row));
    return { ok: true, matches };
  };
  return compile(filter, 'filter', 1);
}

function isGroup(node: Filter): node is Group {
  return 'and' in node || 'or' in node;
}

function compileCondition(condition: Condition, clause: string, entity: EntityIndex): Compiled {
  const { attribute: name, operator } = condition;
  const attribute = systemAttribute(name) ?? entity.attribute(name);
  if (attribute === undefined) {
    return refuse(clause, `names ${String(name).slice(0, 63)}, which ${entity.entity.name} does not have`);
  }
  if (!operators.includes(operator)) return refuse(clause, 'has an operator that does not exist');
  const read = readerOf(name);
  if (operator === 'null' || operator === 'not-null') {
    if (condition.value !== undefined || condition.values !== undefined) {
      return refuse(clause, `gives ${operator} a value`);
    }
    const expected = operator === 'null';
    return { ok: true, matches: (row) => (read(row) === null) === expected };
  }
  const test = compileTest(condition, attribute, entity);
  if (typeof test === 'string') return refuse(clause, test);
  if (isNegative(operator)) {
    return {
      ok: true,
      matches: (row) => {
        const value = read(row);
        return value === null || !test(value);
      },
    };
  }
  return {
    ok: true,
    matches: (row) => {
      const value = read(row);
      return value !== null && test(value);
    },
  };
}

function isNegative(operator: Condition['operator']): boolean {
  return operator.startsWith('not-');
}

/** The positive test behind an operator (a negative one is its opposite), or what is wrong with it. */
function compileTest(condition: Condition, attribute: Attribute, entity: EntityIndex): ValueTest | string {
  const { operator, value, values } = condition;
  if (operator === 'in' || operator === 'not-in') {
    if (value !== undefined) return `gives ${operator} a single value`;
    if (values === undefined || values.length === 0) return `gives ${operator} an empty list`;
    const tests: ValueTest[] = [];
    for (const one of values) {
      const test = equalTo(one, attribute, entity);
      if (typeof test === 'string') return test;
      tests.push(test);
    }
    return (candidate) => tests.some((test) => test(candidate));
  }
  if (values !== undefined) return `gives ${operator} a list`;
  if (value === undefined || value === null || value === '') return `gives ${operator} no value`;
  switch (operator) {
    case 'equal':
    case 'not-equal':
      return equalTo(value, attribute, entity);
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return ordered(operator, value, attribute, entity);
    default:
      return patterned(operator, value, attribute);
  }
}

function isString(attribute: Attribute): boolean {
  return attribute.type === 'string' || attribute.type === 'memo';
}

function equalTo(value: Value, attribute: Attribute, entity: EntityIndex): ValueTest | string {
  if (isString(attribute)) {
    if (typeof value !== 'string') return 'has a value of the wrong type';
    const wanted = foldText(value);
    return (candidate) => typeof candidate === 'string' && foldText(candidate) === wanted;
  }
  if (attribute.type === 'lookup') {
    const id = typeof value === 'object' && value !== null ? value.id : value;
    if (typeof id !== 'string') return 'has a value of the wrong type';
    return (candidate) => typeof candidate === 'object' && candidate.id === id;
  }
  const checked = checkValue(attribute, value, entity);
  if (!checked.ok || checked.value === null) return 'has a value of the wrong type';
  const wanted = checked.value;
  return (candidate) => compareValues(candidate, wanted, attribute) === 0;
}

const orderedTypes: ReadonlySet<string> = new Set([
  'string',
  'memo',
  'integer',
  'decimal',
  'money',
  'date',
  'datetime',
]);

const holds = {
  gt: (order: number) => order > 0,
  ge: (order: number) => order >= 0,
  lt: (order: number) => order < 0,
  le: (order: number) => order <= 0,
} as const;

function ordered(
  operator: keyof typeof holds,
  value: Value,
  attribute: Attribute,
  entity: EntityIndex,
): ValueTest | string {
  if (!orderedTypes.has(attribute.type))
    return `uses ${operator}, which type ${attribute.type} does not have`;
  const accepts = holds[operator];
  if (isString(attribute)) {
    if (typeof value !== 'string') return 'has a value of the wrong type';
    const wanted = foldText(value);
    return (candidate) =>
      typeof candidate === 'string' && accepts(compareFolded(foldText(candidate), wanted));
  }
  const checked = checkValue(attribute, value, entity);
  if (!checked.ok || checked.value === null) return 'has a value of the wrong type';
  const wanted = checked.value;
  return (candidate) => accepts(compareValues(candidate, wanted, attribute));
}

function patterned(operator: Condition['operator'], value: Value, attribute: Attribute): ValueTest | string {
  if (!isString(attribute)) return `uses ${operator}, which type ${attribute.type} does not have`;
  if (typeof value !== 'string') return 'has a value of the wrong type';
  const parsed = parsePattern(value);
  if (!parsed.ok) return parsed.problem;
  const run = { kind: 'run' } as const;
  const tokens = [
    ...(operator === 'ends-with' || operator === 'not-end-with' ? [run] : []),
    ...parsed.tokens,
    ...(operator === 'begins-with' || operator === 'not-begin-with' ? [run] : []),
  ];
  return (candidate) => typeof candidate === 'string' && matchesPattern(tokens, foldText(candidate));
}
