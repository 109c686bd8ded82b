/**
 * Reads rows of one table as records: id, values, links to other records, owner. All of it that the row
 * itself can say; whether what it names is there is asked when every file was read.
 *
 * Invariant: reading the same row twice gives the same; a row has either no refusal or no use.
 */
import {
  asId,
  type BusinessUnitId,
  type CheckedValue,
  checkValue,
  type EntityIndex,
  isUuid,
  type OptionSet,
  type OrganizationId,
  type OwnerId,
  type RecordId,
  type Refusal,
  type Value,
  type Values,
} from '../../engine/model/index.ts';
import type { Directory } from '../../engine/security/index.ts';
import { compileCell } from './cell-value.ts';
import type { CsvRecord } from './csv-reader.ts';
import type { AttributeSource, EntityTable, OwnerEntry, OwnerSource, Table } from './import-mapping.ts';
import { nameOf } from './import-mapping.ts';
import type { RefusedRow } from './import-report.ts';
import { stableId } from './stable-id.ts';

/** A row of another table, by its key. */
export interface Link {
  readonly attribute: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly column: string;
}

/** Who will own the record: known already, a row of a user table, or whoever owns what a lookup names. */
export type RowOwner =
  | { readonly owner: OwnerId | null; readonly unit: BusinessUnitId | null }
  | { readonly link: Link; readonly otherwise: OwnerId | undefined }
  | { readonly like: string };

export interface ReadRow {
  readonly id: RecordId;
  /** Mapped attributes, links left out; null where the cell is empty. */
  readonly values: Values;
  /** Null where the cells of the link are empty. */
  readonly links: readonly { readonly attribute: string; readonly link: Link | null }[];
  readonly owner: RowOwner;
}

export type RowReading =
  | { readonly row: ReadRow }
  /** The id where the key could be read. */
  | { readonly refused: readonly RefusedRow[]; readonly id: RecordId | undefined };

export interface RowReaderOptions {
  readonly organization: OrganizationId;
  readonly directory: Directory;
  readonly optionSets: readonly OptionSet[];
  readonly header: readonly string[];
}

/** The columns of the file that the table reads. */
export function columnsOf(table: Table): ReadonlySet<string> {
  const names = new Set<string>(table.key);
  const add = (source: object): void => {
    if ('column' in source && typeof source.column === 'string') names.add(source.column);
    if ('columns' in source && Array.isArray(source.columns))
      for (const name of source.columns) names.add(name);
  };
  if ('entity' in table) {
    for (const source of Object.values(table.attributes)) add(source);
    if (table.owner !== undefined) add(table.owner);
    if (table.unit !== undefined) add(table.unit);
  } else add(table.user);
  return names;
}

/** The id of the record under the key: the key itself where it is one UUID, else one that follows from it. */
export function recordIdOf(organization: OrganizationId, table: Table, key: readonly string[]): RecordId {
  const [only = ''] = key;
  const lower = key.length === 1 && only.length === 36 ? only.toLowerCase() : '';
  if (isUuid(lower)) return asId<RecordId>(lower);
  return asId<RecordId>(stableId(organization, 'record', [nameOf(table), ...key]));
}

/** Cells of a row by column, with the table's words for no value left out. */
export class Cells {
  readonly #places: ReadonlyMap<string, number>;
  readonly #nulls: ReadonlySet<string>;

  constructor(header: readonly string[], table: Table) {
    this.#places = new Map(header.map((name, place) => [name, place]));
    this.#nulls = new Set(table.null);
  }

  /** The text as it stands in the file; empty where it means no value. */
  text(record: CsvRecord, column: string): string {
    const text = record.fields[this.#places.get(column) ?? -1] ?? '';
    return this.#nulls.has(text) ? '' : text;
  }

  /** The texts of a key; undefined where one is empty. */
  key(record: CsvRecord, columns: readonly string[]): readonly string[] | undefined {
    const key = columns.map((column) => this.text(record, column));
    return key.includes('') ? undefined : key;
  }
}

/** What is wrong with the row as such, before anything of it is read. */
export function malformed(record: CsvRecord, header: readonly string[]): RefusedRow | undefined {
  const { fault, fields, line } = record;
  if (fault !== undefined) {
    const column = header[fault.field - 1] ?? null;
    return { line: fault.line, column, attribute: null, code: 'invalid-file', reason: fault.reason };
  }
  if (fields.length === header.length) return undefined;
  const reason = `the row has ${fields.length} fields, and the header ${header.length}`;
  return { line, column: null, attribute: null, code: 'invalid-file', reason };
}

type Column = (record: CsvRecord, into: Record<string, Value>, refused: RefusedRow[]) => void;

export class RowReader {
  readonly #table: EntityTable;
  readonly #options: RowReaderOptions;
  readonly #cells: Cells;
  readonly #columns: readonly Column[];
  readonly #links: readonly {
    readonly attribute: string;
    readonly table: string;
    readonly columns: readonly string[];
  }[];

