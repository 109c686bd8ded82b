/**
 * The attributes that were published once and are not any more.
 *
 * Records go on holding their values, in the form and the part of when they were written. So their names stay taken.
 *
 * Invariant: a view of the log's metadata entries alone; what is published again is no longer withdrawn.
 */
import type { Attribute, Metadata } from '../../engine/model/index.ts';

export interface WithdrawnAttribute {
  readonly entity: string;
  readonly name: string;
  readonly type: Attribute['type'];
  readonly secured: boolean;
}

/** What is withdrawn once `next` takes the place of `current`. */
export function withdrawnAfter(
  before: readonly WithdrawnAttribute[],
  current: Metadata | undefined,
  next: Metadata,
): readonly WithdrawnAttribute[] {
  const published = new Set(attributesOf(next).map(placeOf));
  return [...before, ...attributesOf(current)].filter((attribute) => !published.has(placeOf(attribute)));
}

function attributesOf(metadata: Metadata | undefined): WithdrawnAttribute[] {
  return (metadata?.entities ?? []).flatMap((entity) =>
    entity.attributes.map(({ name, type, secured }) => ({ entity: entity.name, name, type, secured })),
  );
}

function placeOf({ entity, name }: WithdrawnAttribute): string {
  return `${entity}.${name}`;
}
