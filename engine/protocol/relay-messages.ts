/**
 * The messages from relay to device, types 64 to 127.
 *
 * Reserved for what is not built yet: 72 blob-have, 73 blob-chunk, 74 blob-need, 75 credential.
 * A number is never used for another message.
 */
import {
  type DeviceNumber,
  type Metadata,
  RELAY_DEVICE_NUMBER,
  type RecordId,
  type UserId,
} from '../model/index.ts';
import type { Principal } from '../security/index.ts';
import { list, object, optional } from './composite-fields.ts';
import { defineMessage, type MessageOf } from './define-message.ts';
import { MAX_ENTITIES, MAX_SCOPE_HASH_BYTES } from './device-messages.ts';
import { boolean, enumeration, uint, uintUpTo } from './field.ts';
import { json } from './json-field.ts';
import { recordFields } from './operation.ts';
import { pageItem } from './page-item.ts';
import { presencePlace, whereabouts } from './presence-fields.ts';
import { bytes, code, logicalName, sentence } from './text-fields.ts';
import { uuid } from './uuid-field.ts';

const reason = sentence(2_000);
const number = uintUpTo(Number.MAX_SAFE_INTEGER, 1);
/** The longest JSON of published metadata, and of what a user is in it: both travel in one message. */
export const MAX_METADATA_BYTES = 24 * 1_048_576;
const deviceNumber = uintUpTo<DeviceNumber>(2 ** 32 - 1, RELAY_DEVICE_NUMBER + 1);
const MAX_PAGE_ITEMS = 100_000;
const MAX_ATTRIBUTES = 500;

/** The answer to `hello`. */
export const welcome = defineMessage(64, 'welcome', {
  deviceNumber,
  /** The relay's clock, in milliseconds since 1970. */
  clock: uint,
  incarnation: uuid(),
  metadataVersion: uint,
  /** The organization's last sequence number. */
  sequence: uint,
  /** The device's last change that the relay has decided; 0 for none. */
  lastDecided: uint,
  /** The number of the device's change that the relay decides next. */
  nextNumber: uintUpTo(Number.MAX_SAFE_INTEGER, 1),
  limits: object({ maxChangeBytes: uint, maxOperations: uint, maxUnanswered: uint, maxPages: uint }),
  plan: list(
    object({ entity: logicalName, action: enumeration(['resume', 'reconcile', 'first-download']) }),
    MAX_ENTITIES,
  ),
});

/** Published metadata, and what the user is in it. */
export const metadata = defineMessage(65, 'metadata', {
  version: uint,
  filterVersion: uint,
  metadata: json<Metadata>(MAX_METADATA_BYTES),
  principal: json<Principal>(MAX_METADATA_BYTES),
});

/** A batch that the device applies and stores as one, with the cursor after it. */
export const page = defineMessage(66, 'page', {
  /** Counts 1, 2, 3 … in a session; `stored` names it. */
  page: uint,
  cursor: uint,
  /**
   * The puts of this page are all there is of `entity` with after < id ≤ upTo (absent: from the
   * start, to the end), as of `sequence`; what else the device has confirmed there is gone.
   */
  range: optional(
    object({
      entity: logicalName,
      after: optional(uuid<RecordId>()),
      upTo: optional(uuid<RecordId>()),
      scopeHash: bytes(MAX_SCOPE_HASH_BYTES),
      sequence: uint,
    }),
  ),
  progress: optional(object({ entity: logicalName, sent: uint, total: uint, bytes: uint })),
  items: list(pageItem, MAX_PAGE_ITEMS),
});

/** The change is part of the organization's history. Moves neither versions nor the cursor. */
export const accepted = defineMessage(67, 'accepted', { number, sequence: uint });

/** The change is refused for good: it becomes a draft. */
export const rejected = defineMessage(68, 'rejected', {
  number,
  code,
  reason,
  /** The record that the reason is about. */
  record: optional(object(recordFields)),
  attributes: list(logicalName, MAX_ATTRIBUTES),
  /** Whether the relay keeps placeholders, so that later changes are judged as they were sent. */
  leftPlaceholder: boolean,
});

/** Nothing wrong with what was meant: form the change again under a new number, with its uuid. */
export const reform = defineMessage(69, 'reform', {
  number,
  code,
  reason,
  /** The relay's clock, in milliseconds since 1970. */
  clock: uint,
});

/** A passing trouble: the relay ignores pushes until this number comes again. */
export const resumeAt = defineMessage(70, 'resume-at', { number, code, reason, pauseMs: uint });

/** Something that the device or its user should know. */
export const notice = defineMessage(71, 'notice', {
  kind: enumeration([
    'metadata-available',
    'profile-changed',
    'provisioning',
    'account-disabled',
    'device-revoked',
  ]),
  text: sentence(2_000),
});

/** Where somebody else is in a text that the device's user has open too. Who that is, the relay says. */
export const relayPresence = defineMessage(76, 'presence', {
  ...presencePlace,
  device: deviceNumber,
  user: uuid<UserId>(),
  name: sentence(800),
  whereabouts,
});

export const pong = defineMessage(77, 'pong', {});

/** A code and a reason; the connection closes behind it. */
export const fault = defineMessage(78, 'fault', { code, reason });

/** Every message that a relay may send. */
export const relayMessages = [
  welcome,
  metadata,
  page,
  accepted,
  rejected,
  reform,
  resumeAt,
  notice,
  relayPresence,
  pong,
  fault,
] as const;

export type Welcome = MessageOf<typeof welcome>;
export type MetadataMessage = MessageOf<typeof metadata>;
export type Page = MessageOf<typeof page>;
export type Accepted = MessageOf<typeof accepted>;
export type Rejected = MessageOf<typeof rejected>;
export type Reform = MessageOf<typeof reform>;
export type ResumeAt = MessageOf<typeof resumeAt>;
export type Notice = MessageOf<typeof notice>;
export type RelayPresence = MessageOf<typeof relayPresence>;
export type Pong = MessageOf<typeof pong>;
export type Fault = MessageOf<typeof fault>;
export type RelayMessage =
  | Welcome
  | MetadataMessage
  | Page
  | Accepted
  | Rejected
  | Reform
  | ResumeAt
  | Notice
  | RelayPresence
  | Pong
  | Fault;
