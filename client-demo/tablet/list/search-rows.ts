/**
 * Searching as somebody types: rows whose texts hold every word, whatever its case and accents.
 *
 * Invariant: it searches only what the row shows to this user, since a row holds nothing else.
 */
import { type EntityIndex, foldText, type ViewRow } from '../../../engine/index.ts';

/** The folded texts of a row, made once for each. */
const folded = new WeakMap<ViewRow, string>();

/** The rows that match, in their order; all of them where nothing is searched for. */
export function searchRows(rows: readonly ViewRow[], text: string, index: EntityIndex): readonly ViewRow[] {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  const names = searched(index);
  return rows.filter((row) => {
    const texts = textsOf(row, names);
    return words.every((word) => texts.includes(word));
  });
}

function textsOf(row: ViewRow, names: readonly string[]): string {
  const known = folded.get(row);
  if (known !== undefined) return known;
  const texts = foldText(names.map((name) => row.values[name] ?? '').join('\n'));
  folded.set(row, texts);
  return texts;
}

/** Texts that people would look for; long ones are not read through. */
function searched({ entity }: EntityIndex): readonly string[] {
  return entity.attributes.filter(({ type }) => type === 'string').map(({ name }) => name);
}
