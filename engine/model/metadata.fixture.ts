/** A small organization's metadata with an attribute of every type, for the tests of the model. */
import type { EntityIndex, Metadata, MetadataIndex } from './index.ts';
import { indexMetadata } from './index.ts';
import { parseMetadata } from './parse-metadata.ts';

/** Unparsed metadata that is right; tests copy it and break one thing. */
export const metadataInput = {
  version: 1,
  entities: [
    {
      name: 'account',
      primaryName: 'name',
      attributes: [
        { name: 'name', type: 'string', required: true, maxLength: 10 },
        { name: 'employees', type: 'integer', min: 0, max: 1_000 },
        { name: 'rating', type: 'decimal', precision: 3, min: '-100', max: '100' },
        { name: 'revenue', type: 'money' },
        { name: 'active', type: 'boolean' },
        { name: 'visited', type: 'datetime' },
        { name: 'founded', type: 'date' },
        { name: 'industry', type: 'choice', optionSet: 'industries' },
        { name: 'parentaccount', type: 'lookup', targets: ['account', 'user'] },
        { name: 'reference', type: 'uuid' },
        { name: 'description', type: 'memo', maxLength: 20 },
        { name: 'creditlimit', type: 'money', secured: true },
        { name: 'assessment', type: 'memo', secured: true },
      ],
    },
    {
      name: 'contact',
      primaryName: 'fullname',
      mobileOffline: false,
      attributes: [
        { name: 'fullname', type: 'string' },
        { name: 'account', type: 'lookup', targets: ['account'] },
      ],
    },
  ],
  optionSets: [
    {
      name: 'industries',
      options: [
        { value: 0, label: 'Fishing' },
        { value: 7, label: 'Freight' },
      ],
    },
  ],
  relationships: [
    { name: 'account_parent', parent: 'account', child: 'account', attribute: 'parentaccount' },
    { name: 'account_contacts', parent: 'account', child: 'contact', attribute: 'account' },
  ],
};

/** The same, parsed. */
export function someMetadata(): Metadata {
  const parsed = parseMetadata(metadataInput);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.metadata;
}

/** The same, indexed, with its accounts. */
export function anIndex(): { index: MetadataIndex; account: EntityIndex } {
  const index = indexMetadata(someMetadata());
  const account = index.entity('account');
  if (account === undefined) throw new Error('the fixture has accounts');
  return { index, account };
}
