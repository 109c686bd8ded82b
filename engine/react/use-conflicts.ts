/** Where several values stand side by side. */
import { useCallback, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { Device, LiveQuery, ViewRow } from '../device/index.ts';
import { useDevice } from './device-context.ts';

const nothing: readonly ViewRow[] = [];

/** The records of which an attribute holds several values, written at the same time; the last changed first. */
export function useConflicts(): readonly ViewRow[] {
  const device = useDevice();
  const [open, setOpen] = useState<{ readonly device: Device; readonly live: LiveQuery }>();
  useLayoutEffect(() => {
    const live = device.conflicts();
    setOpen({ device, live });
    return () => live.close();
  }, [device]);
  const live = open?.device === device ? open.live : undefined;
  const subscribe = useCallback((tell: () => void) => live?.subscribe(tell) ?? (() => undefined), [live]);
  return useSyncExternalStore(subscribe, () => live?.rows ?? nothing);
}
