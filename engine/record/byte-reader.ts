/**
 * Reads the primitives of Yjs' update format from bytes of a stranger.
 *
 * Invariant: nothing is read beyond the end, nothing is allocated before the bytes for it are known
 * to be there, and each number has exactly one form (no padded varints), at most 2^53 - 1.
 * What does not fit throws `MalformedBytes`, which stays inside this folder's decoders.
 */

/** Why bytes are no update. Caught by `decodeUpdate`, never seen outside. */
export class MalformedBytes extends Error {
  override readonly name = 'MalformedBytes';
}

/** Ends decoding: these bytes are no update, for this reason. */
export function malformed(reason: string): never {
  throw new MalformedBytes(reason);
}

/** As Yjs reads text: invalid UTF-8 is an error, a byte order mark is a character. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#position;
  }

  byte(): number {
    const value = this.#bytes[this.#position];
    if (value === undefined) return malformed('the bytes end too early');
    this.#position += 1;
    return value;
  }

  /** An unsigned integer, seven bits a byte, the lowest first. */
  uint(): number {
    const first = this.byte();
    return first < 0x80 ? first : this.#moreBits(first & 0x7f, 0x80);
  }

  /** A signed integer: the first byte has the sign in bit 7 and six bits of the number. -0 is kept. */
  int(): number {
    const first = this.byte();
    const magnitude = first < 0x80 ? first & 0x3f : this.#moreBits(first & 0x3f, 0x40);
    return (first & 0x40) === 0 ? magnitude : -magnitude;
  }

  /** A count of things of which each takes at least `bytesEach` bytes: never more than can follow. */
  count(bytesEach: number): number {
    const count = this.uint();
    if (count * bytesEach > this.left) malformed('a count exceeds the bytes that follow');
    return count;
  }

  /** A copy of bytes behind their length. */
  bytes(): Uint8Array {
    return this.#take().slice();
  }

  text(): string {
    const encoded = this.#take();
    try {
      return utf8.decode(encoded);
    } catch {
      return malformed('a text is not UTF-8');
    }
  }

  float32(): number {
    return this.#view.getFloat32(this.#skip(4));
  }

  float64(): number {
    return this.#view.getFloat64(this.#skip(8));
  }

  #moreBits(low: number, firstFactor: number): number {
    let value = low;
    let factor = firstFactor;
    for (;;) {
      const next = this.byte();
      value += (next & 0x7f) * factor;
      if (value > Number.MAX_SAFE_INTEGER) malformed('a number exceeds 2^53 - 1');
      if (next === 0) malformed('a number is padded');
      if (next < 0x80) return value;
      factor *= 0x80;
      if (factor > Number.MAX_SAFE_INTEGER) malformed('a number exceeds 2^53 - 1');
    }
  }

  #take(): Uint8Array {
    const length = this.count(1);
    const start = this.#skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  #skip(length: number): number {
    if (length > this.left) malformed('the bytes end too early');
    const start = this.#position;
    this.#position += length;
    return start;
  }
}
