/** What a row of a list says of a record: its name, and below it the two things that come first in its form. */
import type { Attribute, EntityIndex, ViewRow } from '../../../engine/index.ts';
import { type Showing, shownValue } from '../record/show-value.ts';

export interface RowLines {
  readonly name: string;
  readonly below: string;
}

/** The lines of a row. */
export function linesOf(row: ViewRow, index: EntityIndex, showing: Showing): RowLines {
  const { primaryName, label, name } = index.entity;
  const below = belowName(index)
    .filter((attribute) => (row.values[attribute.name] ?? null) !== null)
    .map((attribute) => shownValue(attribute, row.values[attribute.name], showing));
  const called = row.values[primaryName];
  return {
    name: typeof called === 'string' ? called : showing.words.list.unnamed(label || name),
    below: below.join(' · '),
  };
}

const known = new WeakMap<EntityIndex, readonly Attribute[]>();

/** The attributes of the second line: short ones, and none that some people may not see. */
function belowName(index: EntityIndex): readonly Attribute[] {
  const found = known.get(index);
  if (found !== undefined) return found;
  const { attributes, primaryName } = index.entity;
  const short = attributes.filter(
    ({ name, type, secured }) =>
      name !== primaryName && !secured && type !== 'memo' && type !== 'boolean' && type !== 'uuid',
  );
  const chosen = short.slice(0, 2);
  known.set(index, chosen);
  return chosen;
}

/** Two letters that stand for a name. */
export function initialsOf(name: string): string {
  const [first = '', second = ''] = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return `${[...first][0] ?? ''}${[...second][0] ?? ''}`.toUpperCase();
}
