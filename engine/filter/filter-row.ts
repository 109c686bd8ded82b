/**
 * What a filter reads of a record: its values, and the system columns under their own names.
 *
 * Invariant: system columns are typed like attributes, so that one compiler serves both.
 */
import type { Attribute, StateCode, SystemColumns, Value, Values } from '../model/index.ts';

/** A record as filters, orders and lists see it. */
export interface FilterRow {
  readonly id: string;
  readonly values: Values;
  readonly system: SystemColumns;
}

const common = { label: '', required: false, secured: false };

const systemAttributes = new Map<string, Attribute>(
  (
    [
      { ...common, name: 'id', type: 'uuid' },
      { ...common, name: 'createdon', type: 'datetime' },
      { ...common, name: 'modifiedon', type: 'datetime' },
      { ...common, name: 'createdby', type: 'uuid' },
      { ...common, name: 'modifiedby', type: 'uuid' },
      { ...common, name: 'ownerid', type: 'uuid' },
      { ...common, name: 'owningbusinessunit', type: 'uuid' },
      { ...common, name: 'statecode', type: 'string', maxLength: 10 },
    ] satisfies Attribute[]
  ).map((attribute) => [attribute.name, attribute]),
);

/** The system column of that name, as an attribute; undefined when there is none. */
export function systemAttribute(name: string): Attribute | undefined {
  return systemAttributes.get(name);
}

/** How to read an attribute or system column of a row; null where it was never set. */
export function readerOf(name: string): (row: FilterRow) => Value {
  switch (name) {
    case 'id':
      return (row) => row.id;
    case 'createdon':
    case 'modifiedon':
      return (row) => new Date(row.system[name]).toISOString();
    case 'createdby':
    case 'modifiedby':
    case 'ownerid':
    case 'owningbusinessunit':
      return (row) => row.system[name];
    case 'statecode':
      return (row): StateCode => row.system.statecode;
    default:
      return (row) => row.values[name] ?? null;
  }
}
