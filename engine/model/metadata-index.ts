/**
 * Metadata indexed by name, with the parts that each entity's records are made of.
 *
 * Invariant: built once per published version from metadata that `parseMetadata` accepted; nothing in it
 * changes afterwards. Every attribute lies in exactly one part.
 */
import type { Attribute } from './attribute.ts';
import { MAIN_PART } from './attribute-limits.ts';
import type { Entity } from './entity.ts';
import type { Metadata } from './metadata.ts';
import { RejoinError } from './refusal.ts';
import type { Relationship } from './relationship.ts';
import { isText } from './text-attribute.ts';

/** One Yjs document of a record: which attributes it holds, and of which kind its roots are. */
export interface PartLayout {
  /** `main`, or the name of the one attribute that the part holds. */
  readonly name: string;
  /** `plain`: each root is a register. `text`: the one root is a text. */
  readonly kind: 'plain' | 'text';
  /** Whether the part is a secured column's: sent only to those who may read it. */
  readonly secured: boolean;
  /** The attributes of the part by name; each is a root of the document. */
  readonly roots: ReadonlyMap<string, Attribute>;
}

/** An entity with its attributes and parts by name. */
export interface EntityIndex {
  readonly entity: Entity;
  /** Whether tablets may hold its records. */
  readonly isOffline: boolean;
  /** `main` first, then the others in the order of the attributes. */
  readonly parts: readonly PartLayout[];
  attribute(name: string): Attribute | undefined;
  part(name: string): PartLayout | undefined;
  /** The name of the part that holds the attribute. Throws for an attribute that the entity does not have. */
  partOf(attribute: string): string;
  /** The numbers that a choice attribute may have; empty for any other attribute. */
  optionValues(attribute: string): ReadonlySet<number>;
}

/** Published metadata by name. */
export interface MetadataIndex {
  readonly metadata: Metadata;
  entity(name: string): EntityIndex | undefined;
  /** The relationships in which the entity is the parent. */
  childrenOf(entity: string): readonly Relationship[];
}

const NO_OPTIONS: ReadonlySet<number> = new Set();
const NO_RELATIONSHIPS: readonly Relationship[] = [];

/** Indexes metadata that was accepted by `parseMetadata`. */
export function indexMetadata(metadata: Metadata): MetadataIndex {
  const optionSets = new Map(
    metadata.optionSets.map((set) => [set.name, new Set(set.options.map((option) => option.value))]),
  );
  const entities = new Map(metadata.entities.map((entity) => [entity.name, indexEntity(entity, optionSets)]));
  const children = new Map<string, Relationship[]>();
  for (const relationship of metadata.relationships) {
    const known = children.get(relationship.parent);
    if (known) known.push(relationship);
    else children.set(relationship.parent, [relationship]);
  }
  return {
    metadata,
    entity: (name) => entities.get(name),
    childrenOf: (entity) => children.get(entity) ?? NO_RELATIONSHIPS,
  };
}

function indexEntity(entity: Entity, optionSets: ReadonlyMap<string, ReadonlySet<number>>): EntityIndex {
  const attributes = new Map(entity.attributes.map((attribute) => [attribute.name, attribute]));
  const parts = layOut(entity.attributes);
  const partsByName = new Map(parts.map((part) => [part.name, part]));
  const partNames = new Map(parts.flatMap((part) => [...part.roots.keys()].map((root) => [root, part.name])));
  const options = new Map<string, ReadonlySet<number>>();
  for (const attribute of entity.attributes) {
    if (attribute.type === 'choice')
      options.set(attribute.name, optionSets.get(attribute.optionSet) ?? NO_OPTIONS);
  }
  return {
    entity,
    isOffline: entity.mobile && entity.mobileOffline,
    parts,
    attribute: (name) => attributes.get(name),
    part: (name) => partsByName.get(name),
    partOf: (attribute) => {
      const part = partNames.get(attribute);
      if (part === undefined)
        throw new RejoinError('internal-error', `${entity.name} has no attribute ${attribute}`);
      return part;
    },
    optionValues: (attribute) => options.get(attribute) ?? NO_OPTIONS,
  };
}

/** Shares attributes out: texts and secured columns have a part each, `main` has all others. */
function layOut(attributes: readonly Attribute[]): readonly PartLayout[] {
  const main = attributes.filter((attribute) => !isText(attribute) && !attribute.secured);
  const own = attributes.filter((attribute) => isText(attribute) || attribute.secured);
  return [
    { name: MAIN_PART, kind: 'plain', secured: false, roots: byName(main) },
    ...own.map(
      (attribute): PartLayout => ({
        name: attribute.name,
        kind: isText(attribute) ? 'text' : 'plain',
        secured: attribute.secured,
        roots: byName([attribute]),
      }),
    ),
  ];
}

function byName(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  return new Map(attributes.map((attribute) => [attribute.name, attribute]));
}
