/**
 * Frames: the messages of each direction as one union, by their property `type`.
 *
 * Invariant: a frame above its limit is refused before a byte of it is read; whatever is refused is a
 * `malformed-frame`, after which the connection is closed and nothing else happens.
 */
import { type Decoded, decodeFrame } from './define-message.ts';
import {
  type DeviceMessage,
  deviceMessages,
  devicePresence,
  hello,
  ping,
  push,
  refresh,
  stored,
  want,
} from './device-messages.ts';
import {
  accepted,
  fault,
  metadata,
  notice,
  page,
  pong,
  type RelayMessage,
  reform,
  rejected,
  relayMessages,
  relayPresence,
  resumeAt,
  welcome,
} from './relay-messages.ts';

/** Bounds of a frame; the server of WebSockets is given the same number. */
export interface FrameLimits {
  readonly maxFrameBytes: number;
}

/** What a relay takes from a device unless it is configured otherwise. */
export const DEVICE_FRAME_LIMITS: FrameLimits = { maxFrameBytes: 1_048_576 };
/** What a device takes from its relay: a page always holds one change whole, however long its texts. */
export const RELAY_FRAME_LIMITS: FrameLimits = { maxFrameBytes: 64 * 1_048_576 };

/**
 * Decodes what a device sent. Never throws. Updates and the public key are views into the frame
 * (`text-fields.ts`): the caller must not write to it, and copies what outlives the message.
 */
export function decodeDeviceMessage(
  frame: Uint8Array,
  limits: FrameLimits = DEVICE_FRAME_LIMITS,
): Decoded<DeviceMessage> {
  return decodeFrame(deviceMessages, frame, limits.maxFrameBytes);
}

/** Decodes what a relay sent. Never throws. States and updates are views into the frame, as above. */
export function decodeRelayMessage(
  frame: Uint8Array,
  limits: FrameLimits = RELAY_FRAME_LIMITS,
): Decoded<RelayMessage> {
  return decodeFrame(relayMessages, frame, limits.maxFrameBytes);
}

/** Encodes a message of a device. @throws RejoinError `internal-error` when a value does not fit. */
export function encodeDeviceMessage(message: DeviceMessage): Uint8Array {
  switch (message.type) {
    case 'hello':
      return hello.encode(message);
    case 'push':
      return push.encode(message);
    case 'stored':
      return stored.encode(message);
    case 'want':
      return want.encode(message);
    case 'refresh':
      return refresh.encode(message);
    case 'presence':
      return devicePresence.encode(message);
    case 'ping':
      return ping.encode(message);
  }
}

/** Encodes a message of a relay. @throws RejoinError `internal-error` when a value does not fit. */
export function encodeRelayMessage(message: RelayMessage): Uint8Array {
  switch (message.type) {
    case 'welcome':
      return welcome.encode(message);
    case 'metadata':
      return metadata.encode(message);
    case 'page':
      return page.encode(message);
    case 'accepted':
      return accepted.encode(message);
    case 'rejected':
      return rejected.encode(message);
    case 'reform':
      return reform.encode(message);
    case 'resume-at':
      return resumeAt.encode(message);
    case 'notice':
      return notice.encode(message);
    case 'presence':
      return relayPresence.encode(message);
    case 'pong':
      return pong.encode(message);
    case 'fault':
      return fault.encode(message);
  }
}
