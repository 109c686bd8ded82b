/**
 * Rows as one change sees them while it is judged: what is staged, with what the change did so far.
 *
 * Invariant: nothing here outlives the judging; the store learns of it only by the log entry.
 */
import type { MetadataIndex, RecordId, Row } from '../../engine/model/index.ts';
import { isDirectoryEntity, type OwnerId } from '../../engine/model/index.ts';
import type { AuthorizeWorld } from '../../engine/security/index.ts';
import type { DirectoryView } from '../directory/index.ts';
import type { ViewReader } from '../store/index.ts';
import { hasChildren } from './has-children.ts';

export class WorkingRecords implements AuthorizeWorld {
  readonly metadata: MetadataIndex;
  readonly #reader: ViewReader;
  readonly #directory: DirectoryView;
  /** Records that the change touched so far; undefined for one that it deleted. */
  readonly #touched = new Map<RecordId, { readonly entity: string; readonly row: Row | undefined }>();
  /** How many links more than in the store there are by now, by who names whom. */
  readonly #links = new Map<string, number>();
  /** The rows by which those were counted; the others are counted when somebody asks for children. */
  readonly #counted = new Map<RecordId, Row | undefined>();
  readonly #uncounted = new Set<RecordId>();

  constructor(options: { metadata: MetadataIndex; reader: ViewReader; directory: DirectoryView }) {
    this.metadata = options.metadata;
    this.#reader = options.reader;
    this.#directory = options.directory;
  }

  /** The record as it is after what the change did to it. */
  row(entity: string, id: RecordId): Row | undefined {
    const touched = this.#touched.get(id);
    if (touched !== undefined) return touched.entity === entity ? touched.row : undefined;
    return this.#reader.row(entity, id);
  }

  /** Whether the change has created or deleted the record, or changed it. */
  has(id: RecordId): boolean {
    return this.#touched.has(id);
  }

  set(entity: string, id: RecordId, row: Row | undefined): void {
    this.#touched.set(id, { entity, row });
    this.#uncounted.add(id);
  }

  lookup(entity: string, id: string): Row | undefined {
    return isDirectoryEntity(entity) ? this.#directory.row(entity, id) : this.row(entity, id as RecordId);
  }

  owner(id: OwnerId): ReturnType<DirectoryView['owner']> {
    return this.#directory.owner(id);
  }

  hasChildren(entity: string, id: RecordId): boolean {
    return hasChildren(this, entity, id);
  }

  childCount(child: string, attribute: string, id: RecordId): number {
    this.#countLinks();
    return (
      this.#reader.childCount(child, attribute, id) + (this.#links.get(linkKey(child, attribute, id)) ?? 0)
    );
  }

  /** Brings the differences up to what the change did so far. */
  #countLinks(): void {
    for (const id of this.#uncounted) {
      const touched = this.#touched.get(id);
      if (touched === undefined) continue;
      const { entity, row } = touched;
      const before = this.#counted.has(id) ? this.#counted.get(id) : this.#reader.row(entity, id);
      this.#addLinks(entity, before, -1);
      this.#addLinks(entity, row, 1);
      this.#counted.set(id, row);
    }
    this.#uncounted.clear();
  }

  #addLinks(entity: string, row: Row | undefined, step: 1 | -1): void {
    for (const [attribute, value] of Object.entries(row?.values ?? {})) {
      if (typeof value !== 'object' || value === null) continue;
      const key = linkKey(entity, attribute, value.id);
      this.#links.set(key, (this.#links.get(key) ?? 0) + step);
    }
  }
}

function linkKey(child: string, attribute: string, target: string): string {
  return `${child}/${attribute}/${target}`;
}
