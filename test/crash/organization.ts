/**
 * The organization of crash runs: accounts, contacts and contracts; everybody may read everything, and
 * one of its people may not write contracts, so that some of what they type is refused.
 */
import { asId, type Metadata, type OrganizationId } from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';
import { privileges } from '../../engine/security/index.ts';
import { OrganizationBuilder } from '../world/organization-builder.ts';

export const ORGANIZATION = asId<OrganizationId>('crash');

/** The first three have a tablet each; the last looks at everything in the end, on a new one. */
export const people = ['ann', 'ben', 'cid', 'eve'] as const;
export type Person = (typeof people)[number];
export const authors = people.slice(0, 3);
export const WITNESS: Person = 'eve';
/** Whose contracts are refused. */
export const RESTRICTED: Person = 'cid';

const string = { type: 'string', maxLength: 80 };
/** Overwritten together until a part begins anew. */
export const rewritten = Array.from({ length: 12 }, (_, number) => `field${number}`);
const attributes = [
  { name: 'name', ...string },
  { name: 'city', ...string },
  ...rewritten.map((name) => ({ name, ...string })),
  { name: 'batch', ...string },
  { name: 'notes', type: 'memo', maxLength: 20_000 },
];

function crashMetadata(): Metadata {
  const parsed = parseMetadata({
    version: 1,
    entities: [
      { name: 'account', primaryName: 'name', attributes },
      {
        name: 'contact',
        primaryName: 'name',
        attributes: [...attributes, { name: 'account', type: 'lookup', targets: ['account'] }],
      },
      { name: 'contract', primaryName: 'name', attributes },
    ],
    relationships: [{ name: 'account_contacts', parent: 'account', child: 'contact', attribute: 'account' }],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.metadata;
}

const all = Object.fromEntries(privileges.map((privilege) => [privilege, 'organization' as const]));

/** Directory and metadata. */
export function crashOrganization(): OrganizationBuilder {
  const organization = new OrganizationBuilder(ORGANIZATION)
    .withMetadata(crashMetadata())
    .withRole('worker', { account: all, contact: all, contract: all })
    .withRole('reader of contracts', { account: all, contact: all, contract: { read: 'organization' } });
  for (const person of people) {
    organization.withUser(person, [person === RESTRICTED ? 'reader of contracts' : 'worker']);
  }
  return organization;
}
