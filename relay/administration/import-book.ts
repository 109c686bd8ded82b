/**
 * What an import knows of all its rows after it read them once: ids, lines, links, and who is refused.
 *
 * Invariant: a row that is not refused names only what is stored or comes with the import. So the order of
 * files and rows does not matter, and a refused row takes along what needs it; cycles are data.
 */
import type { BusinessUnitId, OwnerId, RecordId, UserId } from '../../engine/model/index.ts';
import type { FileTally, RefusedRow } from './import-report.ts';
import type { Link } from './row-reader.ts';

export interface KnownLink {
  readonly link: Link;
  readonly entity: string;
  /** Undefined where the key names no user. */
  readonly id: RecordId | UserId | undefined;
}

export interface KnownRow {
  readonly tally: FileTally;
  readonly file: string;
  readonly entity: string;
  readonly id: RecordId;
  readonly line: number;
  /** With the ids that the links come to. */
  readonly links: readonly KnownLink[];
  /** The lookup whose record's owner will own this one too; undefined where the owner is known. */
  readonly like: string | undefined;
  /** Who will own it; resolved after the last file. */
  owner: OwnerId | null | undefined;
  unit: BusinessUnitId | null;
  isRefused: boolean;
  /** Whether its turn to be written has come, whatever came of that. */
  isWritten: boolean;
}

export interface StoredRecords {
  /** Whether the record is stored. */
  has(entity: string, id: string): boolean;
  /** The owner of a stored record; undefined where there is none. */
  ownerOf(entity: string, id: string): OwnerId | null | undefined;
}

export class ImportBook {
  readonly #rows = new Map<RecordId, KnownRow>();
  readonly #stored: StoredRecords;

  constructor(stored: StoredRecords) {
    this.#stored = stored;
  }

  get(id: RecordId): KnownRow | undefined {
    return this.#rows.get(id);
  }

  values(): Iterable<KnownRow> {
    return this.#rows.values();
  }

  /** Takes the row; one whose id stands elsewhere is refused, and so is the other. */
  add(row: KnownRow): void {
    const first = this.#rows.get(row.id);
    if (first === undefined) {
      this.#rows.set(row.id, row);
      return;
    }
    if (!row.isRefused) this.refuse(row, [duplicate(row, first)]);
    if (!first.isRefused) this.refuse(first, [duplicate(first, row)]);
  }

  refuse(row: KnownRow, places: readonly RefusedRow[]): void {
    row.isRefused = true;
    row.tally.refuse(places);
  }

  /** After the last file: refuses what names something that does not come, and finds every owner. */
  settle(): void {
    const dependents = new Map<KnownRow, { readonly row: KnownRow; readonly link: Link }[]>();
    for (const row of this.#rows.values()) {
      if (row.isRefused) continue;
      const astray: RefusedRow[] = [];
      for (const { link, id, entity } of row.links) {
        const target = id === undefined ? undefined : this.#rows.get(id as RecordId);
        if (target !== undefined && target.entity === entity) {
          const known = dependents.get(target);
          if (known === undefined) dependents.set(target, [{ row, link }]);
          else known.push({ row, link });
        } else if (id === undefined || (entity !== 'user' && !this.#stored.has(entity, id))) {
          astray.push(missing(row, link, 'the row names a record that is not there'));
        }
      }
      if (astray.length > 0) this.refuse(row, astray);
    }
    for (const row of this.#rows.values()) if (!row.isRefused) this.#resolveOwner(row);
    const refused = [...this.#rows.values()].filter((row) => row.isRefused);
    for (let row = refused.pop(); row !== undefined; row = refused.pop()) {
      if (this.#stored.has(row.entity, row.id)) continue;
      for (const { row: dependent, link } of dependents.get(row) ?? []) {
        if (dependent.isRefused) continue;
        this.refuse(dependent, [
          missing(dependent, link, `the row that it names (line ${row.line} of ${row.file}) is refused`),
        ]);
        refused.push(dependent);
      }
    }
  }

  /** Follows `like` from row to row; each row on the way has its owner then. */
  #resolveOwner(start: KnownRow): void {
    const way = new Set<KnownRow>();
    let owner: OwnerId | null | undefined;
    for (let row: KnownRow | undefined = start; row !== undefined; ) {
      if (row.owner !== undefined) owner = row.owner;
      if (row.owner !== undefined || way.has(row)) break;
      way.add(row);
      const { like }: KnownRow = row;
      const found: KnownLink | undefined = row.links.find(({ link }) => link.attribute === like);
      const next: KnownRow | undefined =
        found?.id === undefined ? undefined : this.#rows.get(found.id as RecordId);
      if (next === undefined && found?.id !== undefined) owner = this.#stored.ownerOf(found.entity, found.id);
      row = next;
    }
    for (const row of way) {
      if (row.owner === undefined && owner !== undefined && owner !== null) row.owner = owner;
      else if (row.owner === undefined && !row.isRefused) this.refuse(row, [ownerless(row)]);
    }
  }
}

function duplicate(row: KnownRow, other: KnownRow): RefusedRow {
  const elsewhere = row.file === other.file ? '' : ` of ${other.file}`;
  const reason = `the key stands also in line ${other.line}${elsewhere}; none of the rows is taken`;
  return { line: row.line, column: null, attribute: null, code: 'duplicate-id', reason };
}

/** The row names what is not there. */
export function missing(row: KnownRow, { column, attribute }: Link, reason: string): RefusedRow {
  return { line: row.line, column, attribute, code: 'missing-reference', reason };
}

function ownerless({ line }: KnownRow): RefusedRow {
  const reason = 'no owner is found for the record';
  return { line, column: null, attribute: 'ownerid', code: 'required-missing', reason };
}
