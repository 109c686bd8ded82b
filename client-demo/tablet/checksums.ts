/**
 * Digests of the records of a device, to compare two tablets by: of what every user may read of a record, and of what
 * the relay governs.
 *
 * Invariant: two tablets that show the same of a record have the same digest for it, whatever else their users may
 * read, and in whatever order it came.
 */
import type { Device, EntityIndex, ViewRow } from '../../engine/index.ts';

/** By `entity/id`. Secured columns are left out; a record that only this device knows is there too, at version 0. */
export function checksumsOf(device: Device | undefined): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const { name } of device?.metadata?.metadata.entities ?? []) {
    const index = device?.metadata?.entity(name);
    if (device === undefined || index === undefined) continue;
    const list = device.query(name);
    for (const row of list.rows) digests.set(`${name}/${row.id}`, digestOf(row, index));
    list.close();
  }
  return digests;
}

/** Rows are never changed in place, and a device has few other metadata in its life. */
const known = new WeakMap<ViewRow, { readonly index: EntityIndex; readonly digest: string }>();

function digestOf(row: ViewRow, index: EntityIndex): string {
  const found = known.get(row);
  if (found?.index === index) return found.digest;
  const values = index.entity.attributes
    .filter(({ secured }) => !secured)
    .map(({ name }) => [name, canonical(row.values[name] ?? null)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const system = Object.entries(row.system).sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = hash(JSON.stringify([values, system]));
  known.set(row, { index, digest });
  return digest;
}

/** A lookup is written in one order of its two fields. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** 64 bits of FNV-1a over UTF-16 units: to compare, not to sign; SHA-256 of a browser answers only later. */
function hash(text: string): string {
  let digest = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++)
    digest = BigInt.asUintN(64, (digest ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  return digest.toString(16).padStart(16, '0');
}
