/** What the organization published, and what its user may do. */
import { useCallback, useSyncExternalStore } from 'react';
import type { MetadataIndex } from '../model/index.ts';
import type { Principal } from '../security/index.ts';
import { useDevice } from './device-context.ts';

/** The entities, relationships and option sets of the device, labels included; undefined before they are here. */
export function useMetadata(): MetadataIndex | undefined {
  const device = useDevice();
  const subscribe = useCallback((tell: () => void) => device.onStored(tell), [device]);
  return useSyncExternalStore(subscribe, () => device.metadata);
}

/** The user of the device and the rights of that user; undefined before the first connection. */
export function usePrincipal(): Principal | undefined {
  const device = useDevice();
  const subscribe = useCallback((tell: () => void) => device.onStored(tell), [device]);
  return useSyncExternalStore(subscribe, () => device.principal);
}
