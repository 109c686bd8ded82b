/**
 * The text of every storage key, in one place.
 *
 * Invariant: the organization stands first, so that one organization is one range; numbers have a
 * fixed width, so that the order of keys is the order of numbers. No part of a key can hold `/`
 * (organizations, logical names, UUIDs and numbers can't).
 */
import type {
  DeviceId,
  DeviceNumber,
  OrganizationId,
  RecordId,
  SequenceNumber,
  UserId,
} from '../../engine/model/index.ts';
import { isOrganizationId } from '../../engine/model/index.ts';

/** Which version of keys and values a database holds; sorts before every organization. */
export const FORMAT_KEY = '!format';

const NUMBER_WIDTH = 14;

/** 14 hexadecimal digits: every safe integer, in order. */
export function fixedWidth(value: number): string {
  return value.toString(16).padStart(NUMBER_WIDTH, '0');
}

/** The number at the end of a key that ends with one. */
export function trailingNumber(key: string): number {
  return Number.parseInt(key.slice(-NUMBER_WIDTH), 16);
}

/** What stands behind the last `/`. */
export function lastSegment(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** A range of keys for an iterator. */
export interface KeyRange {
  readonly gt: string;
  readonly lt: string;
}

/** `0` is the character after `/`: the range holds all keys that begin with the prefix, which ends in `/`. */
export function rangeUnder(prefix: string, after?: string): KeyRange {
  return { gt: after === undefined ? prefix : prefix + after, lt: `${prefix.slice(0, -1)}0` };
}

/** The organization that a key belongs to, if any. */
export function organizationOf(key: string): OrganizationId | undefined {
  const name = key.slice(0, key.indexOf('/'));
  return isOrganizationId(name) ? name : undefined;
}

/** The keys of one organization. Prefixes end in `/`. */
export class OrganizationKeys {
  readonly organization: OrganizationId;
  readonly checkpoint: string;
  readonly state: string;
  readonly metadata: string;
  readonly withdrawn: string;
  readonly logPrefix: string;
  readonly sequencePrefix: string;
  readonly directory: string;
  readonly devicePrefix: string;
  readonly #rows: string;
  readonly #parts: string;
  readonly #placeholders: string;
  readonly #decisions: string;
  readonly #used: string;

  constructor(organization: OrganizationId) {
    this.organization = organization;
    this.checkpoint = `${organization}/V`;
    this.state = `${organization}/O`;
    this.metadata = `${organization}/M`;
    this.withdrawn = `${organization}/W`;
    this.logPrefix = `${organization}/L/`;
    this.sequencePrefix = `${organization}/S/`;
    this.directory = `${organization}/U`;
    this.devicePrefix = `${organization}/N/`;
    this.#rows = `${organization}/R/`;
    this.#parts = `${organization}/P/`;
    this.#placeholders = `${organization}/H/`;
    this.#decisions = `${organization}/D/`;
    this.#used = `${organization}/T/`;
  }

  /** Everything of the organization. */
  get all(): KeyRange {
    return rangeUnder(`${this.organization}/`);
  }
  log(batch: number): string {
    return this.logPrefix + fixedWidth(batch);
  }
  sequence(first: SequenceNumber): string {
    return this.sequencePrefix + fixedWidth(first);
  }
  rowPrefix(entity: string): string {
    return `${this.#rows}${entity}/`;
  }
  row(entity: string, id: RecordId): string {
    return `${this.#rows}${entity}/${id}`;
  }
  part(entity: string, id: RecordId, part: string): string {
    return `${this.#parts}${entity}/${id}/${part}`;
  }
  placeholders(device: DeviceNumber, entity: string, id: RecordId, part: string): string {
    return `${this.#placeholders}${device}/${entity}/${id}/${part}`;
  }
  decisions(device: DeviceNumber): string {
    return this.#decisions + device;
  }
  used(id: RecordId): string {
    return this.#used + id;
  }
  childPrefix(child: string, attribute: string, target: string): string {
    return `${this.organization}/I/${child}.${attribute}/${target}/`;
  }
  childCount(child: string, attribute: string, target: string): string {
    return `${this.organization}/C/${child}.${attribute}/${target}`;
  }
  deviceNumber(deviceId: DeviceId): string {
    return `${this.organization}/E/${deviceId}`;
  }
  device(number: DeviceNumber): string {
    return this.devicePrefix + fixedWidth(number);
  }
  /** Under it, per flush: the places of entries that touched the record. */
  auditOfRecord(entity: string, id: RecordId): string {
    return `${this.organization}/A/r/${entity}/${id}/`;
  }
  auditOfUser(user: UserId): string {
    return `${this.organization}/A/u/${user}/`;
  }
}
