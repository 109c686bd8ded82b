/**
 * Bytes as text, cut at ends of lines, so that a byte that is no UTF-8 is blamed on its own line.
 *
 * Invariant: no character is ever replaced in silence: a damaged line says so. A byte order mark is dropped.
 */
import { RejoinError } from '../../engine/model/index.ts';

export interface TextPiece {
  readonly text: string;
  /** Whether it holds bytes that are no UTF-8. */
  readonly isDamaged: boolean;
}

const LF = 10;
const CR = 13;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Decodes piece by piece; holds one line in memory, and what a chunk brings. Throws `invalid-file` for a line that
 * is longer than it may be.
 */
export async function* utf8Lines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<TextPiece> {
  /** The line that has not ended yet, as it came. */
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  let isFirst = true;
  const piece = (bytes: Uint8Array): Generator<TextPiece> => {
    const marked = isFirst;
    isFirst = false;
    return decode(marked ? withoutMark(bytes) : bytes);
  };
  for await (const chunk of chunks) {
    const cut = Math.max(chunk.lastIndexOf(LF), chunk.lastIndexOf(CR)) + 1;
    if (cut > 0) {
      yield* piece(joined([...rest, chunk.subarray(0, cut)]));
      rest = [];
      restBytes = 0;
    }
    if (cut === chunk.length) continue;
    rest.push(chunk.subarray(cut));
    restBytes += chunk.length - cut;
    if (restBytes > maxLineBytes) throw lineTooLong(maxLineBytes);
  }
  if (restBytes > 0) yield* piece(joined(rest));
}

function lineTooLong(maxLineBytes: number): RejoinError {
  return new RejoinError('invalid-file', `a line is longer than ${maxLineBytes} bytes`);
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

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const whole = new Uint8Array(pieces.reduce((bytes, { length }) => bytes + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
