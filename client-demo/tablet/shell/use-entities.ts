/** The kinds of records that this user works with on this device, in the order of the organization. */
import { useMemo } from 'react';
import type { EntityIndex } from '../../../engine/index.ts';
import { useDevice, useMetadata, usePrincipal } from '../../../engine/react/index.ts';

const none: readonly EntityIndex[] = [];

/** What the user may not read does not exist. */
export function useEntities(): readonly EntityIndex[] {
  const device = useDevice();
  const metadata = useMetadata();
  const principal = usePrincipal();
  return useMemo(() => {
    if (metadata === undefined || principal === undefined) return none;
    return metadata.metadata.entities.flatMap(({ name }) => {
      const index = metadata.entity(name);
      return index?.isOffline && device.may('read', name).allowed ? [index] : [];
    });
  }, [device, metadata, principal]);
}
