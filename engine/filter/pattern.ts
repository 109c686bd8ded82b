/**
 * Patterns of `like` and its relatives: `%` any run, `_` one folded code point, `[a-f]` one of,
 * `[^a-f]` none of, and everything else itself.
 *
 * Invariant: a pattern is parsed before it is folded, so a fullwidth `％` is a letter and no
 * wildcard. Matching takes at most length × length steps, whatever the pattern: no regular
 * expression, nothing that backtracks into itself.
 */
import { foldText } from './fold-text.ts';

export type Token =
  | { readonly kind: 'run' }
  | { readonly kind: 'one' }
  | { readonly kind: 'letter'; readonly codePoint: number }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly Range[] };

interface Range {
  readonly from: number;
  readonly to: number;
}

export type ParsedPattern =
  | { readonly ok: true; readonly tokens: readonly Token[] }
  | { readonly ok: false; readonly problem: string };

/** Reads a pattern; an unclosed `[`, an empty class or a range that runs backwards is a problem. */
export function parsePattern(pattern: string): ParsedPattern {
  const tokens: Token[] = [];
  let literal = '';
  const flush = (): void => {
    for (const codePoint of codePointsOf(foldText(literal))) tokens.push({ kind: 'letter', codePoint });
    literal = '';
  };
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '%' || character === '_') {
      flush();
      tokens.push({ kind: character === '%' ? 'run' : 'one' });
    } else if (character === '[') {
      flush();
      const end = characters.indexOf(']', at + 1);
      if (end < 0) return { ok: false, problem: 'has a [ that is not closed' };
      const parsed = parseClass(characters.slice(at + 1, end));
      if (!parsed.ok) return parsed;
      tokens.push(parsed.token);
      at = end;
    } else {
      literal += character;
    }
  }
  flush();
  return { ok: true, tokens };
}

type ParsedClass =
  | { readonly ok: true; readonly token: Token }
  | { readonly ok: false; readonly problem: string };

function parseClass(inside: readonly string[]): ParsedClass {
  const negated = inside[0] === '^';
  const members = negated ? inside.slice(1) : inside;
  if (members.length === 0) return { ok: false, problem: 'has an empty [ ]' };
  const ranges: Range[] = [];
  for (let at = 0; at < members.length; at++) {
    const isRange = members[at + 1] === '-' && at + 2 < members.length;
    const from = singleCodePoint(members[at] ?? '');
    const to = isRange ? singleCodePoint(members[at + 2] ?? '') : from;
    if (from === undefined || to === undefined) {
      return { ok: false, problem: 'has a character in [ ] that stands for several' };
    }
    if (from > to) return { ok: false, problem: 'has a range in [ ] that runs backwards' };
    ranges.push({ from, to });
    if (isRange) at += 2;
  }
  return { ok: true, token: { kind: 'class', negated, ranges } };
}

function singleCodePoint(character: string): number | undefined {
  const folded = codePointsOf(foldText(character));
  return folded.length === 1 ? folded[0] : undefined;
}

function codePointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/** Whether the whole text, which must be folded, matches. */
export function matchesPattern(tokens: readonly Token[], folded: string): boolean {
  const text = codePointsOf(folded);
  let at = 0;
  let token = 0;
  let runToken = -1;
  let runAt = 0;
  while (at < text.length) {
    const current = tokens[token];
    if (current?.kind === 'run') {
      runToken = token++;
      runAt = at;
    } else if (current !== undefined && matchesOne(current, text[at] ?? 0)) {
      token++;
      at++;
    } else if (runToken >= 0) {
      token = runToken + 1;
      at = ++runAt;
    } else {
      return false;
    }
  }
  while (tokens[token]?.kind === 'run') token++;
  return token === tokens.length;
}

function matchesOne(token: Token, codePoint: number): boolean {
  switch (token.kind) {
    case 'run':
    case 'one':
      return true;
    case 'letter':
      return token.codePoint === codePoint;
    case 'class':
      return token.ranges.some(({ from, to }) => codePoint >= from && codePoint <= to) !== token.negated;
  }
}
