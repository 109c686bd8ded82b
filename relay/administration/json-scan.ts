/**
 * Reads JSON and says where it is wrong: line and column, and which key stands twice.
 *
 * `JSON.parse` names no place in some errors, quotes the text in others, and takes the last of two equal keys
 * in silence. Invariant: what is accepted here is what `JSON.parse` accepts, nested at most 64 deep and
 * without repeated keys; the walk keeps its own stack, so depth costs no call stack.
 */
import type { Problem } from './problem.ts';

export const MAX_JSON_DEPTH = 64;

type Frame = { readonly close: '}'; readonly keys: Set<string> } | { readonly close: ']' };

const space = /[ \t\n\r]*/y;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const string = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** The parsed text, or the one problem at which reading ended. */
export function scanJson(text: string): { readonly value: unknown } | Problem {
  const fault = findFault(text);
  if (fault === undefined) return { value: JSON.parse(text) };
  const before = text.slice(0, fault.at).split(/\r\n|\n|\r/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { path: `line ${before.length}, column ${column}`, message: fault.message };
}

interface Fault {
  readonly at: number;
  readonly message: string;
}

function findFault(text: string): Fault | undefined {
  const stack: Frame[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined || (pattern === string && hasControl(found))) return undefined;
    at += found.length;
    return found;
  };
  const fault = (message: string): Fault => ({ at, message });

  /** Reads `"key":`; a fault, or undefined where all is well. */
  const key = (keys: Set<string>): Fault | undefined => {
    take(space);
    const start = at;
    const quoted = take(string);
    if (quoted === undefined) return fault('a key in double quotes is expected');
    const name = String(JSON.parse(quoted));
    if (keys.has(name)) return { at: start, message: 'the key stands twice in this object' };
    keys.add(name);
    take(space);
    if (text[at] !== ':') return fault('a colon is expected');
    at += 1;
    return undefined;
  };

  for (;;) {
    take(space);
    const opened = text[at];
    if (opened === '{' || opened === '[') {
      at += 1;
      if (stack.length >= MAX_JSON_DEPTH) return fault(`nothing may be nested deeper than ${MAX_JSON_DEPTH}`);
      take(space);
      const close = opened === '{' ? '}' : ']';
      if (text[at] !== close) {
        const frame: Frame = close === '}' ? { close, keys: new Set() } : { close };
        stack.push(frame);
        const wrong = 'keys' in frame ? key(frame.keys) : undefined;
        if (wrong !== undefined) return wrong;
        continue;
      }
      at += 1;
    } else if (take(opened === '"' ? string : scalar) === undefined) {
      return fault(at >= text.length ? 'the text ends too early' : 'a value is expected, or it is malformed');
    }
    for (let frame = stack.at(-1); ; frame = stack.at(-1)) {
      take(space);
      if (frame === undefined) return at < text.length ? fault('nothing may follow the value') : undefined;
      if (text[at] === ',') {
        at += 1;
        const wrong = 'keys' in frame ? key(frame.keys) : undefined;
        if (wrong !== undefined) return wrong;
        break;
      }
      if (text[at] !== frame.close) return fault(`a comma or ${frame.close} is expected`);
      at += 1;
      stack.pop();
    }
  }
}

/** Strings hold no raw control characters. */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) < 32) return true;
  return false;
}
