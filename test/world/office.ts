/**
 * The metadata that most tests of the relay use: an entity of every ownership, lookups, a memo and
 * secured columns.
 */
import type { Metadata } from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';
import { privileges, type Role } from '../../engine/security/index.ts';

const text = (name: string, more: object = {}) => ({ name, type: 'string', maxLength: 40, ...more });
const lookup = (name: string, ...targets: string[]) => ({ name, type: 'lookup', targets });
const memo = (name: string, more: object = {}) => ({ name, type: 'memo', maxLength: 1_000, ...more });

export const officeInput = {
  version: 1,
  optionSets: [{ name: 'grades', options: [{ value: 1, label: 'Good' }] }],
  entities: [
    {
      name: 'account',
      primaryName: 'name',
      attributes: [
        text('name', { required: true }),
        text('phone'),
        { name: 'employees', type: 'integer', min: 0, max: 1_000 },
        { name: 'credit', type: 'money' },
        { name: 'grade', type: 'choice', optionSet: 'grades' },
        lookup('parent', 'account'),
        lookup('manager', 'user'),
        memo('notes'),
        text('rating', { secured: true }),
        memo('verdict', { secured: true }),
      ],
    },
    {
      name: 'contact',
      primaryName: 'fullname',
      attributes: [
        text('fullname'),
        { name: 'phone', type: 'integer' },
        lookup('account', 'account'),
        memo('notes'),
      ],
    },
    { name: 'country', ownership: 'organization', primaryName: 'name', attributes: [text('name')] },
    { name: 'depot', ownership: 'business', primaryName: 'name', attributes: [text('name')] },
    {
      name: 'remark',
      ownership: 'none',
      primaryName: 'subject',
      attributes: [text('subject'), lookup('about', 'account')],
    },
    { name: 'ledger', mobileOffline: false, primaryName: 'name', attributes: [text('name')] },
  ],
  relationships: [
    { name: 'account_parent', parent: 'account', child: 'account', attribute: 'parent' },
    { name: 'account_contacts', parent: 'account', child: 'contact', attribute: 'account' },
  ],
};

/** The metadata, in the given version. */
export function officeMetadata(version = 1, input: object = officeInput): Metadata {
  const parsed = parseMetadata({ ...input, version });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.metadata;
}

type Levels = Role['privileges'];

/** Every privilege on every entity, at the organization level or the one given. */
export function everything(level: 'organization' | 'user' | 'business-unit' = 'organization'): Levels {
  const all = Object.fromEntries(privileges.map((privilege) => [privilege, level]));
  return Object.fromEntries(officeInput.entities.map(({ name }) => [name, all]));
}
