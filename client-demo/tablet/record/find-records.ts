/** The records of this device that a lookup may name, by part of their name. */
import { type Device, foldText, type Lookup } from '../../../engine/index.ts';
import type { Names } from '../names.tsx';

export interface FoundRecord extends Lookup {
  readonly name: string;
}

export interface FoundRecords {
  readonly records: readonly FoundRecord[];
  /** How many more there are. */
  readonly more: number;
}

/** @param target an entity of the metadata, or `user` for people */
export function findRecords(
  device: Device,
  names: Names,
  { target, words, limit }: { readonly target: string; readonly words: string; readonly limit: number },
): FoundRecords {
  const primary = device.metadata?.entity(target)?.entity.primaryName;
  if (primary === undefined)
    return target === 'user' ? findPeople(names, words, limit) : { records: [], more: 0 };
  const where = { attribute: primary, operator: 'like', value: `%${literally(words)}%` } as const;
  const query = device.query(target, { where, orderBy: [{ attribute: primary }], limit });
  const records = query.rows.map((row) => ({
    entity: target,
    id: row.id,
    name: String(row.values[primary] ?? ''),
  }));
  const more = query.total - records.length;
  query.close();
  return { records, more };
}

function findPeople(names: Names, words: string, limit: number): FoundRecords {
  const wanted = foldText(words);
  const all = [...names]
    .filter(([, name]) => foldText(name).includes(wanted))
    .sort(([, a], [, b]) => a.localeCompare(b))
    .map(([id, name]) => ({ entity: 'user', id, name }));
  return { records: all.slice(0, limit), more: Math.max(0, all.length - limit) };
}

/** The words as a pattern that means just them. */
function literally(words: string): string {
  return words.trim().replace(/[%_[]/g, '[$&]');
}
