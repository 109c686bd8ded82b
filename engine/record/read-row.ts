/**
 * Derives a row's values from the document of a part.
 *
 * Invariant: a pure reading — it brings no root into being and depends on the document's content
 * alone, so that relay and device derive equal rows from equal documents. An attribute whose value is
 * null is absent, whether it was cleared or never set.
 */
import * as Y from 'yjs';
import { type PartLayout, ROW_TEXT_LENGTH, type Value, type Values } from '../model/index.ts';
import { readRegister, rootOf } from './register.ts';

/** The values of the part's attributes. Roots that the layout does not name are passed over. */
export function readRow(doc: Y.Doc, layout: PartLayout): Values {
  const values: Record<string, Value> = {};
  for (const attribute of layout.roots.keys()) {
    const value =
      layout.kind === 'text' ? readText(doc, attribute) || null : readRegister(rootOf(doc, attribute)).value;
    if (value !== null) values[attribute] = value;
  }
  return values;
}

/**
 * A text's plain form, at most 2,000 UTF-16 units: formatting and embedded things left out. A
 * surrogate pair at the end is not cut in half.
 */
export function readText(doc: Y.Doc, attribute: string): string {
  let text = '';
  for (let item = rootOf(doc, attribute)?._start ?? null; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    text += item.content.str;
    if (text.length >= ROW_TEXT_LENGTH) break;
  }
  return cutText(text, ROW_TEXT_LENGTH);
}

function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  const isHalfPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalfPair ? length - 1 : length);
}
