/** Who has what: the values of some records on every tablet, side by side. */
import { table } from '../../relay/cli/table.ts';
import type { Office } from './office.ts';

export interface Thing {
  readonly entity: string;
  readonly id: string;
  readonly attributes: readonly string[];
}

/** As much of a value as fits beside those of others. */
const SHOWN = 44;

export async function whoHasWhat(office: Office, things: readonly Thing[]): Promise<string> {
  const rows: string[][] = [];
  for (const { entity, id, attributes } of things) {
    const seen = await Promise.all(office.tablets.map((tablet) => tablet.try({ do: 'show', entity, id })));
    for (const attribute of attributes) {
      const cells = seen.map((answer) => {
        if (answer.ok !== true) return 'not here';
        const { values } = answer.record as { readonly values: Readonly<Record<string, unknown>> };
        return shortened(values[attribute]);
      });
      rows.push([`${entity} ${id.slice(0, 4)} ${attribute}`, ...cells]);
    }
  }
  return table(['', ...office.tablets.map(({ name }) => name)], rows, { isTerminal: false });
}

function shortened(value: unknown): string {
  if (value === undefined || value === null) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}
