import { describe, expect, it } from 'vitest';
import { asId, indexMetadata, type Metadata, type Value, type Values } from '../model/index.ts';
import { type Condition, compileFilter, type Filter, foldText } from './index.ts';

const common = { label: '', required: false, secured: false };
const metadata: Metadata = {
  version: 1,
  optionSets: [
    {
      name: 'rating',
      options: [
        { value: 1, label: 'hot' },
        { value: 2, label: 'cold' },
      ],
    },
  ],
  relationships: [],
  entities: [
    {
      name: 'account',
      label: '',
      ownership: 'user-or-team',
      primaryName: 'name',
      mobile: true,
      mobileOffline: true,
      attributes: [
        { ...common, name: 'name', type: 'string', maxLength: 100 },
        { ...common, name: 'size', type: 'integer', min: -1000, max: 1000 },
        { ...common, name: 'credit', type: 'money', precision: 2, min: '-1000', max: '100000' },
        { ...common, name: 'since', type: 'date' },
        { ...common, name: 'seen', type: 'datetime' },
        { ...common, name: 'active', type: 'boolean' },
        { ...common, name: 'rating', type: 'choice', optionSet: 'rating' },
        { ...common, name: 'parent', type: 'lookup', targets: ['account'] },
        { ...common, name: 'notes', type: 'memo', maxLength: 1000 },
      ],
    },
  ],
};
const index = indexMetadata(metadata);
const account = index.entity('account');
if (account === undefined) throw new Error('the test has an account');

const parentId = '018f4e2a-0000-7000-8000-000000000001';
const row = (values: Values) => ({
  id: '018f4e2a-0000-7000-8000-000000000009',
  values,
  system: {
    versionnumber: 1,
    createdon: 1_700_000_000_000,
    createdby: asId<never>(parentId),
    modifiedon: 1_700_000_000_000,
    modifiedby: asId<never>(parentId),
    ownerid: asId<never>(parentId),
    owningbusinessunit: null,
    statecode: 'active' as const,
  },
});
const match = (filter: Filter, values: Values): boolean => {
  const compiled = compileFilter(filter, account);
  if (!compiled.ok) throw new Error(compiled.refusal.reason);
  return compiled.matches(row(values));
};
const refusal = (filter: unknown): string => {
  const compiled = compileFilter(filter as Filter, account);
  if (compiled.ok) throw new Error('compiled');
  expect(compiled.refusal.code).toBe('invalid-filter');
  return compiled.refusal.reason;
};

type Case = [Condition['operator'], string, Value | readonly Value[] | undefined, Value, boolean];
const cases: Case[] = [
  ['equal', 'name', 'CAFÉ', 'cafe', true],
  ['equal', 'name', 'ss', 'ß', false],
  ['equal', 'credit', '5', '5', true],
  ['equal', 'credit', '5.00', '5', true],
  ['equal', 'rating', 1, 1, true],
  ['equal', 'parent', parentId, { entity: 'account', id: parentId }, true],
  ['equal', 'name', 'x', null, false],
  ['not-equal', 'name', 'x', null, true],
  ['not-equal', 'name', 'x', 'X', false],
  ['gt', 'size', 9, 10, true],
  ['gt', 'credit', '9', '10', true],
  ['ge', 'size', 10, 10, true],
  ['lt', 'since', '2025-02-01', '2025-01-31', true],
  ['le', 'seen', '2025-01-01T00:00:00Z', '2024-12-31T23:59:59.000Z', true],
  ['gt', 'size', 9, null, false],
  ['lt', 'name', 'B', 'ä', true],
  ['like', 'name', '%supplies', 'Harbour Supplies', true],
  ['like', 'name', 'harb_ur%', 'Harbour Supplies', true],
  ['like', 'name', '[a-f]%', 'Éclair', true],
  ['like', 'name', '[^a-f]%', 'Éclair', false],
  ['like', 'name', '100[%]', '100%', true],
  ['like', 'name', '100[%]', '1000', false],
  ['like', 'name', '100％', '1000', false],
  ['like', 'name', '_', '😀', true],
  ['like', 'name', 'x', null, false],
  ['not-like', 'name', '%x%', null, true],
  ['not-like', 'name', '%x%', 'axb', false],
  ['begins-with', 'name', 'h_r', 'Harbour', true],
  ['not-begin-with', 'name', 'h', 'Harbour', false],
  ['not-begin-with', 'name', 'h', null, true],
  ['ends-with', 'notes', 'BOUR', 'Harbour', true],
  ['not-end-with', 'name', 'x', null, true],
  ['in', 'name', ['x', 'HARBOUR'], 'Harbour', true],
  ['in', 'name', ['x'], null, false],
  ['not-in', 'name', ['x'], null, true],
  ['not-in', 'rating', [1, 2], 2, false],
  ['null', 'name', undefined, null, true],
  ['null', 'name', undefined, 'x', false],
  ['not-null', 'name', undefined, 'x', true],
  ['not-null', 'name', undefined, null, false],
];

