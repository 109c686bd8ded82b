/**
 * Bytes as text, cut at ends of lines, so that a byte that is no UTF-8 is blamed on its own line.
 *
 * Invariant: no character is ever replaced in silence: a damaged line says so. A byte order mark is dropped.
 */

export interface TextPiece {
  readonly text: string;
  /** Whether it holds bytes that are no UTF-8. */
  readonly isDamaged: boolean;
}

const LF = 10;
const CR = 13;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** Decodes piece by piece; holds one line in memory, and what a chunk brings. */
export async function* utf8Lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextPiece> {
  let rest: Uint8Array<ArrayBufferLike> = new Uint8Array();
  let isFirst = true;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : joined(rest, chunk);
    const cut = Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1;
    rest = bytes.subarray(cut);
    if (cut === 0) continue;
    yield* decode(isFirst ? withoutMark(bytes.subarray(0, cut)) : bytes.subarray(0, cut));
    isFirst = false;
  }
  if (rest.length > 0) yield* decode(isFirst ? withoutMark(rest) : rest);
}

function* decode(bytes: Uint8Array): Generator<TextPiece> {
  const whole = tryDecode(bytes);
  if (whole !== undefined) yield { text: whole, isDamaged: false };
  else {
    for (const line of linesOf(bytes)) {
      const text = tryDecode(line);
      yield text === undefined ? { text: lenient.decode(line), isDamaged: true } : { text, isDamaged: false };
    }
  }
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Each line with its end; the halves of a CRLF may come apart, which the reader bears. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== LF && bytes[at] !== CR) continue;
    yield bytes.subarray(from, at + 1);
    from = at + 1;
  }
  if (from < bytes.length) yield bytes.subarray(from);
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return isMarked ? bytes.subarray(3) : bytes;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
