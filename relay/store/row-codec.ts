/**
 * The bytes of a row: system columns, names of parts, plain values, and secured values apart.
 *
 * Invariant: plain and secured values are two byte strings of their own, split by the metadata whose
 * version stands beside them, so that a reader who may not see secured columns never decodes them.
 */
import { Packr } from 'msgpackr';
import type { Metadata, RecordId, SystemColumns, Value, Values } from '../../engine/model/index.ts';
import { systemColumns } from './entry-shapes.ts';
import { bytes, fields, list, nullable, opaque, text, whole } from './plain-shape.ts';
import type { StoredRow } from './view-reader.ts';

const packr = new Packr({ useRecords: false });

/** Names of secured columns by entity, under one version of metadata. */
export interface SecuredColumns {
  readonly metadataVersion: number;
  readonly of: ReadonlyMap<string, ReadonlySet<string>>;
}

export function securedColumnsOf(metadata: Metadata | undefined): SecuredColumns {
  const named = (metadata?.entities ?? []).map(({ name, attributes }): [string, ReadonlySet<string>] => [
    name,
    new Set(attributes.filter(({ secured }) => secured).map((attribute) => attribute.name)),
  ]);
  return {
    metadataVersion: metadata?.version ?? 0,
    of: new Map(named.filter(([, columns]) => columns.size > 0)),
  };
}

/** A stored row before its values are decoded. */
export interface RowSegments {
  readonly metadataVersion: number;
  readonly system: SystemColumns;
  readonly parts: readonly string[];
  /** msgpackr of the unsecured values by name. */
  readonly plain: Uint8Array;
  /** The same of the secured ones; null where there are none. */
  readonly secured: Uint8Array | null;
}

const segments = fields<RowSegments>({
  metadataVersion: whole(),
  system: systemColumns,
  parts: list(text()),
  plain: bytes,
  secured: nullable(bytes),
});
const values = opaque<Values>();

export function encodeRow(row: StoredRow, secured: SecuredColumns): Uint8Array {
  const columns = secured.of.get(row.entity);
  const { metadataVersion } = secured;
  const { system, parts } = row;
  if (columns === undefined) {
    const plain = packr.pack(row.values);
    return packr.pack(segments.pack({ metadataVersion, system, parts, plain, secured: null }));
  }
  const open: Record<string, Value> = {};
  const hidden: Record<string, Value> = {};
  let hasHidden = false;
  for (const [name, value] of Object.entries(row.values)) {
    if (columns.has(name)) {
      hidden[name] = value;
      hasHidden = true;
    } else open[name] = value;
  }
  const plain = packr.pack(open);
  const apart = hasHidden ? packr.pack(hidden) : null;
  return packr.pack(segments.pack({ metadataVersion, system, parts, plain, secured: apart }));
}

/** The row without decoding its values. Throws `ShapeError` on anything else. */
export function readRowSegments(stored: Uint8Array): RowSegments {
  return segments.unpack(packr.unpack(stored));
}

export function decodeRow(entity: string, id: RecordId, stored: Uint8Array): StoredRow {
  const { system, parts, plain, secured } = readRowSegments(stored);
  const open = values.unpack(packr.unpack(plain));
  const all = secured === null ? open : { ...open, ...values.unpack(packr.unpack(secured)) };
  return { entity, id, system, values: all, parts };
}

/** Bytes that the row takes in memory, about. */
export function weighRow(row: StoredRow): number {
  let weight = 400;
  for (const name in row.values) {
    const value = row.values[name];
    weight += typeof value === 'string' ? 40 + value.length : 40;
  }
  return weight;
}
