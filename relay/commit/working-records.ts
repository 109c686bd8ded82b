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
import { LinkCounts, type TouchedRecord } from './link-counts.ts';

export class WorkingRecords implements AuthorizeWorld {
  readonly metadata: MetadataIndex;
  readonly #reader: ViewReader;
  readonly #directory: DirectoryView;
  /** Records that the change touched so far. */
  readonly #touched = new Map<RecordId, TouchedRecord>();
  /** Made when somebody asks for children: most changes delete nothing. */
  #links: LinkCounts | undefined;

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
    this.#links?.touch(id);
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
    this.#links ??= new LinkCounts(this.#reader, this.#touched);
    return this.#reader.childCount(child, attribute, id) + this.#links.difference(child, attribute, id);
  }
}
