/** Frames: the direction, the limit, and who owns the bytes. */
import { describe, expect, it } from 'vitest';
import { decodeDeviceMessage, decodeRelayMessage, encodeDeviceMessage, encodeRelayMessage } from './frame.ts';
import { deviceExamples, relayExamples } from './protocol-doc-examples.fixture.ts';

const refusalOf = (decoded: ReturnType<typeof decodeDeviceMessage | typeof decodeRelayMessage>) =>
  decoded.ok ? undefined : decoded.refusal;

describe('a frame', () => {
  it('is refused unread above the limit, and read at it', () => {
    for (const message of deviceExamples) {
      const frame = encodeDeviceMessage(message);
      expect(decodeDeviceMessage(frame, { maxFrameBytes: frame.length })).toEqual({ ok: true, message });
      expect(refusalOf(decodeDeviceMessage(frame, { maxFrameBytes: frame.length - 1 }))).toEqual({
        code: 'malformed-frame',
        reason: `This is no message: the frame exceeds ${frame.length - 1} bytes.`,
      });
    }
  });

  it('has limits of its own where none are given', () => {
    const long = { type: 'page', page: 1, cursor: 1, items: [] } as const;
    const frame = encodeRelayMessage(long);
    expect(decodeRelayMessage(frame)).toEqual({ ok: true, message: long });
    expect(refusalOf(decodeDeviceMessage(new Uint8Array(1_048_577)))?.reason).toContain('exceeds 1048576');
    expect(refusalOf(decodeDeviceMessage(new Uint8Array(1_048_576)))?.reason).toContain('no known type');
    expect(refusalOf(decodeRelayMessage(new Uint8Array(64 * 1_048_576 + 1)))?.reason).toContain('exceeds');
  });

  it('of one direction is none of the other', () => {
    for (const message of deviceExamples) {
      expect(refusalOf(decodeRelayMessage(encodeDeviceMessage(message)))?.code).toBe('malformed-frame');
    }
    for (const message of relayExamples) {
      expect(refusalOf(decodeDeviceMessage(encodeRelayMessage(message)))?.code).toBe('malformed-frame');
    }
  });

  it('is read where it lies in a larger buffer', () => {
    for (const message of deviceExamples) {
      const frame = encodeDeviceMessage(message);
      const buffer = new Uint8Array(frame.length + 10).fill(255);
      buffer.set(frame, 5);
      const lying = buffer.subarray(5, 5 + frame.length);
      expect(decodeDeviceMessage(lying)).toEqual({ ok: true, message });
    }
  });
});
