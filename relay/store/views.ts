/**
 * The views of an organization: for each, the type in memory, its bytes on disk, and its weight.
 *
 * Invariant: a view can always be thrown away and derived from the log again. Values stay typed in
 * memory and are encoded only when they are flushed.
 */
import { Packr } from 'msgpackr';
import {
  asId,
  type ChangeId,
  type Code,
  type DeviceNumber,
  type Metadata,
  type RecordId,
} from '../../engine/model/index.ts';
import type { Directory } from '../../engine/security/index.ts';
import { code, deviceNumber, endedIncarnation, partRef, recordRef } from './entry-shapes.ts';
import type { EndedIncarnation, RecordRef } from './log.ts';
import { type PartState, partOf, partStateOf, weighPart } from './part-state.ts';
import {
  bytes,
  fields,
  flag,
  list,
  nullable,
  opaque,
  optional,
  type Shape,
  text,
  whole,
  word,
} from './plain-shape.ts';
import { decodeRow, encodeRow, type SecuredColumns, weighRow } from './row-codec.ts';
import type {
  Decision,
  DeviceDecisions,
  OrganizationState,
  StoredDevice,
  StoredPart,
  StoredPlaceholders,
  StoredRow,
} from './view-reader.ts';
import type { WithdrawnAttribute } from './withdrawn-attributes.ts';

export interface ViewTypes {
  readonly state: OrganizationState;
  readonly metadata: Metadata;
  readonly withdrawn: readonly WithdrawnAttribute[];
  readonly directory: Directory;
  readonly row: StoredRow;
  readonly part: PartState;
  readonly placeholders: StoredPlaceholders;
  readonly decisions: DeviceDecisions;
  /** The entity in which the id was used first. */
  readonly used: string;
  /** Whether a row names another: the key says it all. */
  readonly child: true;
  readonly childCount: number;
  readonly device: StoredDevice;
  readonly deviceNumber: DeviceNumber;
}
export type ViewName = keyof ViewTypes;

export interface View<T> {
  encode(value: T, secured: SecuredColumns): Uint8Array;
  decode(stored: Uint8Array, key: string): T;
  /** Bytes in memory, about. */
  weigh(value: T): number;
}

const packr = new Packr({ useRecords: false });

function view<T>(shape: Shape<T>, weigh: (value: T) => number): View<T> {
  return {
    encode: (value) => packr.pack(shape.pack(value)),
    decode: (stored) => shape.unpack(packr.unpack(stored)),
    weigh,
  };
}

/** Fields of all verdicts; which of them are there follows from the verdict. */
interface DecisionFields {
  readonly number: number;
  readonly uuid: ChangeId;
  readonly hash: Uint8Array;
  readonly verdict: Decision['verdict'];
  readonly sequence?: number | undefined;
  readonly code?: Code | undefined;
  readonly reason?: string | undefined;
  readonly record?: RecordRef | undefined;
  readonly attributes?: readonly string[] | undefined;
  readonly leftPlaceholder?: boolean | undefined;
}
const decision = fields<DecisionFields>({
  number: whole(),
  uuid: text(),
  hash: bytes,
  verdict: word('accepted', 'rejected', 'reform'),
  sequence: optional(whole()),
  code: optional(code),
  reason: optional(text()),
  record: optional(recordRef),
  attributes: optional(list(text())),
  leftPlaceholder: optional(flag),
}) as Shape<Decision>;

const decisions = fields<DeviceDecisions>({
  highest: whole(),
  recent: list(decision),
  refusedCreated: list(fields({ entity: text(), id: text(), number: whole() })),
  reforming: list(fields({ uuid: text(), records: list(recordRef) })),
  placeholderParts: list(partRef),
});

/**
 * What decisions hold in memory, about.
 *
 * @param eachBytes of a decision: little where it shares hash and texts with the log entry that it came from
 */
