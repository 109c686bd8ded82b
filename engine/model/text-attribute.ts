/** Which attributes are texts. */
import type { Attribute } from './attribute.ts';

/** Whether the attribute is a text that merges character by character, in a part of its own. */
export function isText(attribute: Attribute): boolean {
  return attribute.type === 'memo';
}
