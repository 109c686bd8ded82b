/** The public face of the protocol: messages, their codec, and the content hash of a change. */
export { changeBytes, changeBytesOf, changeHash, type Sha256, sameHash } from './change-hash.ts';
export type { Decoded, MessageOf } from './define-message.ts';
export {
  type DeviceMessage,
  type DevicePresence,
  type Hello,
  hello,
  MAX_WANTED,
  type Ping,
  PROTOCOL_VERSION,
  type PushMessage,
  ping,
  push,
  type Refresh,
  refresh,
  type Stored,
  SUBPROTOCOL,
  stored,
  type Want,
  want,
} from './device-messages.ts';
export {
  DEVICE_FRAME_LIMITS,
  decodeDeviceMessage,
  decodeRelayMessage,
  encodeDeviceMessage,
  encodeRelayMessage,
  type FrameLimits,
  RELAY_FRAME_LIMITS,
} from './frame.ts';
export type { ChangeContent, Operation, PartUpdate, Push } from './operation.ts';
export type { Leave, PageItem, Patch, PatchPart, Put, PutPart } from './page-item.ts';
export type { TextPlace, Whereabouts } from './presence-fields.ts';
export {
  type Accepted,
  accepted,
  type Fault,
  fault,
  MAX_METADATA_BYTES,
  type MetadataMessage,
  metadata,
  type Notice,
  notice,
  type Page,
  type Pong,
  page,
  pong,
  type Reform,
  type Rejected,
  type RelayMessage,
  type RelayPresence,
  type ResumeAt,
  reform,
  rejected,
  resumeAt,
  type Welcome,
  welcome,
} from './relay-messages.ts';