export function weighDecisions(known: DeviceDecisions, eachBytes: number): number {
  const { recent, refusedCreated, reforming, placeholderParts } = known;
  let records = refusedCreated.length + placeholderParts.length;
  for (const change of reforming) records += 1 + change.records.length;
  return 200 + recent.length * eachBytes + records * 100;
}

interface DirectoryLists {
  readonly units: readonly object[];
  readonly users: readonly object[];
  readonly teams: readonly object[];
  readonly roles: readonly object[];
  readonly columnProfiles: readonly object[];
}
const directoryLists = fields<DirectoryLists>({
  units: list(opaque()),
  users: list(opaque()),
  teams: list(opaque()),
  roles: list(opaque()),
  columnProfiles: list(opaque()),
});

/** Maps and sets as lists, and back. */
const directory: Shape<Directory> = {
  pack: ({ units, users, teams, roles, columnProfiles }) =>
    directoryLists.pack({
      units: [...units.values()],
      users: [...users.values()],
      teams: [...teams.values()].map((team) => ({ ...team, members: [...team.members] })),
      roles: [...roles.values()],
      columnProfiles: [...columnProfiles.values()],
    }),
  unpack(plain) {
    const lists = directoryLists.unpack(plain);
    return {
      units: byId(lists.units) as Directory['units'],
      users: byId(lists.users) as Directory['users'],
      teams: byId(
        lists.teams.map((team) => ({
          ...team,
          members: new Set('members' in team ? (team.members as []) : []),
        })),
      ) as Directory['teams'],
      roles: byId(lists.roles) as Directory['roles'],
      columnProfiles: byId(lists.columnProfiles) as Directory['columnProfiles'],
    };
  },
};

function byId(items: readonly object[]): ReadonlyMap<string, object> {
  return new Map(items.map((item) => ['id' in item ? String(item.id) : '', item]));
}

const part = fields<StoredPart>({ epoch: whole(), snapshot: nullable(bytes), updates: list(bytes) });
const NOTHING = new Uint8Array(0);

export const views: { readonly [K in ViewName]: View<ViewTypes[K]> } = {
  state: view(
    fields<OrganizationState>({
      organization: text(),
      incarnation: text(),
      nextDevice: whole(),
      relayGeneration: whole(),
      follows: optional(endedIncarnation) as Shape<EndedIncarnation>,
    }),
    () => 100,
  ),
  withdrawn: view(opaque<readonly WithdrawnAttribute[]>(), (withdrawn) => 100 + withdrawn.length * 100),
  metadata: view(opaque<Metadata>(), (metadata) => 1_000 + metadata.entities.length * 2_000),
  directory: view(
    directory,
    (whole) => 1_000 + (whole.users.size + whole.teams.size + whole.roles.size) * 200,
  ),
  row: {
    encode: encodeRow,
    decode(stored, key) {
      const [, , entity = '', id = ''] = key.split('/');
      return decodeRow(entity, asId<RecordId>(id), stored);
    },
    weigh: weighRow,
  },
  part: {
    encode: (state) => packr.pack(part.pack(partOf(state))),
    decode: (stored) => partStateOf(part.unpack(packr.unpack(stored))),
    weigh: weighPart,
  },
  placeholders: view(
    fields<StoredPlaceholders>({
      epoch: whole(),
      placeholders: opaque(),
      carry: opaque(),
      integratedUpTo: whole(),
    }),
    ({ placeholders, carry }) => 100 + placeholders.length * 200 + carry.length * 200,
  ),
  decisions: view(decisions, (known) => weighDecisions(known, 16)),
  used: view(text(), () => 60),
  child: { encode: () => NOTHING, decode: () => true, weigh: () => 60 },
  childCount: view(whole(), () => 60),
  device: view(
    fields<StoredDevice>({ deviceId: text(), number: deviceNumber, userId: text(), revoked: flag }),
    () => 200,
  ),
  deviceNumber: view(deviceNumber, () => 60),
};
