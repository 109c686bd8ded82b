/** Whether other records name one by a lookup; the relay and what explains it ask by the same code. */
import type { MetadataIndex, RecordId, Row, Values } from '../../engine/model/index.ts';

export interface ChildrenSource {
  readonly metadata: MetadataIndex;
  row(entity: string, id: RecordId): Row | undefined;
  /** How many rows of `child` name the record by their lookup `attribute`, itself included. */
  childCount(child: string, attribute: string, id: RecordId): number;
}

export function hasChildren(source: ChildrenSource, entity: string, id: RecordId): boolean {
  return source.metadata.childrenOf(entity).some(({ child, attribute }) => {
    const count = source.childCount(child, attribute, id);
    if (count <= 0) return false;
    // What names itself is no child of its own.
    const isOwn = child === entity && isLinked(source.row(entity, id)?.values, attribute, id);
    return count > (isOwn ? 1 : 0);
  });
}

function isLinked(values: Values | undefined, attribute: string, id: RecordId): boolean {
  const value = values?.[attribute];
  return typeof value === 'object' && value !== null && 'id' in value && value.id === id;
}
