/**
 * Writes values into the parts of a record under the relay's own client id, and gives what was emitted.
 *
 * Invariant: an attribute is written with a stamp above the one that it has, so that what is written holds;
 * a text is changed by its difference, so that what others type there meanwhile merges with it.
 */
import { type Stamp, stampOf } from '../../engine/clock/index.ts';
import type { EntityIndex, PartLayout, RecordId, Value, Values } from '../../engine/model/index.ts';
import {
  localTransact,
  openCandidate,
  openDoc,
  readRegister,
  readRow,
  rootOf,
  writeRegister,
} from '../../engine/record/index.ts';
import type { LoggedPart, ViewReader } from '../store/index.ts';

type Doc = ReturnType<typeof openDoc>;

export interface RecordPlace {
  readonly index: EntityIndex;
  readonly id: RecordId;
  readonly reader: ViewReader;
  /** The relay's. */
  readonly clientId: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface WrittenParts {
  readonly parts: readonly LoggedPart[];
  /** The values as the row will have them, null where one was cleared. */
  readonly after: Values;
}

/** Writes all of the values; each part that they touch is opened as it is stored. */
export function writeParts(place: RecordPlace, values: Values): WrittenParts {
  const parts: LoggedPart[] = [];
  const after: Record<string, Value> = {};
  for (const layout of place.index.parts) {
    const touched = [...layout.roots.keys()].filter((name) => Object.hasOwn(values, name));
    if (touched.length === 0) continue;
    const { doc, epoch } = openPart(place, layout);
    parts.push({ part: layout.name, epoch, update: write(doc, layout, touched), own: false });
    const read = readRow(doc, layout);
    for (const name of touched) after[name] = read[name] ?? null;
  }
  return { parts, after };

  function write(doc: Doc, layout: PartLayout, touched: readonly string[]): Uint8Array {
    let emitted: Uint8Array<ArrayBufferLike> = new Uint8Array();
    doc.on('update', (update) => {
      emitted = update;
    });
    localTransact(doc, place.clientId, () => {
      for (const name of touched) {
        const value = values[name] ?? null;
        if (layout.kind === 'text') replaceText(doc, name, typeof value === 'string' ? value : '');
        else writeRegister(doc, name, value, stampAfter(doc, name, place.time));
      }
    });
    return emitted;
  }
}

/** The whole text of a memo, of which a row holds the beginning. */
export function storedText(place: RecordPlace, attribute: string): string {
  const layout = place.index.part(attribute);
  return layout === undefined ? '' : openPart(place, layout).doc.getText(attribute).toString();
}

function openPart(
  { reader, index, id }: RecordPlace,
  layout: PartLayout,
): { readonly doc: Doc; readonly epoch: number } {
  const guid = `${id}/${layout.name}`;
  const stored = reader.part(index.entity.name, id, layout.name);
  if (stored === undefined) return { doc: openDoc({ guid, gc: true }), epoch: 1 };
  const { epoch, snapshot, updates } = stored;
  const base = { layout, epoch, guid, updates, placeholders: [], carry: [] };
  const { doc } = openCandidate(snapshot === null ? base : { ...base, snapshot });
  return { doc, epoch };
}

function stampAfter(doc: Doc, attribute: string, time: number): Stamp {
  const now = stampOf(time, 0);
  const { stamp } = readRegister(rootOf(doc, attribute));
  return stamp === undefined || stamp < now ? now : ((stamp + 1) as Stamp);
}

function replaceText(doc: Doc, attribute: string, wanted: string): void {
  const text = doc.getText(attribute);
  const current = text.toString();
  const shorter = Math.min(current.length, wanted.length);
  let start = 0;
  while (start < shorter && current[start] === wanted[start]) start += 1;
  if (isHalfPair(current, start) || isHalfPair(wanted, start)) start -= 1;
  let end = 0;
  while (end < shorter - start && current.at(-1 - end) === wanted.at(-1 - end)) end += 1;
  if (isHalfPair(current, current.length - end) || isHalfPair(wanted, wanted.length - end)) end -= 1;
  text.delete(start, current.length - start - Math.max(end, 0));
  text.insert(start, wanted.slice(start, wanted.length - Math.max(end, 0)));
}

/** Whether a cut before this unit would part the halves of a surrogate pair. */
function isHalfPair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const unit = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && unit >= 0xdc00 && unit <= 0xdfff;
}
