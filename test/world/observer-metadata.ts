/**
 * What the log has published: the metadata that holds now, and what of it was ever published.
 *
 * Invariant: what an attribute once was it stays, so that documents can be read in which values stand of
 * attributes that are published no more.
 */
import type { SeenMetadata } from './observer-log.ts';

type SeenEntity = SeenMetadata['entities'][number];

export class ObservedMetadata {
  #now: SeenMetadata = { version: 0, entities: [], relationships: [] };
  /** `entity/attribute` of every text, and of every attribute that is not secured, that was ever published. */
  readonly #texts = new Set<string>();
  readonly #common = new Set<string>();

  get now(): SeenMetadata {
    return this.#now;
  }

  publish(metadata: SeenMetadata): void {
    this.#now = metadata;
    for (const { name: entity, attributes } of metadata.entities) {
      for (const { name, type, secured } of attributes) {
        if (type === 'memo') this.#texts.add(`${entity}/${name}`);
        if (!secured) this.#common.add(`${entity}/${name}`);
      }
    }
  }

  entity(name: string): SeenEntity | undefined {
    return this.#now.entities.find((entity) => entity.name === name);
  }

  isOffline(name: string): boolean {
    return this.entity(name)?.mobileOffline === true;
  }

  attribute(entity: string, name: string): SeenEntity['attributes'][number] | undefined {
    return this.entity(entity)?.attributes.find((attribute) => attribute.name === name);
  }

  /** Whether the part is, or was, a text. */
  isText(entity: string, part: string): boolean {
    return part !== 'main' && this.#texts.has(`${entity}/${part}`);
  }

  /** Whether everybody who reads the record may read the attribute, or might as long as it was published. */
  isCommon(entity: string, attribute: string): boolean {
    return this.#common.has(`${entity}/${attribute}`);
  }
}
