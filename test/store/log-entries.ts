/** Builders of log entries for the store's tests: what a commit pipeline would log, without judging. */
import {
  asId,
  type ChangeId,
  type DeviceNumber,
  FIRST_DEVICE_NUMBER,
  type OrganizationId,
  type RecordId,
  type SystemColumns,
  type UserId,
  type Values,
} from '../../engine/model/index.ts';
import type {
  AcceptedEntry,
  Authorship,
  LoggedOperation,
  LoggedPart,
  RefusedEntry,
  RelayStore,
} from '../../relay/store/index.ts';

export const ORGANIZATION = asId<OrganizationId>('acme');
export const USER = asId<UserId>('00000000-0000-4000-8000-0000000000aa');
export const DEVICE = FIRST_DEVICE_NUMBER;
export const TIME = 1_764_000_000_000;

/** A UUID that a test can tell from others. */
export function uuidOf(n: number): string {
  return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}
export function recordId(n: number): RecordId {
  return asId<RecordId>(uuidOf(n));
}

export const FIRST_STATE = {
  incarnation: uuidOf(0xabc),
  rootUnit: { id: asId<never>(uuidOf(0xdef)), name: 'Acme' },
  time: TIME,
};

export function author(number: number, device: DeviceNumber = DEVICE): Authorship {
  const uuid = asId<ChangeId>(uuidOf(device * 1_000_000 + number));
  return { device, number, uuid, hash: new Uint8Array(32).fill(number), userId: USER, stamp: number };
}

export function system(versionnumber: number): SystemColumns {
  return {
    versionnumber,
    createdon: TIME,
    createdby: USER,
    modifiedon: TIME + versionnumber,
    modifiedby: USER,
    ownerid: USER,
    owningbusinessunit: FIRST_STATE.rootUnit.id,
    statecode: 'active',
  };
}

export interface OperationSpec {
  readonly kind: LoggedOperation['kind'];
  readonly id: RecordId;
  readonly entity?: string;
  readonly after?: Values;
  readonly parts?: readonly Pick<LoggedPart, 'part' | 'update'>[];
  readonly epoch?: number;
}

/** An accepted change with the next sequence number of the store. */
export function accepted(
  store: RelayStore,
  by: Authorship,
  operations: readonly OperationSpec[],
  more: Partial<Pick<AcceptedEntry, 'consumed' | 'dropCarryUpTo'>> = {},
): AcceptedEntry {
  const sequence = store.nextSequence;
  return {
    kind: 'accepted',
    sequence,
    author: by,
    operations: operations.map(({ kind, id, entity = 'contact', after = {}, parts = [], epoch = 1 }) => ({
      kind,
      entity,
      id,
      parts: parts.map((part) => ({ ...part, epoch, own: true })),
      before: {},
      after,
      systemBefore: kind === 'create' ? null : system(sequence - 1),
      system: kind === 'delete' ? null : system(sequence),
    })),
    consumed: [],
    dropCarryUpTo: 0,
    ...more,
  };
}

export function refused(by: Authorship, more: Partial<RefusedEntry> = {}): RefusedEntry {
  return {
    kind: 'refused',
    author: by,
    verdict: 'rejected',
    code: 'privilege-missing',
    reason: 'needs write on contact',
    created: [],
    touchedRecords: [],
    placeholders: [],
    attempted: [],
    ...more,
  };
}

/** Seals and appends what is staged. */
export async function append(store: RelayStore, time = TIME): Promise<void> {
  const sealed = store.seal(time);
  if (sealed !== undefined) await store.appendBatch(sealed);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What change 2 left behind when it was refused. */
export const PLACEHOLDER = {
  client: 1,
  clock: 2,
  length: 3,
  origin: null,
  rightOrigin: null,
  root: 'name',
  number: 2,
  isText: false,
};
export const CARRY = [
  {
    number: 2,
    root: 'name',
    client: 1,
    clock: 2,
    length: 3,
    deletes: [{ client: 9, clock: 0, length: 1 }],
  },
];
