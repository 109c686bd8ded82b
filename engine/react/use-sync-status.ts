/** Where the device stands with its relay. */
import { useCallback, useSyncExternalStore } from 'react';
import type { SyncStatus } from '../device/index.ts';
import { useDevice } from './device-context.ts';

/** The status of the device: its state, what waits, what was refused, how far a download is. */
export function useSyncStatus(): SyncStatus {
  const device = useDevice();
  const subscribe = useCallback((tell: () => void) => device.subscribe(tell), [device]);
  return useSyncExternalStore(subscribe, () => device.status);
}
