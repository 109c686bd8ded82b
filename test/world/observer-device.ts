/**
 * The observer's reading of a device's storage, from stored bytes to plain data, by `docs/storage.md`
 * alone.
 */
import { createDecoder, readAny } from 'lib0/decoding';
import type { StoredDocument } from './observer-documents.ts';

/** A map as it stands in the storage. */
const unpack = (bytes: Uint8Array): unknown => readAny(createDecoder(bytes));

/** A confirmed row without its documents. */
export interface SeenRowValues {
  readonly version: number;
  readonly ownerid: string | null;
  readonly owningbusinessunit: string | null;
  readonly statecode: string;
  readonly mask: number;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface SeenDeviceRow extends SeenRowValues {
  readonly entity: string;
  readonly id: string;
  readonly parts: ReadonlyMap<string, { readonly epoch: number; readonly document: StoredDocument }>;
}

export interface SeenDevice {
  readonly deviceNumber: number | null;
  readonly cursor: number;
  readonly rows: ReadonlyMap<string, SeenDeviceRow>;
  readonly outbox: number;
  /** The uuids of the changes in the outbox, the oldest first. */
  readonly outboxIds: readonly string[];
  /** The stored bytes of drafts and of the outbox, as text in which markers can be found. */
  readonly drafts: string;
  readonly unsent: string;
  /** All stored bytes as such a text, by table. */
  readonly tables: ReadonlyMap<string, string>;
}

interface PlainRow {
  readonly system: {
    readonly versionnumber: number;
    readonly ownerid: string | null;
    readonly owningbusinessunit: string | null;
    readonly statecode: string;
  };
  readonly values: Record<string, unknown>;
  readonly mask: number;
  readonly parts: Record<
    string,
    { readonly epoch: number; readonly hasState: boolean; readonly updates: number }
  >;
}

interface PlainMetadata {
  readonly entities: readonly {
    readonly name: string;
    readonly attributes: readonly { readonly name: string; readonly secured: boolean }[];
  }[];
}

interface PlainPrincipal {
  readonly columns: Readonly<Record<string, Readonly<Record<string, { readonly read: boolean }>>>>;
}

/** Reads what is stored at `row/<entity>/<id>`. */
export function readDeviceRow(bytes: Uint8Array): SeenRowValues {
  const { system, values, mask } = unpack(bytes) as PlainRow;
  const { versionnumber, ownerid, owningbusinessunit, statecode } = system;
  return { values, mask, version: versionnumber, ownerid, owningbusinessunit, statecode };
}

/** The secured columns, as `entity.attribute`, that the stored rights do not let the user read. */
export function readHiddenColumns(stored: ReadonlyMap<string, Uint8Array>): ReadonlySet<string> {
  const [metadata, principal] = [stored.get('metadata'), stored.get('principal')];
  if (metadata === undefined || principal === undefined) return new Set();
  const { entities } = (unpack(metadata) as { readonly metadata: PlainMetadata }).metadata;
  const { columns } = unpack(principal) as PlainPrincipal;
  const secured = entities.flatMap(({ name, attributes }) =>
    attributes.filter((one) => one.secured).map((one) => [name, one.name] as const),
  );
  const isHidden = (entity: string, column: string) => columns[entity]?.[column]?.read !== true;
  return new Set(secured.filter((one) => isHidden(...one)).map((one) => one.join('.')));
}

/** Reads everything that is stored. */
export function readDevice(stored: ReadonlyMap<string, Uint8Array>): SeenDevice {
  const tables = new Map<string, string>();
  const rows = new Map<string, SeenDeviceRow>();
  const outboxIds: string[] = [];
  for (const [key, bytes] of stored) {
    const [table = '', entity = '', id = ''] = key.split('/');
    tables.set(table, `${tables.get(table) ?? ''}${Buffer.from(bytes).toString('latin1')}\n`);
    if (table !== 'row') continue;
    const { parts } = unpack(bytes) as PlainRow;
    rows.set(`${entity}/${id}`, {
      ...{ entity, id, ...readDeviceRow(bytes) },
      parts: new Map(
        Object.entries(parts).map(([part, held]) => [
          part,
          { epoch: held.epoch, document: readDocument(stored, `part/${entity}/${id}/${part}`, held) },
        ]),
      ),
    });
  }
  const unsettled = [...stored.keys()].filter((key) => key.startsWith('outbox/')).sort();
  for (const key of unsettled) {
    outboxIds.push((unpack(stored.get(key) ?? new Uint8Array()) as { uuid: string }).uuid);
  }
  const state = stored.get('state');
  const { deviceNumber = null, cursor = 0 } =
    state === undefined ? {} : (unpack(state) as { deviceNumber: number | null; cursor: number });
  const [drafts = '', unsent = ''] = [tables.get('draft'), tables.get('outbox')];
  return { deviceNumber, cursor, rows, outbox: outboxIds.length, outboxIds, drafts, unsent, tables };
}

function readDocument(
  stored: ReadonlyMap<string, Uint8Array>,
  prefix: string,
  { hasState, updates }: { readonly hasState: boolean; readonly updates: number },
): StoredDocument {
  const state = hasState ? (stored.get(`${prefix}/state`) ?? null) : null;
  if (hasState && state === null) throw new Error(`${prefix} has no state`);
  const found: Uint8Array[] = [];
  for (let n = 0; n < updates; n++) {
    const update = stored.get(`${prefix}/update/${String(n).padStart(4, '0')}`);
    if (update === undefined) throw new Error(`${prefix} lacks update ${n}`);
    found.push(update);
  }
  return { state, updates: found };
}
