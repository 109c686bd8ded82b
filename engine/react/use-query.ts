/**
 * A live list of records.
 *
 * The query is opened when the component is mounted, before anything is painted: so a rendering that React
 * throws away opens nothing. It is opened anew when what is asked for, or the metadata, changes.
 */
import { useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { Device, LiveQuery, QueryOptions, ViewRow } from '../device/index.ts';
import { RejoinError } from '../model/index.ts';
import { useDevice } from './device-context.ts';
import { useMetadata } from './use-metadata.ts';

export interface QueryResult {
  readonly rows: readonly ViewRow[];
  /** How many rows match, those beyond the limit too. */
  readonly total: number;
  /** Whether `rows` answers; else the device does not know the entity yet, or `error` says why not. */
  readonly isReady: boolean;
  /** `not-provisioned`, `entity-not-offline` or `invalid-filter`; undefined where the list is there. */
  readonly error: RejoinError | undefined;
}

const NOTHING: QueryResult = { rows: [], total: 0, isReady: false, error: undefined };
const noOptions: QueryOptions = {};

/** The records of the entity that match, in order. The options may be made anew in each rendering. */
export function useQuery(entity: string, options: QueryOptions = noOptions): QueryResult {
  const device = useDevice();
  const metadata = useMetadata();
  const asked = JSON.stringify([metadata?.metadata.version, entity, options]);
  const [open, setOpen] = useState<OpenQuery>(nothingOpen);
  useLayoutEffect(() => {
    const opened = openQuery(device, asked);
    setOpen(opened);
    return opened.close;
  }, [device, asked]);
  const result = useSyncExternalStore(open.subscribe, open.result);
  // What was asked of another entity or device is no answer; rows by another order or filter stay until the next.
  return open.device === device && open.entity === entity ? result : NOTHING;
}

/** A query, or why there is none. */
interface OpenQuery {
  readonly device: Device | undefined;
  readonly entity: string;
  readonly subscribe: (tell: () => void) => () => void;
  readonly result: () => QueryResult;
  readonly close: () => void;
}

const nothing = (): void => undefined;

const nothingOpen: OpenQuery = {
  device: undefined,
  entity: '',
  subscribe: () => nothing,
  result: () => NOTHING,
  close: nothing,
};

function openQuery(device: Device, asked: string): OpenQuery {
  const [, entity, options] = JSON.parse(asked) as [unknown, string, QueryOptions];
  try {
    return opened(device, entity, device.query(entity, options));
  } catch (error) {
    if (!(error instanceof RejoinError)) throw error;
    const refused = { ...NOTHING, error };
    return { ...nothingOpen, device, entity, result: () => refused };
  }
}

function opened(device: Device, entity: string, live: LiveQuery): OpenQuery {
  let known = NOTHING;
  return {
    ...{ device, entity },
    subscribe: (tell) => live.subscribe(tell),
    result() {
      const { rows, total } = live;
      if (known.rows !== rows || known.total !== total || !known.isReady)
        known = { rows, total, isReady: true, error: undefined };
      return known;
    },
    close: () => live.close(),
  };
}
