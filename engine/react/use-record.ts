/**
 * One record: its row at once, and a handle to edit it as soon as that is open.
 *
 * The handle is open for as long as the component is mounted and the record is here, and closed behind it,
 * also where what was typed can't be stored at the first attempt.
 */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Device, RecordHandle, ViewRow } from '../device/index.ts';
import { type RecordId, RejoinError } from '../model/index.ts';
import type { Conflict } from '../record/index.ts';
import { useDevice } from './device-context.ts';
import { useMetadata } from './use-metadata.ts';

export type RecordState =
  /** It is here; the handle comes in a moment. */
  | { readonly state: 'opening'; readonly row: ViewRow }
  | {
      readonly state: 'open';
      readonly row: ViewRow;
      readonly record: RecordHandle;
      /** The attributes that hold several values written at the same time, with their authors. */
      readonly conflicts: readonly Conflict[];
    }
  /** It is not on this device: not yet, not any more, or it never was. */
  | { readonly state: 'absent' }
  /** It did not open; `retry` tries again. */
  | {
      readonly state: 'failed';
      readonly row: ViewRow;
      readonly error: RejoinError;
      readonly retry: () => void;
    };

const noConflicts: readonly Conflict[] = [];

/** The record with that id, followed. */
export function useRecord(entity: string, id: RecordId): RecordState {
  const device = useDevice();
  const version = useMetadata()?.metadata.version;
  const [attempt, setAttempt] = useState(0);
  const subscribe = useCallback((tell: () => void) => device.watch(entity, id, tell), [device, entity, id]);
  const row = useSyncExternalStore(subscribe, () => device.get(entity, id));
  const isHere = row !== undefined;
  const wanted = JSON.stringify([entity, id, version, attempt]);
  const [opening, setOpening] = useState<Opening>();
  useEffect(() => (isHere ? openRecord(device, wanted, setOpening) : undefined), [device, wanted, isHere]);
  const current = isHere && opening?.device === device && opening.wanted === wanted ? opening : undefined;
  const conflicts = useConflictsOf(current?.record, row);
  if (row === undefined) return { state: 'absent' };
  if (current?.record !== undefined) return { state: 'open', row, record: current.record, conflicts };
  if (current?.error === undefined) return { state: 'opening', row };
  return { state: 'failed', row, error: current.error, retry: () => setAttempt(attempt + 1) };
}

/** What came of opening a record. */
interface Opening {
  readonly device: Device;
  readonly wanted: string;
  readonly record?: RecordHandle;
  readonly error?: RejoinError;
}

/** Opens it, and says so. Returns what closes it, also where it is not open by then. */
function openRecord(device: Device, wanted: string, say: (opening: Opening | undefined) => void): () => void {
  const [entity, id] = JSON.parse(wanted) as [string, RecordId];
  let isWanted = true;
  let handle: RecordHandle | undefined;
  device.open(entity, id).then(
    (record) => {
      handle = record;
      if (isWanted) say({ device, wanted, record });
      else letGo(device, record);
    },
    (error: unknown) => {
      if (isWanted && error instanceof RejoinError) say({ device, wanted, error });
      else if (isWanted) throw error;
    },
  );
  return () => {
    isWanted = false;
    say(undefined);
    if (handle !== undefined) letGo(device, handle);
  };
}

/** Closes it; what can't be stored now stays open, and is stored and closed when the device goes on. */
function letGo(device: Device, record: RecordHandle): void {
  record.close().catch(() => {
    const end = device.subscribe(() => {
      end();
      letGo(device, record);
    });
  });
}

/** The conflicts of the record as it is in the row, read anew with each row. */
function useConflictsOf(record: RecordHandle | undefined, row: ViewRow | undefined): readonly Conflict[] {
  const [found, setFound] = useState<{
    readonly record: RecordHandle;
    readonly conflicts: readonly Conflict[];
  }>();
  useEffect(() => {
    if (record === undefined || row === undefined || row.conflicts.length === 0) return undefined;
    let isWanted = true;
    record.conflicts().then(
      (conflicts) => {
        if (isWanted) setFound({ record, conflicts });
      },
      // What can't be read says so where it is edited.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [record, row]);
  if (row === undefined || row.conflicts.length === 0 || found?.record !== record) return noConflicts;
  return found?.conflicts ?? noConflicts;
}
