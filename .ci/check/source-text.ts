/**
 * Source text with what is not code blanked out, so that a check finds words of code only.
 *
 * Invariant: the result is as long as the source, and its line breaks stay, so offsets hold in both.
 */

/** Comments become spaces; strings stay. */
export function withoutComments(source: string): string {
  return blank(source, false);
}

/** Comments and what stands in quotes become spaces; the quotes and `${…}` stay. */
export function codeOnly(source: string): string {
  return blank(source, true);
}

/** A `/` after one of these begins a regular expression; after anything else it divides. */
const beforeRegex = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|throw|yield|await))\s*$/;

function blank(source: string, strings: boolean): string {
  let out = '';
  let at = 0;
  /** Depth of braces inside each open `${`; the innermost last. */
  const templates: number[] = [];

  const keep = (length: number): void => {
    out += source.slice(at, at + length);
    at += length;
  };
  const hide = (length: number, isString: boolean): void => {
    const part = source.slice(at, at + length);
    out += isString && !strings ? part : part.replace(/[^\n]/g, ' ');
    at += length;
  };
  /** How far the text that starts at `at` goes on before one of the ends, escapes skipped. */
  const lengthUntil = (isEnd: (offset: number) => boolean): number => {
    let end = at;
    while (end < source.length && !isEnd(end)) end += source[end] === '\\' ? 2 : 1;
    return Math.min(end, source.length) - at;
  };
  const template = (): void => {
    hide(
      lengthUntil((offset) => source[offset] === '`' || source.startsWith('${', offset)),
      true,
    );
    if (source[at] === '`') keep(1);
    else {
      keep(2);
      templates.push(0);
    }
  };

  while (at < source.length) {
    const char = source[at];
    const open = templates.length - 1;
    if (source.startsWith('//', at))
      hide(
        lengthUntil((offset) => source[offset] === '\n'),
        false,
      );
    else if (source.startsWith('/*', at)) {
      const end = source.indexOf('*/', at + 2);
      hide((end < 0 ? source.length : end + 2) - at, false);
    } else if (char === "'" || char === '"') {
      keep(1);
      hide(
        lengthUntil((offset) => source[offset] === char || source[offset] === '\n'),
        true,
      );
      keep(1);
    } else if (char === '`') {
      keep(1);
      template();
    } else if (char === '/' && beforeRegex.test(out.slice(-20))) {
      keep(1);
      let inClass = false;
      const length = lengthUntil((offset) => {
        if (source[offset] === '[') inClass = true;
        if (source[offset] === ']') inClass = false;
        return (source[offset] === '/' && !inClass) || source[offset] === '\n';
      });
      hide(length, true);
      keep(1);
    } else if (char === '}' && templates[open] === 0) {
      keep(1);
      templates.pop();
      template();
    } else {
      const depth = templates[open];
      if (depth !== undefined && char === '{') templates[open] = depth + 1;
      if (depth !== undefined && char === '}') templates[open] = depth - 1;
      keep(1);
    }
  }
  return out;
}
