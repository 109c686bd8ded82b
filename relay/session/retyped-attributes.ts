/**
 * Attributes that published metadata would give another type, or secure or unsecure.
 *
 * Records hold an attribute in the form and the part of the metadata under which it was written. Securing a
 * column that lies in documents which everyone is sent would hide its value and send it all the same, so
 * it is refused until such a publish begins new epochs.
 */
import type { Attribute, Entity, Metadata } from '../../engine/model/index.ts';

export interface RetypedAttribute {
  /** Their places in the next metadata. */
  readonly entity: number;
  readonly attribute: number;
  readonly message: string;
}

export function retypedAttributes(next: Metadata, current: Metadata): readonly RetypedAttribute[] {
  const known = new Map(current.entities.map((entity) => [entity.name, entity]));
  return next.entities.flatMap((entity, i) =>
    entity.attributes.flatMap((attribute, j): RetypedAttribute[] => {
      const before = attributeOf(known.get(entity.name), attribute.name);
      if (before === undefined) return [];
      if (before.type === attribute.type && before.secured === attribute.secured) return [];
      const message = `${attribute.name} is published as ${before.secured ? 'secured ' : ''}${before.type}, and stays so; use another name`;
      return [{ entity: i, attribute: j, message }];
    }),
  );
}

function attributeOf(entity: Entity | undefined, name: string): Attribute | undefined {
  return entity?.attributes.find((attribute) => attribute.name === name);
}
