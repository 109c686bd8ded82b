/** One record: its form, and the form of one that is not there yet. */
import type { RecordId } from '../../../engine/index.ts';

/** The record with that id. */
export function RecordPage({ entity, id }: { readonly entity: string; readonly id: RecordId }) {
  return <article aria-label={`${entity} ${id}`} />;
}

/** A form that creates a record. */
export function NewRecordPage({ entity }: { readonly entity: string }) {
  return <article aria-label={entity} />;
}
