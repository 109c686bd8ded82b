/**
 * Filters as people and programs write them: conditions in groups joined by `and` or `or`, nested
 * at most three levels. What each operator means stands in `docs/operators.md`.
 */
import type { Value } from '../model/index.ts';

export const operators = [
  'equal',
  'not-equal',
  'gt',
  'ge',
  'lt',
  'le',
  'like',
  'not-like',
  'begins-with',
  'not-begin-with',
  'ends-with',
  'not-end-with',
  'in',
  'not-in',
  'null',
  'not-null',
] as const;
export type Operator = (typeof operators)[number];

/** One clause. `value` for most operators, `values` for `in` and `not-in`, neither for null checks. */
export interface Condition {
  readonly attribute: string;
  readonly operator: Operator;
  readonly value?: Value;
  readonly values?: readonly Value[];
}

/** Clauses of which all, or any one, must hold. */
export type Group = { readonly and: readonly Filter[] } | { readonly or: readonly Filter[] };
export type Filter = Condition | Group;

/** How deep groups may stand in one another. */
export const MAX_GROUP_DEPTH = 3;
/** How many clauses a filter may have in all. */
export const MAX_CONDITIONS = 500;
