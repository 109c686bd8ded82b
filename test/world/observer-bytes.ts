/**
 * The observer's reading of the values that a frame is made of, by `docs/protocol.md` ("How values are
 * encoded") alone.
 *
 * Invariant: reads from front to back and never behind the end; throws at what the page does not allow.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class FrameBytes {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** How far it has been read. */
  get at(): number {
    return this.#at;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Error(`the frame ends at ${this.#at - 1}, within a value`);
    return byte;
  }

  uint(): number {
    let [value, unit] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (value > Number.MAX_SAFE_INTEGER) throw new Error(`a number before ${this.#at} is above 2^53 - 1`);
      if (byte < 0x80) {
        if (byte === 0 && unit > 1) throw new Error(`a number before ${this.#at} is longer than it must be`);
        return value;
      }
      unit *= 128;
    }
  }

  /** The place of a name in a list of so many. */
  choice(names: number): number {
    const place = this.byte();
    if (place >= names) throw new Error(`there is no choice ${place} at ${this.#at - 1}`);
    return place;
  }

  boolean(): boolean {
    return this.choice(2) === 1;
  }

  raw(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at)
      throw new Error(`${length} bytes at ${this.#at} are not there`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  bytes(): Uint8Array {
    return this.raw(this.uint());
  }

  text(): string {
    return utf8.decode(this.bytes());
  }

  uuid(): string {
    const hex = Buffer.from(this.raw(16)).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  optional<T>(read: () => T): T | undefined {
    return this.boolean() ? read() : undefined;
  }

  list<T>(read: () => T): T[] {
    const items: T[] = [];
    for (let left = this.uint(); left > 0; left--) items.push(read());
    return items;
  }
}
