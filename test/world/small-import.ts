/** Accounts and visits, and imports of one small file of accounts; for the tests of reading files. */
import type { MappingInput, SolutionInput } from '../../relay/administration/index.ts';
import { configured, imported, rowsBy } from './administered-organization.ts';

export const solution: SolutionInput = {
  metadata: {
    entities: [
      {
        name: 'account',
        primaryName: 'name',
        attributes: [
          { name: 'name', type: 'string', required: true },
          { name: 'code', type: 'string' },
          { name: 'parent', type: 'lookup', targets: ['account'] },
          { name: 'size', type: 'integer' },
          { name: 'revenue', type: 'money' },
          { name: 'active', type: 'boolean' },
          { name: 'since', type: 'date' },
          { name: 'seen', type: 'datetime' },
          { name: 'kind', type: 'choice', optionSet: 'kinds' },
          { name: 'limit', type: 'money', secured: true },
          { name: 'notes', type: 'memo' },
          { name: 'keeper', type: 'lookup', targets: ['user'] },
        ],
      },
      {
        name: 'visit',
        ownership: 'business',
        primaryName: 'name',
        attributes: [
          { name: 'name', type: 'string' },
          { name: 'account', type: 'lookup', targets: ['account'] },
        ],
      },
    ],
    optionSets: [
      {
        name: 'kinds',
        options: [
          { value: 1, label: 'Small' },
          { value: 2, label: 'Large' },
        ],
      },
    ],
  },
  businessUnits: [{ name: 'North' }],
  teams: [{ name: 'Crew', unit: 'North' }],
  users: [{ name: 'Ada' }, { name: 'Bo', unit: 'North' }, { name: 'Old', disabled: true }],
};
export type Table = Extract<MappingInput['tables'][number], { entity: string }>;
export type UserTable = Extract<MappingInput['tables'][number], { user: unknown }>;
export const accounts = (more: Partial<Table> = {}): Table => ({
  entity: 'account',
  file: 'accounts.csv',
  key: 'id',
  attributes: { name: 'name' },
  owner: { user: 'Ada' },
  ...more,
});
export const one = async (file: string | Uint8Array, more: Partial<Table> = {}) => {
  const organization = await configured(solution);
  const report = await imported(organization, { tables: [accounts(more)] }, { 'accounts.csv': file });
  const rows = await rowsBy(organization, 'account', 'name');
  return { organization, report: report.files[0], rows, values: (name: string) => rows.get(name)?.values };
};
/** One cell in the attribute, beside a name. */
export const cell = async (
  attribute: string,
  text: string,
  source: Table['attributes'][string],
  more: Partial<Table> = {},
) => {
  const attributes = { name: 'name', [attribute]: source };
  const { report, values } = await one(`id\tname\tx\n1\tA\t${text}\n`, {
    attributes,
    separator: '\t',
    ...more,
  });
  const read: Record<string, unknown> = { ...values('A') };
  return report?.refused[0] ?? read[attribute];
};
