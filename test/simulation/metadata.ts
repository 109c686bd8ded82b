/**
 * The metadata of a simulated world, in the shape that operators have given it last: accounts with contacts,
 * contacts with tasks, and products that belong to everybody.
 */
import type { Metadata } from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';

const string = { type: 'string', maxLength: 60 };
const memo = { type: 'memo', maxLength: 5_000 };

/** What operators have published, of what they may publish and withdraw. */
export interface Shape {
  /** Of the optional attributes (`entity.attribute`) those that are there. */
  readonly attributes: ReadonlySet<string>;
  /** Entities that are there, but not for tablets. */
  readonly switchedOff: ReadonlySet<string>;
  /** Entities that are not there at all. */
  readonly withdrawn: ReadonlySet<string>;
}

export const entities = ['account', 'contact', 'task', 'product'] as const;

interface Field {
  readonly name: string;
  readonly type: string;
  readonly secured?: boolean;
}

/** Attributes that come and go: one in everybody's part, texts, a secured column. */
export const optionalAttributes: Readonly<Record<string, readonly Field[]>> = {
  account: [{ name: 'region', ...string }],
  contact: [{ name: 'diary', ...memo }],
  task: [{ name: 'pin', ...string, secured: true }],
  product: [{ name: 'grade', ...string }],
};

/** The metadata of that shape. */
export function metadataOf(version: number, { attributes, switchedOff, withdrawn }: Shape): Metadata {
  const isThere = (entity: string): boolean => !withdrawn.has(entity);
  const parsed = parseMetadata({
    version,
    optionSets: [{ name: 'levels', options: [1, 2, 3].map((value) => ({ value, label: `Level ${value}` })) }],
    relationships: [
      { name: 'account_contacts', parent: 'account', child: 'contact', attribute: 'account' },
      { name: 'contact_tasks', parent: 'contact', child: 'task', attribute: 'contact' },
    ].filter(({ parent, child }) => isThere(parent) && isThere(child)),
    entities: entityDefinitions
      .filter(({ name }) => isThere(name))
      .map((entity) => ({
        ...entity,
        mobileOffline: !switchedOff.has(entity.name),
        attributes: [
          ...entity.attributes,
          ...(optionalAttributes[entity.name] ?? []).filter(({ name }) =>
            attributes.has(`${entity.name}.${name}`),
          ),
        ],
      })),
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.metadata;
}

const entityDefinitions = [
  {
    ...{ name: 'account', primaryName: 'name' },
    attributes: [
      { name: 'name', ...string, required: true },
      { name: 'city', ...string },
      { name: 'level', type: 'choice', optionSet: 'levels' },
      { name: 'revenue', type: 'decimal', precision: 1 },
      { name: 'credit', ...string, secured: true },
      { name: 'notes', ...memo },
      { name: 'batch', ...string },
    ],
  },
  {
    ...{ name: 'contact', primaryName: 'name' },
    attributes: [
      { name: 'name', ...string },
      { name: 'phone', ...string },
      { name: 'account', type: 'lookup', targets: ['account'] },
      { name: 'salary', ...string, secured: true },
      { name: 'notes', ...memo },
      { name: 'remarks', ...memo, secured: true },
      { name: 'batch', ...string },
    ],
  },
  {
    ...{ name: 'task', primaryName: 'name', ownership: 'business' },
    attributes: [
      { name: 'name', ...string },
      { name: 'contact', type: 'lookup', targets: ['contact'] },
      { name: 'done', type: 'boolean' },
      { name: 'batch', ...string },
    ],
  },
  {
    ...{ name: 'product', primaryName: 'name', ownership: 'organization' },
    attributes: [
      { name: 'name', ...string },
      { name: 'price', type: 'decimal', precision: 1 },
      { name: 'batch', ...string },
    ],
  },
];
