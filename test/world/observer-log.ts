/**
 * The observer's reading of the relay's change log, from stored bytes to plain data.
 *
 * It follows the written format (`docs/storage.md`) and shares no code with the relay, so that an error
 * in the relay's codec shows here as a difference and is not repeated.
 */
import { createHash } from 'node:crypto';
import { Packr } from 'msgpackr';

const packr = new Packr({ useRecords: false });

export interface SeenSystem {
  readonly versionnumber: number;
  readonly ownerid: string | null;
  readonly owningbusinessunit: string | null;
  readonly statecode: number;
}

export interface SeenOperation {
  readonly kind: 'create' | 'update' | 'delete' | 'set-state' | 'assign';
  readonly entity: string;
  readonly id: string;
  readonly parts: readonly { readonly part: string; readonly epoch: number; readonly update: Uint8Array }[];
  readonly after: Readonly<Record<string, unknown>>;
  readonly system: SeenSystem | null;
}

export type SeenEntry =
  | {
      readonly kind: 'accepted';
      readonly sequence: number;
      readonly device: number;
      readonly number: number;
      readonly uuid: string;
      readonly user: string;
      readonly operations: readonly SeenOperation[];
    }
  | {
      readonly kind: 'refused';
      readonly device: number;
      readonly number: number;
      readonly uuid: string;
      readonly verdict: 'rejected' | 'reform';
      readonly code: string;
    }
  | { readonly kind: 'directory'; readonly change: Readonly<Record<string, unknown>> }
  | { readonly kind: 'metadata'; readonly metadata: SeenMetadata }
  | {
      readonly kind: 'rebuilt';
      readonly entity: string;
      readonly id: string;
      readonly part: string;
      readonly epoch: number;
      readonly snapshot: Uint8Array;
      readonly system: SeenSystem;
    }
  | { readonly kind: 'enrolled'; readonly number: number; readonly user: string }
  | { readonly kind: 'device'; readonly number: number; readonly isRevoked: boolean }
  | { readonly kind: 'other' };

export interface SeenMetadata {
  readonly version: number;
  readonly entities: readonly {
    readonly name: string;
    readonly ownership: string;
    readonly mobileOffline: boolean;
    readonly attributes: readonly {
      readonly name: string;
      readonly type: string;
      readonly secured: boolean;
    }[];
  }[];
  readonly relationships: readonly {
    readonly parent: string;
    readonly child: string;
    readonly attribute: string;
  }[];
}

export interface SeenBatch {
  readonly batch: number;
  readonly hash: string;
  readonly previousHash: string;
  readonly entries: readonly SeenEntry[];
}

const operationKinds = ['create', 'update', 'delete', 'set-state', 'assign'] as const;
type Plain = readonly unknown[];

/** Reads a log value. Throws when its hash is not that of its bytes. */
export function readLogValue(value: Uint8Array): SeenBatch {
  const hash = createHash('sha256').update(value.subarray(32)).digest('hex');
  if (hash !== Buffer.from(value.subarray(0, 32)).toString('hex')) throw new Error('a log value is damaged');
  const [batch, , , entries] = packr.unpack(value.subarray(64)) as [number, number, number, Plain[]];
  return {
    batch,
    hash,
    previousHash: Buffer.from(value.subarray(32, 64)).toString('hex'),
    entries: entries.map(readEntry),
  };
}

function readEntry(plain: Plain): SeenEntry {
  switch (plain[0]) {
    case 0: {
      const [device, number, uuid, , user] = plain[2] as [number, number, string, unknown, string];
      const operations = (plain[3] as Plain[]).map(readOperation);
      return {
        kind: 'accepted',
        sequence: plain[1] as number,
        ...{ device, number, uuid, user, operations },
      };
    }
    case 1: {
      const [device, number, uuid] = plain[1] as [number, number, string];
      const verdict = plain[2] === 0 ? 'rejected' : 'reform';
      return { kind: 'refused', device, number, uuid, verdict, code: plain[3] as string };
    }
    case 2:
      return { kind: 'directory', change: plain[3] as Record<string, unknown> };
    case 3:
      return { kind: 'metadata', metadata: plain[3] as SeenMetadata };
    case 4: {
      const [, , entity, id, part, epoch, snapshot, system] = plain;
      return {
        kind: 'rebuilt',
        ...{ entity: entity as string, id: id as string, part: part as string, epoch: epoch as number },
        snapshot: snapshot as Uint8Array,
        system: readSystem(system as Plain),
      };
    }
    case 5:
      return { kind: 'enrolled', number: plain[2] as number, user: plain[3] as string };
    case 6:
      return { kind: 'device', number: plain[2] as number, isRevoked: plain[3] as boolean };
    default:
      return { kind: 'other' };
  }
}

function readOperation(plain: Plain): SeenOperation {
  const [kind, entity, id, parts, , after, before, now] = plain;
  // A column that stayed is written as `true`.
  const columns = (now as Plain | null)?.map((column, at) =>
    column === true ? (before as Plain)[at] : column,
  );
  return {
    kind: operationKinds[kind as number] ?? 'update',
    entity: entity as string,
    id: id as string,
    parts: (parts as Plain[]).map(([part, epoch, update]) => ({
      part: part as string,
      epoch: epoch as number,
      update: update as Uint8Array,
    })),
    after: after as Record<string, unknown>,
    system: columns === undefined ? null : readSystem(columns),
  };
}

function readSystem(columns: Plain): SeenSystem {
  const [versionnumber, , , , , ownerid, owningbusinessunit, statecode] = columns;
  return {
    versionnumber: versionnumber as number,
    ownerid: ownerid as string | null,
    owningbusinessunit: owningbusinessunit as string | null,
    statecode: statecode as number,
  };
}
