/**
 * The stored shape of every kind of log entry.
 *
 * Invariant: what is stored stays readable: fields, words and kinds are only ever added at the end.
 */
import type { SystemColumns, Values } from '../../engine/model/index.ts';
import { isCode, isDeviceNumber } from '../../engine/model/index.ts';
import type {
  AcceptedEntry,
  Authorship,
  DeviceEntry,
  DirectoryEntry,
  EndedIncarnation,
  EnrolledEntry,
  IncarnationEntry,
  LogEntry,
  LoggedOperation,
  MetadataEntry,
  PartRef,
  RebuiltEntry,
  RecordRef,
  RefusedEntry,
} from './log.ts';
import {
  bytes,
  fields,
  flag,
  list,
  nullable,
  opaque,
  optional,
  type Shape,
  ShapeError,
  text,
  whole,
  word,
} from './plain-shape.ts';

export const recordRef: Shape<RecordRef> = fields<RecordRef>({ entity: text(), id: text() });
export const partRef = fields<PartRef>({ entity: text(), id: text(), part: text() });
export const endedIncarnation = fields<EndedIncarnation>({ incarnation: text(), lastSequence: whole() });
const values = opaque<Values>();

export const systemColumns: Shape<SystemColumns> = fields<SystemColumns>({
  versionnumber: whole(),
  createdon: whole(),
  createdby: text(),
  modifiedon: whole(),
  modifiedby: text(),
  ownerid: nullable(text()),
  owningbusinessunit: nullable(text()),
  statecode: word('active', 'inactive'),
});
export const deviceNumber: Shape<Authorship['device']> = {
  pack: (value) => value,
  unpack(plain) {
    if (!isDeviceNumber(plain)) throw new ShapeError('expected a device number');
    return plain;
  },
};
export const code: Shape<RefusedEntry['code']> = {
  pack: (value) => value,
  unpack(plain) {
    if (!isCode(plain)) throw new ShapeError('expected a code');
    return plain;
  },
};

const author = fields<Authorship>({
  device: deviceNumber,
  number: whole(),
  uuid: text(),
  hash: bytes,
  userId: text(),
  stamp: whole(),
});

const operationFields = fields<LoggedOperation>({
  kind: word('create', 'update', 'delete', 'set-state', 'assign'),
  entity: text(),
  id: text(),
  parts: list(fields({ part: text(), epoch: whole(), update: bytes, own: flag })),
  before: values,
  after: values,
  systemBefore: nullable(systemColumns),
  system: nullable(systemColumns),
});
const SYSTEM_BEFORE = 6;
const SYSTEM = 7;

/** System columns mostly stay; where one equals what it was, `true` stands in its place. */
const operation: Shape<LoggedOperation> = {
  pack(value) {
    const packed = operationFields.pack(value) as unknown[];
    const before = packed[SYSTEM_BEFORE];
    const after = packed[SYSTEM];
    if (!Array.isArray(before) || !Array.isArray(after)) return packed;
    for (let i = 0; i < after.length; i++) if (after[i] === before[i]) after[i] = true;
    return packed;
  },
  unpack(plain) {
    if (!Array.isArray(plain)) throw new ShapeError('expected an operation');
    const before: unknown = plain[SYSTEM_BEFORE];
    const after: unknown = plain[SYSTEM];
    if (!Array.isArray(before) || !Array.isArray(after)) return operationFields.unpack(plain);
    const whole = after.map((column, i) => (column === true ? before[i] : column));
    return operationFields.unpack(plain.with(SYSTEM, whole));
  },
};

type EntryShapes = { readonly [K in LogEntry['kind']]: Shape<Extract<LogEntry, { kind: K }>> };

/** The kind stands first, by its place in this list: kinds are only ever added at the end. */
const kinds = [
  'accepted',
  'refused',
  'directory',
  'metadata',
  'rebuilt',
  'enrolled',
  'device',
  'incarnation',
] as const satisfies readonly LogEntry['kind'][];

const shapes: EntryShapes = {
  accepted: fields<AcceptedEntry>({
    kind: word(...kinds) as Shape<'accepted'>,
    sequence: whole(),
    author,
    operations: list(operation),
    consumed: list(partRef),
    dropCarryUpTo: whole(),
  }),
  refused: fields<RefusedEntry>({
    kind: word(...kinds) as Shape<'refused'>,
    author,
    verdict: word('rejected', 'reform'),
    code,
    reason: text(),
    record: optional(recordRef) as Shape<RecordRef>,
    attributes: optional(list(text())) as Shape<readonly string[]>,
    created: list(recordRef),
    touchedRecords: list(recordRef),
    placeholders: list(
      fields({
        entity: text(),
        id: text(),
        part: text(),
        epoch: whole(),
        placeholders: opaque(),
        carry: opaque(),
      }),
    ),
    attempted: list(fields({ entity: text(), id: text(), values })),
  }),
  directory: fields<DirectoryEntry>({
    kind: word(...kinds) as Shape<'directory'>,
    sequence: whole(),
    by: nullable(text()),
    change: opaque(),
  }),
  metadata: fields<MetadataEntry>({
    kind: word(...kinds) as Shape<'metadata'>,
    sequence: whole(),
    by: nullable(text()),
    metadata: opaque(),
  }),
  rebuilt: fields<RebuiltEntry>({
    kind: word(...kinds) as Shape<'rebuilt'>,
    sequence: whole(),
    entity: text(),
    id: text(),
    part: text(),
    epoch: whole(),
    snapshot: bytes,
    system: systemColumns,
    from: whole(),
  }),
  enrolled: fields<EnrolledEntry>({
    kind: word(...kinds) as Shape<'enrolled'>,
    deviceId: text(),
    number: deviceNumber,
    userId: text(),
  }),
  device: fields<DeviceEntry>({
    kind: word(...kinds) as Shape<'device'>,
    sequence: whole(),
    number: deviceNumber,
    revoked: flag,
  }),
  incarnation: fields<IncarnationEntry>({
    kind: word(...kinds) as Shape<'incarnation'>,
    organization: text(),
    incarnation: text(),
    nextSequence: whole(),
    nextDevice: deviceNumber,
    relayGeneration: whole(),
    follows: optional(endedIncarnation) as Shape<EndedIncarnation>,
  }),
};

/** One entry of any kind. */
export const logEntry: Shape<LogEntry> = {
  pack(value) {
    const shape = shapes[value.kind] as Shape<LogEntry>;
    return shape.pack(value);
  },
  unpack(plain) {
    const kind = Array.isArray(plain) ? kinds[plain[0] as number] : undefined;
    if (kind === undefined) throw new ShapeError('expected an entry of a known kind');
    return shapes[kind].unpack(plain);
  },
};
