/**
 * Attributes that the next metadata would give another type, or secure or unsecure: of those that are published, and
 * of those that were and are withdrawn.
 *
 * Records hold an attribute in the form and the part of the metadata under which it was written. Securing a
 * column that lies in documents which everyone is sent would hide its value and send it all the same, so
 * it is refused until such a publish begins new epochs.
 */
import type { Metadata } from '../../engine/model/index.ts';
import type { WithdrawnAttribute } from '../store/index.ts';

export interface PublishedMetadata {
  /** Undefined before the first. */
  readonly metadata: Metadata | undefined;
  readonly withdrawn: readonly WithdrawnAttribute[];
}

export interface RetypedAttribute {
  /** Their places in the next metadata. */
  readonly entity: number;
  readonly attribute: number;
  readonly message: string;
}

export function retypedAttributes(
  next: Metadata,
  { metadata, withdrawn }: PublishedMetadata,
): readonly RetypedAttribute[] {
  const known = new Map<string, Known>();
  const learn = (entity: string, attribute: Omit<Known, 'is'>, is: Known['is']) =>
    known.set(`${entity}.${attribute.name}`, { ...attribute, is });
  for (const attribute of withdrawn) learn(attribute.entity, attribute, 'withdrawn');
  for (const entity of metadata?.entities ?? [])
    for (const attribute of entity.attributes) learn(entity.name, attribute, 'published');
  return next.entities.flatMap((entity, i) =>
    entity.attributes.flatMap(({ name, type, secured }, j): RetypedAttribute[] => {
      const before = known.get(`${entity.name}.${name}`);
      if (before === undefined || (before.type === type && before.secured === secured)) return [];
      return [{ entity: i, attribute: j, message: why(before) }];
    }),
  );
}

type Known = Pick<WithdrawnAttribute, 'name' | 'type' | 'secured'> & {
  readonly is: 'published' | 'withdrawn';
};

function why({ name, type, secured, is }: Known): string {
  const kind = `${secured ? 'secured ' : ''}${type}`;
  return is === 'published'
    ? `${name} is published as ${kind}, and stays so; use another name`
    : `${name} was published as ${kind} before, and records hold it so; use another name`;
}
