/** The hash of a change's content. */
import { createHash } from 'node:crypto';
import { changeBytesOf } from '../../engine/protocol/index.ts';

/** As it came in the frame: what the device claims is only compared with itself. */
export function contentHash(frame: Uint8Array): Uint8Array {
  return createHash('sha256')
    .update(changeBytesOf(frame) ?? frame)
    .digest();
}
