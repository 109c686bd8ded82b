/**
 * Where somebody is in a text that is open on screen: what y-protocols calls awareness, as far as editors
 * show it of others.
 *
 * Invariant: nothing in it is free text. A place is a position in the document, so that what somebody sends
 * can neither carry words or styles into another's page, nor be anything that an editor could stumble over.
 */
import type { RecordId } from '../model/index.ts';
import { union } from './composite-fields.ts';
import { enumeration, uint, type ValueOf } from './field.ts';
import { logicalName } from './text-fields.ts';
import { uuid } from './uuid-field.ts';

/** On which side of what it names a place lies, where something is inserted there. */
const side = enumeration(['right', 'left']);

/** A place in a text: at a character, by the id of its Yjs item, or at an end (`left`: the beginning). */
export const textPlace = union('at', {
  item: { client: uint, clock: uint, side },
  end: { side },
});
export type TextPlace = ValueOf<typeof textPlace>;

/** Not there any more; there, with no cursor; or there with a cursor, from where a selection began to its head. */
export const whereabouts = union('kind', {
  gone: {},
  here: {},
  cursor: { anchor: textPlace, head: textPlace },
});
export type Whereabouts = ValueOf<typeof whereabouts>;

/** Of which text it is said. */
export const presencePlace = { entity: logicalName, id: uuid<RecordId>(), part: logicalName };
