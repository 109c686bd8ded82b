/**
 * The content hash of a change: SHA-256 over metadata version, stamp and operations as they stand in
 * the push, without number, uuid and verdict.
 *
 * So the same content has the same hash under every number, and the relay can tell a repeat (same
 * number, same hash) from a restored device (same number, other hash) without keeping the content.
 */
import { createDecoder } from 'lib0/decoding';
import { createEncoder, toUint8Array } from 'lib0/encoding';
import { digest } from 'lib0/hash/sha256';
import { sequence } from './composite-fields.ts';
import { push } from './device-messages.ts';
import { MalformedFrame, readUint } from './field.ts';
import { type ChangeContent, changeFields, HASH_BYTES } from './operation.ts';

/** SHA-256 of the bytes: 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

const content = sequence(changeFields);
const UUID_BYTES = 16;

/** The canonical bytes of what a change does. */
export function changeBytes(change: ChangeContent): Uint8Array {
  const encoder = createEncoder();
  content.write(encoder, change);
  return toUint8Array(encoder);
}

/**
 * The same bytes, as they stand in a frame that decoded as a `push`: a view, without encoding again.
 * Undefined where the frame is no push.
 */
export function changeBytesOf(frame: Uint8Array): Uint8Array | undefined {
  const decoder = createDecoder(frame);
  try {
    if (readUint(decoder) !== push.type) return undefined;
    readUint(decoder); // number
    decoder.pos += UUID_BYTES + HASH_BYTES;
    readUint(decoder); // lastVerdict
    return new Uint8Array(frame.buffer, frame.byteOffset + decoder.pos, frame.length - decoder.pos);
  } catch (error) {
    if (error instanceof MalformedFrame) return undefined;
    throw error;
  }
}

/** The hash that a push of this content carries. Where the platform has a faster one, hand it in. */
export function changeHash(change: ChangeContent, sha256: Sha256 = digest): Uint8Array {
  // Copied, because on Node both lib0 and the platform answer with a Buffer that may share a pool.
  return new Uint8Array(sha256(changeBytes(change)));
}

/** Whether two hashes are the same. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