  constructor(table: EntityTable, index: EntityIndex, options: RowReaderOptions) {
    this.#table = table;
    this.#options = options;
    this.#cells = new Cells(options.header, table);
    const sources = Object.entries(table.attributes);
    this.#columns = sources.flatMap(([name, source]) => this.#column(name, source, index) ?? []);
    this.#links = sources.flatMap(([attribute, source]) =>
      'table' in source ? [{ attribute, table: source.table, columns: source.columns }] : [],
    );
  }

  read(record: CsvRecord): RowReading {
    const broken = malformed(record, this.#options.header);
    if (broken !== undefined) return { refused: [broken], id: undefined };
    const key = this.#cells.key(record, this.#table.key);
    if (key === undefined) {
      return { refused: [this.#refusal(record, this.#table.key[0], null, emptyKey)], id: undefined };
    }
    const id = recordIdOf(this.#options.organization, this.#table, key);
    const refused: RefusedRow[] = [];
    const values: Record<string, Value> = {};
    for (const read of this.#columns) read(record, values, refused);
    const links = this.#links.map(({ attribute, table, columns }) => {
      const target = this.#cells.key(record, columns);
      const column = columns[0] ?? '';
      if (target === undefined && columns.some((name) => this.#cells.text(record, name) !== '')) {
        refused.push(this.#refusal(record, column, attribute, halfKey));
      }
      return { attribute, link: target ? { attribute, table, key: target, column } : null };
    });
    const owner = this.#owner(record);
    if ('code' in owner) refused.push(this.#refusal(record, null, 'ownerid', owner));
    if (refused.length > 0 || 'code' in owner) return { refused, id };
    return { row: { id, values, links, owner } };
  }

  #column(name: string, source: AttributeSource, index: EntityIndex): Column | undefined {
    const attribute = index.attribute(name);
    if (attribute === undefined || 'table' in source) return undefined;
    const { decimal } = this.#table;
    const { optionSets } = this.#options;
    const take = (column: string | null, read: (record: CsvRecord) => CheckedValue): Column => {
      return (record, into, refused) => {
        const checked = read(record);
        if (checked.ok) into[name] = checked.value;
        else refused.push(this.#refusal(record, column, name, checked.refusal));
      };
    };
    if ('value' in source) {
      const checked = checkValue(attribute, source.value, index);
      return take(null, () => checked);
    }
    if ('join' in source) {
      const { columns, join } = source;
      return take(columns[0] ?? null, (record) => {
        const texts = columns.map((column) => this.#cells.text(record, column));
        return checkValue(attribute, texts.filter((text) => text !== '').join(join), index);
      });
    }
    const { column } = source;
    const read = compileCell({ attribute, index, source, decimal, optionSets });
    return take(column, (record) => read(this.#cells.text(record, column)));
  }

  #owner(record: CsvRecord): RowOwner | Refusal {
    const { owner, unit } = this.#table;
    if (owner !== undefined) return this.#ownerOf(owner, record);
    if (unit === undefined) return { owner: null, unit: null };
    const name = 'unit' in unit ? unit.unit : this.#cells.text(record, unit.column);
    const found =
      this.#unitNamed(name) ?? ('otherwise' in unit ? this.#unitNamed(unit.otherwise) : undefined);
    return found === undefined ? unknownUnit : { owner: null, unit: found };
  }

  #ownerOf(owner: OwnerSource, record: CsvRecord): RowOwner | Refusal {
    if ('like' in owner) return owner;
    if ('user' in owner || 'team' in owner) return this.#entry(owner);
    const otherwise = owner.otherwise && this.#entry(owner.otherwise);
    if (otherwise !== undefined && 'code' in otherwise) return otherwise;
    if ('owners' in owner) {
      const text = this.#cells.text(record, owner.column);
      const entry = Object.hasOwn(owner.owners, text) ? owner.owners[text] : undefined;
      return entry === undefined ? (otherwise ?? noOwner) : this.#entry(entry);
    }
    const key = this.#cells.key(record, owner.columns);
    if (key === undefined) return otherwise ?? noOwner;
    const link = { attribute: 'ownerid', table: owner.table, key, column: owner.columns[0] ?? '' };
    return { link, otherwise: otherwise?.owner ?? undefined };
  }

  #entry(entry: OwnerEntry): { readonly owner: OwnerId; readonly unit: null } | Refusal {
    const { users, teams } = this.#options.directory;
    const [entries, name] = 'user' in entry ? ([users, entry.user] as const) : ([teams, entry.team] as const);
    for (const found of entries.values()) if (found.name === name) return { owner: found.id, unit: null };
    return noOwner;
  }

  #unitNamed(name: string | undefined): BusinessUnitId | undefined {
    for (const unit of this.#options.directory.units.values()) if (unit.name === name) return unit.id;
    return undefined;
  }

  #refusal(
    { line }: CsvRecord,
    column: string | null | undefined,
    attribute: string | null,
    { code, reason }: Refusal,
  ): RefusedRow {
    return { line, column: column ?? null, attribute, code, reason };
  }
}

const emptyKey: Refusal = { code: 'invalid-file', reason: 'the key is empty' };
const halfKey: Refusal = { code: 'invalid-file', reason: 'a part of the key that the lookup needs is empty' };
const noOwner: Refusal = { code: 'required-missing', reason: 'the row names no owner' };
const unknownUnit: Refusal = { code: 'missing-reference', reason: 'the row names no known business unit' };
