/**
 * How strings compare: without case and without accents, the same on the relay, on every device and
 * in every locale.
 *
 * fold = NFKD, lower case by code point (no locale, a final sigma is a sigma), NFKD again, combining
 * marks removed. So `ß` is not `ss` and a dotless `ı` is not `i`.
 */

const combiningMarks = /\p{M}+/gu;
const plainLowerAscii = /^[ -@[-~]*$/;

/** The folded form of a text: two texts are equal to a filter when their folded forms are. */
export function foldText(text: string): string {
  if (plainLowerAscii.test(text)) return text;
  let lower = '';
  for (const character of text.normalize('NFKD')) {
    const folded = character.toLowerCase();
    lower += folded === 'ς' ? 'σ' : folded;
  }
  return lower.normalize('NFKD').replace(combiningMarks, '');
}

/**
 * Orders two folded texts by code points. (JavaScript's own `<` orders by UTF-16 units, which puts
 * everything beyond U+FFFF before U+E000.)
 */
export function compareFolded(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a === b) continue;
    return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Moves surrogates above every other unit, which is where their code points are. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
