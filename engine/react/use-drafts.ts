/** What was refused. */
import { useCallback, useSyncExternalStore } from 'react';
import type { DraftHandle } from '../device/index.ts';
import { useDevice } from './device-context.ts';

/** The drafts of the device, the oldest first. */
export function useDrafts(): readonly DraftHandle[] {
  const device = useDevice();
  const subscribe = useCallback((tell: () => void) => device.onStored(tell), [device]);
  return useSyncExternalStore(subscribe, () => device.drafts());
}
