/**
 * The ids of Rejoin as branded types, so that a user's id can't be handed where a record's is meant.
 *
 * Invariant: a value of these types has passed its parser here (or came from one that had).
 * Every UUID is held in lower case, because ids are compared as strings.
 */

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** The id of one tenant of a relay: 1 to 63 of `a-z 0-9 -`, beginning with a letter or digit. */
export type OrganizationId = Branded<string, 'OrganizationId'>;
/** UUIDv7 in lower case, made where the record was created, never used again. */
export type RecordId = Branded<string, 'RecordId'>;
/** UUID of a user of the directory. */
export type UserId = Branded<string, 'UserId'>;
/** UUID of a team of the directory. */
export type TeamId = Branded<string, 'TeamId'>;
/** UUID of a business unit of the directory. */
export type BusinessUnitId = Branded<string, 'BusinessUnitId'>;
/** UUID of a security role. */
export type RoleId = Branded<string, 'RoleId'>;
/** UUID that a device makes for itself before it first enrolls. */
export type DeviceId = Branded<string, 'DeviceId'>;
/** UUID of a change; it stays when the change is formed again under another number. */
export type ChangeId = Branded<string, 'ChangeId'>;
/** 32-bit number, from 4096 up, that a relay gave to one device for ever. */
export type DeviceNumber = Branded<number, 'DeviceNumber'>;
/** An organization's count of accepted changes and directory changes; also a record's `versionnumber`. */
export type SequenceNumber = number;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const organizationPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
const namePattern = /^[a-z][a-z0-9_]{0,62}$/;

/** Whether the text is a UUID of any version in canonical lower case form. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && uuidPattern.test(text);
}

/** Whether the text can name an organization. */
export function isOrganizationId(text: unknown): text is OrganizationId {
  return typeof text === 'string' && organizationPattern.test(text);
}

/**
 * Whether the text can name an entity, attribute or relationship: 1 to 63 of `a-z 0-9 _`, beginning
 * with a letter. So no name can be `__proto__`, and none can hide a separator of a storage key.
 */
export function isLogicalName(text: unknown): text is string {
  return typeof text === 'string' && namePattern.test(text) && text !== 'constructor' && text !== 'prototype';
}

/** The lowest number that a device can have: every Yjs client id built on it lies above 32 bits. */
export const FIRST_DEVICE_NUMBER = 4097 as DeviceNumber;
/** The number under which a relay itself writes (rebuilds, imports). Never given to a device. */
export const RELAY_DEVICE_NUMBER = 4096 as DeviceNumber;

/** Whether the number can have been given to a device (or is the relay's own). */
export function isDeviceNumber(value: unknown): value is DeviceNumber {
  return Number.isInteger(value) && (value as number) >= RELAY_DEVICE_NUMBER && (value as number) < 2 ** 32;
}

/**
 * Marks a string that was parsed elsewhere (storage, a decoder, a literal of a test) as an id.
 * Not a check: use `isUuid` first on anything that comes from outside.
 */
export function asId<T extends string>(text: string): T {
  return text as T;
}
