/**
 * The messages from device to relay, types 1 to 63.
 *
 * Reserved for what is not built yet: 4 fingerprints, 6 pin, 7 unpin, 9 blob-have, 10 blob-chunk,
 * 11 blob-need. A number is never used for another message.
 */
import type { DeviceId, RecordId } from '../model/index.ts';
import { list, object, optional } from './composite-fields.ts';
import { defineMessage, type MessageOf } from './define-message.ts';
import { uint, uintUpTo } from './field.ts';
import { pushFields, recordFields } from './operation.ts';
import { presencePlace, whereabouts } from './presence-fields.ts';
import { appName, bytes, logicalName, organizationId, text } from './text-fields.ts';
import { uuid, uuidOrEmpty } from './uuid-field.ts';

/** The version of the protocol that this code speaks. */
export const PROTOCOL_VERSION = 1;
/** The WebSocket subprotocol under which it is spoken. */
export const SUBPROTOCOL = 'rejoin.1';
/** The most entities that metadata may have. */
export const MAX_ENTITIES = 1_000;
/** The longest scope hash. */
export const MAX_SCOPE_HASH_BYTES = 32;
/** The most records that one `want` may name. */
export const MAX_WANTED = 1_000;
const token = text(8_192);

/** The first message of a connection. The token travels here, never in the address. */
export const hello = defineMessage(1, 'hello', {
  protocol: uint,
  organization: organizationId,
  app: appName,
  deviceId: uuid<DeviceId>(),
  token,
  /** The next change number that the device would form. */
  nextNumber: uintUpTo(Number.MAX_SAFE_INTEGER, 1),
  /** The first number of this incarnation; what came before was decided in those before, or given up with them. */
  firstNumber: uintUpTo(Number.MAX_SAFE_INTEGER, 1),
  /** The number of the last change whose verdict the device knows; the relay tells it the later ones. */
  lastVerdict: uint,
  /** The device's clock, in milliseconds since 1970. */
  clock: uint,
  /** Empty once the device is enrolled. */
  publicKey: bytes(64),
  /** 0 where the device has none. */
  metadataVersion: uint,
  filterVersion: uint,
  /** The incarnation of the organization that the cursor belongs to; empty where there is none. */
  incarnation: uuidOrEmpty,
  cursor: uint,
  entities: list(
    object({
      entity: logicalName,
      scopeHash: bytes(MAX_SCOPE_HASH_BYTES),
      /** How far the device is under that hash; absent when it holds the whole entity. */
      after: optional(uuid<RecordId>()),
    }),
    MAX_ENTITIES,
  ),
});

/** A change. */
export const push = defineMessage(2, 'push', pushFields);

/** All pages up to here are durably stored; this gives the relay its credit back. */
export const stored = defineMessage(3, 'stored', {
  cursor: uint,
  /** The number of the last page stored in this session. */
  page: uint,
});

/** Records of which a patch came that builds on a version not held. */
export const want = defineMessage(5, 'want', { records: list(object(recordFields), MAX_WANTED) });

/** A new token, before the old one ends. */
export const refresh = defineMessage(8, 'refresh', { token });

/** Where the device's user is in a text that is open on screen. Who says it is who is told where the others are. */
export const devicePresence = defineMessage(12, 'presence', { ...presencePlace, whereabouts });

export const ping = defineMessage(13, 'ping', {});

/** Every message that a device may send. */
export const deviceMessages = [hello, push, stored, want, refresh, devicePresence, ping] as const;

export type Hello = MessageOf<typeof hello>;
export type PushMessage = MessageOf<typeof push>;
export type Stored = MessageOf<typeof stored>;
export type Want = MessageOf<typeof want>;
export type Refresh = MessageOf<typeof refresh>;
export type DevicePresence = MessageOf<typeof devicePresence>;
export type Ping = MessageOf<typeof ping>;
export type DeviceMessage = Hello | PushMessage | Stored | Want | Refresh | DevicePresence | Ping;
