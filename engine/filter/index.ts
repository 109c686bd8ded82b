/** Filters: one compiler and one evaluation for queries on a device and for scope on both ends. */
export { compileFilter, type Matcher } from './compile-filter.ts';
export { type Condition, type Filter, type Group, type Operator, operators } from './filter.ts';
export type { FilterRow } from './filter-row.ts';
export { compareFolded, foldText } from './fold-text.ts';
export { compileOrder, type Order, type RowComparison } from './order.ts';