describe('filter operators, as docs/operators.md has them', () => {
  it.each(cases)('%s on %s with %j against %j is %j', (operator, attribute, wanted, value, expected) => {
    const condition: Condition = Array.isArray(wanted)
      ? { attribute, operator, values: wanted as readonly Value[] }
      : wanted === undefined
        ? { attribute, operator }
        : { attribute, operator, value: wanted as Value };
    expect(match(condition, { [attribute]: value })).toBe(expected);
  });

  it('joins groups and reads system columns', () => {
    const filter: Filter = {
      and: [
        { attribute: 'statecode', operator: 'equal', value: 'active' },
        {
          or: [
            { attribute: 'size', operator: 'gt', value: 5 },
            { attribute: 'name', operator: 'null' },
          ],
        },
      ],
    };
    expect(match(filter, { size: 6, name: 'x' })).toBe(true);
    expect(match(filter, { size: 5, name: 'x' })).toBe(false);
    expect(match({ attribute: 'createdon', operator: 'lt', value: '2024-01-01T00:00:00Z' }, {})).toBe(true);
  });

  it('folds a final sigma as a sigma and leaves a dotless i alone', () => {
    expect(foldText('ΣΊΣΥΦΟΣ')).toBe(foldText('σισυφος'));
    expect(foldText('ı')).not.toBe(foldText('i'));
  });

  it('matches a pattern with many runs without backtracking into itself', () => {
    expect(
      match(
        { attribute: 'name', operator: 'like', value: `${'%a'.repeat(40)}b` },
        { name: 'a'.repeat(4000) },
      ),
    ).toBe(false);
  });
});

describe('compile errors', () => {
  it('names the clause and what is wrong', () => {
    const deep = { and: [{ or: [{ and: [{ or: [{ attribute: 'name', operator: 'null' }] }] }] }] };
    expect(refusal(deep)).toBe('clause and[0].or[0].and[0] nests groups deeper than 3 levels');
    expect(
      refusal({
        or: [
          { attribute: 'name', operator: 'null' },
          { attribute: 'nome', operator: 'null' },
        ],
      }),
    ).toBe('clause or[1] names nome, which account does not have');
    expect(refusal({ attribute: 'rating', operator: 'gt', value: 1 })).toContain(
      'uses gt, which type choice',
    );
    expect(refusal({ attribute: 'size', operator: 'equal', value: 'x' })).toContain('wrong type');
    expect(refusal({ attribute: 'size', operator: 'in', values: [] })).toContain('empty list');
    expect(refusal({ attribute: 'size', operator: 'equal' })).toContain('no value');
    expect(refusal({ attribute: 'size', operator: 'null', value: 1 })).toContain('a value');
    expect(refusal({ attribute: 'name', operator: 'like', value: 'a[b' })).toContain('not closed');
    expect(refusal({ attribute: 'name', operator: 'sounds-like', value: 'a' })).toContain('does not exist');
    expect(refusal({ and: [] })).toContain('empty list');
  });
});
